"""What becomes of a message whose send failed: when it is tried again, and when no more."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from bot.store.delivery import Parcel
from connectors.channel import NotDelivered, Trouble

# Longer than any night of a channel; who reads an answer a day later does not need it any more.
LONGEST = dt.timedelta(hours=24)
# A channel may be away over a weekend, and nobody asks again for what they were not told.
LONGEST_NOTICE = dt.timedelta(days=7)
# The outcome of a notice that did not arrive and never will: what it was about is told anew.
MISSED = "missed"
SLOWEST = dt.timedelta(seconds=60)
# Before each further try of what may have arrived: a channel may tell so by another way, and one that hangs comes back.
DOUBTS = tuple(dt.timedelta(seconds=seconds) for seconds in (30, 120, 480, 1800, 3600))
ALARM = dt.timedelta(minutes=5)


class Verdict(NamedTuple):
    """See ``delivery.failed``, or ``MISSED``; ``hold``: nothing leaves for the whole channel before that."""

    outcome: str
    again_at: dt.datetime
    doubts: int = 0
    hold: dt.datetime | None = None


def judge(parcel: Parcel, error: NotDelivered, now: dt.datetime) -> Verdict:
    """``now`` in UTC."""
    trouble, again_at = error.trouble, now + (error.wait or back_off(parcel.attempts))
    if trouble is Trouble.REFUSED:
        return Verdict("dead", now)
    if trouble is Trouble.GONE or now - parcel.created_at > (LONGEST_NOTICE if parcel.notice else LONGEST):
        return Verdict(MISSED if parcel.notice and trouble is not Trouble.UNSURE else "dead", now)
    if trouble is Trouble.UNSURE:
        # Not blindly again, and not for ever: each time a person may read it twice.
        if parcel.uncertain >= len(DOUBTS):
            return Verdict("dead", now, doubts=1)
        return Verdict("pending", now + DOUBTS[parcel.uncertain], doubts=1)
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
