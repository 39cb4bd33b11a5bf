from __future__ import annotations

from bot.dossiers.answer import status_label
from bot.dossiers.status import NEXT, Status


def test_the_ten_codes_of_the_national_portal() -> None:
    assert [status.value for status in Status] == list(range(1, 11))
    assert status_label(Status(4)) == "Đang xử lý" and status_label(Status(9)) == "Đã xử lý xong"


def test_every_status_has_its_next_moves() -> None:
    assert set(NEXT) == set(Status)
    assert Status.ACCEPTED.can_become(Status.IN_PROGRESS)
    assert not Status.RETURNED.can_become(Status.IN_PROGRESS)
    assert not Status.SUBMITTED.can_become(Status.COMPLETED)


def test_the_clock_runs_only_between_acceptance_and_result() -> None:
    assert {status for status in Status if status.clock_runs} == {Status.ACCEPTED, Status.IN_PROGRESS}


def test_closed_statuses_end_a_dossier() -> None:
    assert {status.value for status in Status if status.is_closed} == {3, 7, 8, 10}
