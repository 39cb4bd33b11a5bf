"""What is compared: anything that says something to the last of some messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.catalogue.answer import codes
from bot.catalogue.load import load_catalogue
from bot.conversations.reply import Kind, Reply
from bot.language.reader import NONE, Candidate
from evaluation.talk import Talk


class Said(NamedTuple):
    """``procedures`` (ids) and ``facets`` are those answered about or, when asking back, offered."""

    kind: Kind
    procedures: tuple[str, ...] = ()
    facets: frozenset[str] = frozenset()


class System(Protocol):
    """``facets``: whether it tells what is asked about a procedure. ``probabilities``: whether its scores are some."""

    facets: bool
    probabilities: bool

    def ask(self, turns: Sequence[str]) -> Said:
        """Somebody new says these one after the other; what is said to the last."""

    def rank(self, text: str) -> list[Candidate]:
        """The procedures that a message may be about, best first; no ``NONE``."""


class Ours:
    """The whole assistant: what it understands, its dialogue and its database."""

    facets = probabilities = True

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._ids = {codes([record])[0]: record.id for record in load_catalogue().values()}

    def ask(self, turns: Sequence[str]) -> Said:
        self._talk.restart()
        return self._said([self._talk.replies(turn) for turn in turns][-1])

    def rank(self, text: str) -> list[Candidate]:
        return [Candidate(*pair) for pair in self._talk.parse(text)["heard"]["procedures"] if pair[0] != NONE]

    def _said(self, replies: Sequence[Reply]) -> Said:
        """Several replies to one message are one answer; its kind is that of the first."""
        procedures = dict.fromkeys(code for reply in replies for code in reply.custom.procedures)
        facets = {facet for reply in replies for facet in reply.custom.facets or ("overview",)}
        kind = replies[0].custom.kind if replies else Kind.ERROR
        return Said(kind, tuple(self._ids.get(code, code) for code in procedures), frozenset(facets))
