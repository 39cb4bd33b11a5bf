from __future__ import annotations

import datetime as dt

import pytest

from bot.dossiers.status import Status
from tests.dossiers.examples import at, dossier


def test_times_must_be_utc() -> None:
    with pytest.raises(ValueError, match="UTC"):
        dossier(updated_at=dt.datetime(2026, 11, 20))
    with pytest.raises(ValueError, match="UTC"):
        dossier(due_at=dt.datetime(2026, 11, 20, tzinfo=dt.timezone(dt.timedelta(hours=7))))


def test_what_is_logged_shows_nothing_of_the_person() -> None:
    shown = f"{dossier()!r} {dossier()}"
    assert not any(secret in shown for secret in ("NGUYỄN", "0900000012", "7K2M", "261118"))


@pytest.mark.parametrize(
    ("status", "finished", "now", "late"),
    [
        (Status.IN_PROGRESS, None, "2026-11-26 16:59", False),
        (Status.IN_PROGRESS, None, "2026-11-26 17:01", True),
        (Status.SUPPLEMENT_REQUIRED, None, "2026-12-26 17:01", False),
        (Status.COMPLETED, "2026-11-25 10:00", "2026-12-26 17:01", False),
        (Status.COMPLETED, "2026-11-27 10:00", "2026-11-27 17:01", True),
    ],
)
def test_overdue(status: Status, finished: str | None, now: str, late: bool) -> None:
    example = dossier(status=status, finished_at=at(finished) if finished else None)
    assert example.is_overdue(at(now)) is late


def test_without_a_due_date_nothing_is_overdue() -> None:
    assert not dossier(due_at=None).is_overdue(at("2030-01-01 00:00"))
