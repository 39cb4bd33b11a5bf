"""What one conversation remembers from message to message. It is all that the next answer may lean on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from bot.conversations.reply import Reply

MOST_EARLIER = 4


class Memory(msgspec.Struct, frozen=True):
    """``told``: when (UTC) the topic was last spoken about. ``earlier``: topics before it, the latest first.

    ``offered``: payloads of the numbered choices last shown. ``awaiting``: code or factor of a dossier, or the reason
    of a rating, if asked, or ``confirm``: whether a code read from a picture is the right one. ``wish``: to be told of
    a dossier, or to rate it, once it is proven.
    ``page``: payload of the page of a list last shown, and ``listed`` those of its numbers, which stay good while what
    they choose is talked about. ``trail``: payloads of the lists it was opened from, the latest last.
    ``ticket``: of the request for a person, which is told again and not made anew.
    ``alternatives``: procedures heard behind the one answered about, for "không phải cái đó". ``verified``: dossier
    codes proven in this talk and until when (UTC). ``pending``: dossiers to be spoken of after ``dossier``.
    ``more``: where in the text of ``last`` goes on what did not fit on the screen; 0: nothing is left.
    ``officer``: until when (UTC) an officer answers here in place of the assistant.
    """

    topic: str | None = None
    told: dt.datetime | None = None
    earlier: tuple[str, ...] = ()
    case: str | None = None
    facets: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    page: str | None = None
    listed: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    last: Reply | None = None
    failures: int = 0
    dossier: str | None = None
    pending: tuple[str, ...] = ()
    awaiting: str | None = None
    wish: str | None = None
    ticket: str | None = None
    verified: dict[str, dt.datetime] = {}
    more: int = 0
    officer: dt.datetime | None = None

    def change(self, **values: Any) -> Memory:
        return msgspec.structs.replace(self, **values)

    def leave(self, new: str | None, now: dt.datetime | None = None) -> Memory:
        """Another topic, or none: the one before is kept among the earlier ones, and a list looked through is left."""
        known = dict.fromkeys(topic for topic in (self.topic, *self.earlier) if topic and topic != new)
        left = self if new and new == self.topic else self.change(page=None, listed=(), trail=())
        return left.change(topic=new, told=now, case=None, wish=None, earlier=tuple(known)[:MOST_EARLIER])


def read_memory(value: Any) -> Memory:
    """From the JSON value of the slot; an empty memory from None."""
    return msgspec.convert(value, Memory) if value else Memory()


def write_memory(memory: Memory) -> Any:
    return msgspec.to_builtins(memory)
