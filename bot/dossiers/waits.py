"""For how long a dossier waited for its applicant, read from the changes of status that exports showed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from bot.dossiers.deadlines import Spell
from bot.dossiers.status import Status

WAITING = (Status.SUPPLEMENT_REQUIRED, Status.PAYMENT_REQUIRED)


class Waits(NamedTuple):
    """``over``: for papers or a payment, which came. ``since``: still waiting. ``supplements``: requests for papers."""

    over: tuple[Spell, ...] = ()
    since: dt.datetime | None = None
    supplements: int = 0


def waits(changes: Iterable[tuple[dt.datetime, Status]]) -> Waits:
    """``changes`` as they happened, each with the status that began then; the same status twice is one."""
    over: list[Spell] = []
    since: dt.datetime | None = None
    before, supplements = None, 0
    for at, status in changes:
        supplements += status is Status.SUPPLEMENT_REQUIRED and before is not status
        if status in WAITING:
            since = since or at
        elif since:
            over += [Spell(since, at)] if at > since else []
            since = None
        before = status
    return Waits(tuple(over), since, supplements)
