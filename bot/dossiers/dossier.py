"""One dossier (hồ sơ) as the one-stop system last told us."""

from __future__ import annotations

import datetime as dt

import msgspec

from bot.catalogue.record import Channel
from bot.dossiers.status import Delivery, Payment, Status


class Dossier(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Times are aware and in UTC. ``handler`` is a department, never a person. ``amount_due`` is in đồng.

    ``procedure_id`` is the catalogue's slug. ``look_up_code``: 4 characters on the receipt, without 0, O, 1 and I.
    ``missing``: all papers to supply, ``supply_by`` the last day for them or for the payment. ``reason``: of a refusal,
    stop or delay. ``channel``: how it came in; ``electronic``: whether its result is issued electronically.
    ``new_due_at``: what an office that is late promised instead of ``due_at`` (Mẫu 04).
    ``due_expected``: nobody printed or told ``due_at``, it is counted from the time limit.

    Not the source's but counted with its history (``facts``): ``late_after``, the due time and what it waited for the
    applicant, and ``clock_stopped_at``, since when it has ended or waits. ``kept_from``: what its last export left out
    and an earlier one told (``history.completed``), with the key of that row.
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
    payment: Payment | None = None
    delivery: Delivery | None = None
    new_due_at: dt.datetime | None = None
    due_expected: bool = False
    late_after: dt.datetime | None = None
    clock_stopped_at: dt.datetime | None = None
    kept_from: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        times = (self.submitted_at, self.accepted_at, self.due_at, self.finished_at, self.returned_at, self.updated_at)
        for time in (*times, self.new_due_at, self.late_after, self.clock_stopped_at):
            # An import makes millions of them: the identity is asked first, it costs less.
            if time is not None and time.tzinfo is not dt.timezone.utc and time.utcoffset() != dt.timedelta(0):
                raise ValueError("dossier times must be aware and in UTC")

    def __repr__(self) -> str:
        """Without the applicant's data, so that a log line or a traceback shows none."""
        return f"Dossier(procedure_id={self.procedure_id!r}, status={self.status.name})"

    def is_overdue(self, now: dt.datetime) -> bool:
        """Whether the clock ran, or still runs, past what was promised. Nothing else decides that a dossier is late.
        Where nobody knows when it stopped, it is not."""
        promised = self.promised_until
        if promised is None or self.status is Status.SUBMITTED:
            return False
        ended = self.finished_at if self.status.has_ended else None
        stopped = now if self.status.clock_runs else self.clock_stopped_at or ended
        return stopped is not None and stopped > promised

    @property
    def promised_until(self) -> dt.datetime | None:
        """Until when it is in time: the due time, where the waiting for the applicant does not count."""
        return self.late_after or self.due_at

    @property
    def is_to_collect(self) -> bool:
        """Whether its result waits at a counter: not by post, and not only electronic."""
        elsewhere = self.electronic if self.delivery is None else self.delivery is not Delivery.WAITING
        return self.status is Status.COMPLETED and not elsewhere

    @property
    def owes_for_result(self) -> bool:
        """Whether money is awaited before the result is handed over."""
        return self.status is Status.COMPLETED and self.payment is Payment.UNPAID

    @property
    def day_ahead(self) -> dt.datetime | None:
        """The time to look forward to: what the office promised last."""
        return max(filter(None, (self.due_at, self.new_due_at)), default=None)
