"""The ten business statuses of the national portal; the numbers are its codes.

Payment, delivery and synchronisation are other fields, and overdue is an attribute of a dossier, not a status.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from functools import cache


class Status(IntEnum):
    """Vietnamese names stand in ``bot/texts/dossier.yml``. Local systems number differently: map before storing."""

    SUBMITTED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROGRESS = 4
    SUPPLEMENT_REQUIRED = 5
    PAYMENT_REQUIRED = 6
    WITHDRAWN = 7
    STOPPED = 8
    COMPLETED = 9
    RETURNED = 10

    @property
    def clock_runs(self) -> bool:
        """The legal time limit is running: not before acceptance, not while papers or a payment are awaited."""
        return self in (Status.ACCEPTED, Status.IN_PROGRESS)

    @property
    def has_ended(self) -> bool:
        """Nobody works on it any more, though its result may still wait to be collected."""
        return self is Status.COMPLETED or self.is_closed

    @property
    def is_closed(self) -> bool:
        """Nothing more will happen; a new try needs a new dossier."""
        return not NEXT[self]

    def can_become(self, other: Status) -> bool:
        """Whether the rules of the portal allow ``other`` right after this status."""
        return other in NEXT[self]

    def leads_to(self, other: Status) -> bool:
        """Whether legal moves lead from this status to ``other``, over however many others; to itself always."""
        return other is self or other in _beyond(self)


WITH_RESULT = (Status.COMPLETED, Status.RETURNED)


class Payment(str, Enum):
    """Of what the dossier costs. ``CONFIRMING``: paid, and the office has yet to see it."""

    UNPAID = "unpaid"
    CONFIRMING = "confirming"
    PAID = "paid"


class Delivery(str, Enum):
    """Of the result on paper. ``SENT`` and ``DELIVERED``: by post."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"


NEXT: dict[Status, frozenset[Status]] = {
    Status(code): frozenset(map(Status, following))
    for code, following in {
        1: (2, 3, 5, 7),
        2: (4, 5, 6, 8),
        3: (),
        4: (5, 6, 7, 8, 9),
        5: (4, 7, 8),
        6: (4, 7, 8),
        7: (),
        8: (),
        9: (10,),
        10: (),
    }.items()
}


@cache
def _beyond(status: Status) -> frozenset[Status]:
    found: set[Status] = set()
    waiting = [status]
    while waiting:
        new = NEXT[waiting.pop()] - found
        found |= new
        waiting += new
    return frozenset(found)
