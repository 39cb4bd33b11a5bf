"""Stock Rasa in this process: what its pipeline, trained on our messages (``bench.stock``), takes a message for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.conversations.reply import Kind
from bot.dialogue.silence import quiet
from bot.language.reader import Candidate
from bot.language.text import clean, disarm
from evaluation.systems import Said
from evaluation.talk import LoopThread

ASK = "ask_"
UNLABELLED = "ask_none"
# What its one fixed text for an intent could be at best; every other intent is small talk.
KINDS = {
    UNLABELLED: Kind.CLARIFY,
    "nlu_fallback": Kind.ERROR,
    "out_of_scope": Kind.REFUSAL,
    "crisis": Kind.CRISIS,
    "scam": Kind.WARNING,
    "human": Kind.HANDOFF,
    "complaint": Kind.COMPLAINT,
    "dossier_status": Kind.VERIFY,
    "choose": Kind.ERROR,
    "inform": Kind.ERROR,
}


class Stock:
    """Each intent has one rule and one text, so the intent is the answer. It has no memory and no facets."""

    facets = False
    probabilities = True

    def __init__(self, project: Path) -> None:
        quiet()
        from rasa.core.agent import Agent

        self._agent = Agent.load(project / "models" / "stock.tar.gz")
        self._thread = LoopThread()

    def ask(self, turns: Sequence[str]) -> Said:
        return said(self._parse(turns[-1])["intent"]["name"])

    def rank(self, text: str) -> list[Candidate]:
        ranking = [(intent["name"], intent["confidence"]) for intent in self._parse(text)["intent_ranking"]]
        asked = [(name, score) for name, score in ranking if name.startswith(ASK) and name != UNLABELLED]
        return [Candidate(name[len(ASK) :], score) for name, score in asked]

    def _parse(self, text: str) -> dict[str, Any]:
        return dict(self._thread.run(self._agent.parse_message(disarm(clean(text)))))


def said(intent: str) -> Said:
    """What an intent answers."""
    if intent in KINDS:
        return Said(KINDS[intent])
    return Said(Kind.ANSWER, (intent[len(ASK) :],)) if intent.startswith(ASK) else Said(Kind.SMALLTALK)
