"""Stars for a result that was handed out, and why: asked once, whenever the person likes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dossiers.dossier import Dossier
from bot.dossiers.ratings import MOST_STARS, may_be_asked, question, reasons
from bot.dossiers.status import Status
from bot.language.patterns import find_choice
from bot.language.reader import NONE
from bot.language.stars import Stars, asks, find_stars, skips
from bot.store import ratings
from bot.texts import say, texts

if TYPE_CHECKING:
    from actions.turn import Outcome, Turn

DANGER = {"crisis", "scam"}
COMPLAINT = "complaint"
CONTENT = 4
# What a reason is taken for by who does not know that one was asked for.
LIKE_REASONS = {COMPLAINT, "out_of_scope", "nlu_fallback", "affirm", "reject", "ask_procedure"}
POLITE = {"thanks", "bye", "greet", "human"}
WORDY = 5
NAMED = 0.95


def rated(turn: Turn) -> Outcome | None:
    """What answers a question about a result, whatever the message looks like otherwise."""
    if turn.intent in DANGER:
        return None
    return _reason(turn) if turn.memory.awaiting == "reason" else _stars(turn)


def invite(turn: Turn, dossier: Dossier, wished: bool = False) -> tuple[str, tuple[Button, ...]] | None:
    """The question about a result: by ourselves once and soon after it, again for who wishes to rate."""
    if not wished and not may_be_asked(dossier, turn.work.now):
        return None
    if dossier.status is not Status.RETURNED:
        return say("ratings", "not_yet"), ()
    asked = ratings.asked_about(turn.work, dossier.code)
    if asked and not wished:
        return None
    if asked and asked.stars is not None:
        return say("ratings", "rated_already"), ()
    ratings.ask(turn.work, dossier)
    return question(turn.work.subject(dossier.code))


def _stars(turn: Turn) -> Outcome | None:
    stars = find_stars(turn.text) or _bare(turn.text)
    if stars is None and not skips(turn.text):
        return None
    asked = ratings.open_questions(turn.work)
    if stars is None or not stars.clear:
        if not asked or not _is_next(turn, asked[0]):
            return None
        if stars is None:
            return _said("skipped"), turn.memory.change(offered=())
    meant = _meant(turn, stars, asked)
    if meant is None or meant.stars is not None:
        return _said("rated_already" if meant else "nothing_to_rate"), turn.memory
    ratings.rate(turn.work, meant.subject, stars.number)
    if stars.reason:
        return _thanked(turn, meant.subject, stars.number, stars.reason)
    buttons = reasons(stars.number)
    reply = Reply(say("ratings", "thanks", stars=stars.number), Custom(Kind.SMALLTALK), buttons)
    return reply, turn.memory.change(awaiting="reason", offered=tuple(button.payload for button in buttons))


def _meant(turn: Turn, stars: Stars, asked: Sequence[ratings.Asked]) -> ratings.Asked | None:
    """A button rates its own dossier, however late it is pressed."""
    if stars.subject:
        return ratings.asked_here(turn.work, stars.subject)
    return asked[0] if asked else ratings.last_rated(turn.work)


def _thanked(turn: Turn, subject: str, number: int, reason: str) -> Outcome | None:
    """Stars and reason at once; a complaint goes its own way besides, but who is content has none."""
    ratings.give_reason(turn.work, subject, reason)
    turn.memory = turn.memory.change(offered=())
    if turn.intent == COMPLAINT and number < CONTENT:
        return None
    return _said("thanks_both", stars=number), turn.memory


def _bare(text: str) -> Stars | None:
    number = find_choice(text)
    return Stars(number, clear=False) if number and 1 <= number <= MOST_STARS else None


def _is_next(turn: Turn, asked: ratings.Asked) -> bool:
    """Whether nothing was said between the question and this message. A number that an older list has is a choice of
    it: that can be taken back, stars cannot."""
    last, before = turn.memory.last, turn.work.load_state()
    if last and any(find_stars(button.payload) for button in last.buttons):
        return True
    chosen, listed = find_choice(turn.text), turn.memory.offered or turn.memory.listed
    if chosen and 1 <= chosen <= len(listed):
        return False
    # A notice came since.
    shown = ratings.shown_at(turn.work, asked)
    return shown is not None and (before is None or shown > before[1])


def _reason(turn: Turn) -> Outcome | None:
    """Also a complaint is a reason; it goes its own way besides. What is none ends the question."""
    chosen, rating = find_choice(turn.text), ratings.last_rated(turn.work)
    offered = turn.memory.offered
    text = offered[chosen - 1] if chosen and 1 <= chosen <= len(offered) else turn.text
    over = turn.memory.change(awaiting=None, offered=())
    if rating is None or skips(text):
        return _said("skipped"), over
    if text in _listed() or _is_reason(turn):
        ratings.give_reason(turn.work, rating.subject, text)
        if turn.intent != COMPLAINT or text in _listed():
            return _said("thanks_reason"), over
    turn.memory = over
    return _stars(turn)


def _is_reason(turn: Turn) -> bool:
    named = any(c.id != NONE and c.score >= NAMED for c in turn.ranked)
    if named or turn.entities or (turn.intent != COMPLAINT and asks(turn.text)):
        return False
    return turn.intent in LIKE_REASONS or (turn.intent in POLITE and len(turn.text.split()) > WORDY)


def _listed() -> set[str]:
    words = texts("ratings")["reasons"]
    return {*words["good"], *words["bad"]}


def _said(key: str, **values: object) -> Reply:
    return Reply(say("ratings", key, **values), Custom(Kind.SMALLTALK))
