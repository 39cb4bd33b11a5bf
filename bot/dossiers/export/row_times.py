"""The times of one row, in an order that is possible."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from bot.dossiers.calendar import LOCAL
from bot.dossiers.export.cells import Unreadable
from bot.dossiers.export.fields import Fields
from bot.dossiers.status import Status
from bot.dossiers.texts import local_day

_DAY = re.compile(r"-(?:20)?(\d{2})(\d{2})(\d{2})-\d+$")


class RowTimes(NamedTuple):
    """Named as in Dossier."""

    submitted_at: dt.datetime
    accepted_at: dt.datetime | None
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    returned_at: dt.datetime | None
    supply_by: dt.date | None
    new_due_at: dt.datetime | None
    updated_at: dt.datetime


def times_of(fields: Fields, code: str, status: Status, exported_at: dt.datetime | None) -> RowTimes:
    """``exported_at``: of a row that does not say when it changed. Raises Unreadable."""
    accepted = fields.past("accepted_at")
    submitted = fields.past("submitted_at") or _received(fields, code, accepted)
    # Of what is still worked on, such a time can only be planned, or of a step.
    ended = ("finished_at", "returned_at") if status.has_ended else ()
    finished, returned = [fields.past(field) for field in ended] or (None, None)
    supply_by = fields.time("supply_by")
    updated = fields.past("updated_at") or exported_at
    if updated is None:
        raise fields.fault("updated_at", "empty")
    times = RowTimes(
        submitted_at=submitted,
        accepted_at=accepted,
        due_at=fields.due("due_at"),
        finished_at=finished,
        returned_at=returned,
        supply_by=local_day(supply_by.at) if supply_by else None,
        new_due_at=fields.due("new_due_at"),
        updated_at=updated,
    )
    _check_order(times)
    return times


def _received(fields: Fields, code: str, accepted: dt.datetime | None) -> dt.datetime:
    """The day of receipt that stands in the code, without a time of day; in no case after the acceptance."""
    times = [time for time in (_day_of(code), accepted) if time]
    if not times:
        raise fields.fault("submitted_at", "empty, and neither the acceptance nor the code tells a day")
    fields.check_past("code", min(times), "its day is in the future")
    return min(times)


@lru_cache(maxsize=8192)
def _day_of(code: str) -> dt.datetime | None:
    found = _DAY.search(code)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return dt.datetime(2000 + year, month, day, tzinfo=LOCAL).astimezone(dt.timezone.utc)


def _check_order(times: RowTimes) -> None:
    accepted = times.accepted_at or times.submitted_at
    for time, what in ((times.due_at, "was due"), (times.finished_at or times.returned_at, "ended")):
        if time and time < accepted and local_day(time) < local_day(accepted):
            raise Unreadable(f"it {what} before it was accepted")
