"""What becomes of a message whose send failed: when it is tried again, and when no more."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from bot.store.delivery import Parcel
from connectors.channel import NotDelivered, Trouble

# Longer than any night of a channel; who reads an answer a day later does not need it any more.
LONGEST = dt.timedelta(hours=24)
SLOWEST = dt.timedelta(seconds=60)
# As long as a channel may take to tell by another way that a message arrived.
DOUBT = dt.timedelta(seconds=30)
MOST_DOUBTS = 3
ALARM = dt.timedelta(minutes=5)


class Verdict(NamedTuple):
    """See ``delivery.failed``; ``hold``: nothing leaves for the whole channel before that."""

    outcome: str
    again_at: dt.datetime
    doubts: int = 0
    hold: dt.datetime | None = None


def judge(parcel: Parcel, error: NotDelivered, now: dt.datetime) -> Verdict:
    """``now`` in UTC."""
    trouble, again_at = error.trouble, now + (error.wait or back_off(parcel.attempts))
    if trouble in (Trouble.REFUSED, Trouble.GONE) or now - parcel.created_at > LONGEST:
        return Verdict("dead", now)
    if trouble is Trouble.UNSURE:
        # Not blindly again: at most so often may a person read it twice.
        return Verdict("pending" if parcel.uncertain < MOST_DOUBTS else "dead", now + DOUBT, doubts=1)
    if trouble is Trouble.LATER:
        return Verdict("deferred", again_at)
    if trouble is Trouble.BUSY:
        return Verdict("pending", again_at, hold=again_at)
    if trouble is Trouble.ALARM:
        return Verdict("pending", now + ALARM, hold=now + ALARM)
    return Verdict("pending", again_at)


def back_off(attempts: int) -> dt.timedelta:
    """1, 2, 4 … 60 seconds."""
    return min(dt.timedelta(seconds=2 ** min(attempts, 10)), SLOWEST)
