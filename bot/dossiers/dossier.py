"""One dossier (hồ sơ) as the one-stop system last told us."""

from __future__ import annotations

import datetime as dt

import msgspec

from bot.catalogue.record import Channel
from bot.dossiers.status import Status


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """Times are aware and in UTC. ``handler`` is a department, never a person. ``amount_due`` is in đồng.

    ``procedure_id`` is the catalogue's slug. ``look_up_code``: 4 characters on the receipt, without 0, O, 1 and I.
    ``missing``: all papers to supply, ``supply_by`` the last day for them or for the payment. ``reason``: of a refusal,
    stop or delay. ``channel``: how it came in; ``electronic``: whether its result is issued electronically.
    ``due_expected``: nobody printed or told ``due_at``, it is counted from the time limit.
    """

    code: str
    procedure_id: str
    procedure_name: str
    applicant_name: str
    phone: str
    look_up_code: str
    status: Status
    agency: str
    handler: str
    submitted_at: dt.datetime
    accepted_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    missing: tuple[str, ...] = ()
    supply_by: dt.date | None = None
    amount_due: int | None = None
    reason: str | None = None
    result_place: str
    updated_at: dt.datetime
    channel: Channel | None = None
    electronic: bool | None = None
    due_expected: bool = False

    def __post_init__(self) -> None:
        times = (self.submitted_at, self.accepted_at, self.due_at, self.finished_at, self.returned_at, self.updated_at)
        for time in times:
            # An import makes millions of them: the identity is asked first, it costs less.
            if time is not None and time.tzinfo is not dt.timezone.utc and time.utcoffset() != dt.timedelta(0):
                raise ValueError("dossier times must be aware and in UTC")

    def __repr__(self) -> str:
        """Without the applicant's data, so that a log line or a traceback shows none."""
        return f"Dossier(procedure_id={self.procedure_id!r}, status={self.status.name})"

    def is_overdue(self, now: dt.datetime) -> bool:
        """Unfinished past its due date while the clock runs, or finished after it."""
        if self.due_at is None:
            return False
        if self.finished_at is not None:
            return self.finished_at > self.due_at
        return self.status.clock_runs and now > self.due_at
