from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.dossiers.status import Delivery, Status
from tests.dossiers.examples import at, dossier


def test_times_must_be_utc() -> None:
    with pytest.raises(ValueError, match="UTC"):
        dossier(updated_at=dt.datetime(2026, 11, 20))
    with pytest.raises(ValueError, match="UTC"):
        dossier(due_at=dt.datetime(2026, 11, 20, tzinfo=dt.timezone(dt.timedelta(hours=7))))


def test_what_is_logged_shows_nothing_of_the_person() -> None:
    shown = f"{dossier()!r} {dossier()}"
    assert not any(secret in shown for secret in ("NGUYỄN", "0900000012", "7K2M", "261118"))


LATER, FINISHED = "2026-12-26 17:01", at("2026-11-25 10:00")


@pytest.mark.parametrize(
    ("changes", "now", "late"),
    [
        ({}, "2026-11-26 16:59", False),
        ({}, "2026-11-26 17:01", True),
        ({"late_after": at("2026-11-30 17:00")}, "2026-11-27 09:00", False),
        ({"late_after": at("2026-11-30 17:00")}, "2026-12-01 09:00", True),
        ({"due_at": None}, "2030-01-01 00:00", False),
        # No clock runs before the acceptance.
        ({"status": Status.SUBMITTED}, LATER, False),
        # What waits is judged by when that began.
        ({"status": Status.SUPPLEMENT_REQUIRED}, LATER, False),
        ({"status": Status.SUPPLEMENT_REQUIRED, "clock_stopped_at": at("2026-11-27 09:00")}, LATER, True),
        (
            {
                "status": Status.PAYMENT_REQUIRED,
                "updated_at": at("2026-12-01 09:00"),
                "clock_stopped_at": at("2026-11-25 09:00"),
            },
            LATER,
            False,
        ),
        ({"status": Status.COMPLETED, "finished_at": FINISHED}, LATER, False),
        ({"status": Status.COMPLETED, "finished_at": at("2026-11-27 10:00")}, "2026-11-27 17:01", True),
        # A source that leaves the time of the end out: the result may have waited long to be collected.
        ({"status": Status.RETURNED, "returned_at": at("2026-11-27 10:00")}, LATER, False),
        ({"status": Status.COMPLETED, "updated_at": at("2026-11-27 10:00")}, LATER, False),
        ({"status": Status.SUPPLEMENT_REQUIRED, "updated_at": at("2026-11-27 09:00")}, LATER, False),
        ({"status": Status.COMPLETED, "clock_stopped_at": at("2026-11-27 10:00")}, LATER, True),
        ({"status": Status.STOPPED, "updated_at": at("2026-11-25 10:00")}, LATER, False),
        # A time of the end does not end what is still being worked on.
        ({"finished_at": FINISHED, "clock_stopped_at": FINISHED}, LATER, True),
    ],
)
def test_late_is_what_ran_longer_than_promised(changes: dict[str, Any], now: str, late: bool) -> None:
    assert dossier(**changes).is_overdue(at(now)) is late


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({}, True),
        ({"electronic": True}, False),
        ({"delivery": Delivery.SENT}, False),
        ({"delivery": Delivery.WAITING, "electronic": True}, True),
        ({"status": Status.RETURNED}, False),
    ],
)
def test_what_has_to_be_collected(changes: dict[str, Any], waits: bool) -> None:
    assert dossier(**{"status": Status.COMPLETED, **changes}).is_to_collect is waits
