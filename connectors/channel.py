"""What every messenger's connector offers to the sender, and how it says that something did not leave."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any, Protocol

from bot.conversations.reply import Reply
from bot.store.paces import Pace

Piece = dict[str, Any]


class Trouble(Enum):
    """What a failed send means for what comes next.

    ``AGAIN``: nothing arrived; try again soon. ``SLOW``: too fast for this chat; only it waits. ``BUSY``: too fast for
    the channel; all of it waits. ``LATER``: not at this time of day; others may overtake. ``UNSURE``: it may have
    arrived. ``REFUSED``: this message can never be sent. ``GONE``: this person cannot be reached. ``ALARM``: nothing
    leaves until an operator acts.
    """

    AGAIN = "again"
    SLOW = "slow"
    BUSY = "busy"
    LATER = "later"
    UNSURE = "unsure"
    REFUSED = "refused"
    GONE = "gone"
    ALARM = "alarm"


class NotDelivered(Exception):
    """``code``: the channel's own, for the log; never its text, which may repeat what was sent. ``wait``: as long as
    the channel asks for, or until its next time of day; None: as long as the sender thinks."""

    def __init__(self, trouble: Trouble, code: str, wait: dt.timedelta | None = None) -> None:
        super().__init__(f"{trouble.value} {code}")
        self.trouble = trouble
        self.code = code
        self.wait = wait


class NotFetched(Exception):
    """A picture cannot be had: foreign host, too large, gone. Says the cause without the address."""


class Channel(Protocol):
    """One a process. ``name`` is what stands before the conversations' ids: ``zalo-<user id>``."""

    name: str
    pace: Pace

    def pieces(self, reply: Reply, conversation: str) -> list[Piece]:
        """The bodies of the calls that bring a reply, one message each, in order; the same for the same reply."""

    async def send(self, recipient: str, piece: Piece) -> str | None:
        """Hand one over; the channel's id of the message. Raises NotDelivered."""

    async def fetch(self, url: str, most: int) -> bytes:
        """A picture that a person sent, at most so many bytes. Raises NotFetched."""

    async def open(self) -> None:
        """Before the first send; raises nothing that a later send would not."""

    async def close(self) -> None: ...


def recipient_of(conversation: str) -> str:
    """The channel's own id of a person or chat."""
    return conversation.partition("-")[2]
