"""What stands around every answer: an officer who answers instead, an opening, a fold at the end of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.conversations.channels import screen
from bot.conversations.event import EventKind
from bot.conversations.folding import fold
from bot.conversations.memory import Memory
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.language.danger import find_danger
from bot.language.short_words import calls_assistant
from bot.texts import say, texts

if TYPE_CHECKING:
    from actions.turn import Turn

EVENT = "event"
# A reply without a text is not sent.
SILENCE = Reply("", Custom(Kind.SMALLTALK))
OFFICER = "officer"


def officer_answers(turn: Turn) -> bool:
    """Whether a person of the unit took this talk over. A danger to life is answered all the same."""
    until = turn.memory.officer
    if until is None or turn.work.now >= until or (turn.event and turn.event.kind is EventKind.OFFICER):
        return False
    return turn.intent != "crisis" and find_danger(turn.text) != "crisis"


def instead_of_officer(turn: Turn) -> tuple[Reply, Memory]:
    """Silence, unless the person calls the assistant back."""
    if calls_assistant(turn.text):
        return Reply(say("events", "back"), Custom(Kind.SMALLTALK)), turn.memory.change(officer=None)
    return SILENCE, turn.memory


def opened(turn: Turn, reply: Reply) -> Reply:
    """What is said of a photo or a first visit before the answer to the text that came with it."""
    openings = texts("events")["openings"]
    if turn.event is None or turn.intent == EVENT or reply.custom.kind is Kind.CRISIS:
        return reply
    opening = openings.get(turn.event.kind.value)
    return _with_text(reply, f"{opening}\n\n{reply.text}") if opening and reply.text else reply


def marked(turn: Turn, memory: Memory, reply: Reply) -> Reply:
    """The reply with who is answering here."""
    held = memory.officer is not None and turn.work.now < memory.officer
    return (
        msgspec.structs.replace(reply, custom=msgspec.structs.replace(reply.custom, conversation=OFFICER))
        if held
        else reply
    )


def folded(turn: Turn, reply: Reply) -> tuple[Reply, int]:
    """The first screen of a reply and where in its text the rest begins; the buttons come with the last screen."""
    text, more = fold(reply.text, screen(turn.work.channel), say("events", "more"))
    if not more:
        return reply, 0
    title = say("events", "more_button")
    return Reply(text, reply.custom, (Button(title, title.lower()),)), more


def rest(memory: Memory) -> Reply | None:
    """What of the last reply was not shown yet."""
    last = memory.last
    return _with_text(last, last.text[memory.more :]) if last and memory.more else None


def _with_text(reply: Reply, text: str) -> Reply:
    return Reply(text, reply.custom, reply.buttons)
