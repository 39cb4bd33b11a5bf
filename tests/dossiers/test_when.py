"""When it is ready, and whether that is late, in words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dossiers.questions import can_be_asked, question_answer
from bot.dossiers.status import Status
from bot.dossiers.when import may_move, when_lines
from tests.dossiers.examples import at, dossier

# Due Thu 19/11, and it waited: in time until Wed 25/11.
WAITED: dict[str, Any] = {"due_at": at("2026-11-19 17:00"), "late_after": at("2026-11-25 17:00")}


def told(now: str, **changes: Any) -> str:
    return "\n".join(when_lines(dossier(**changes), at(now)))


def test_before_the_printed_day_that_day_is_told_and_how_long_it_may_last() -> None:
    text = told("2026-11-18 09:00", **WAITED)
    assert text.startswith("Hẹn trả kết quả thứ Năm 19/11/2026") and "có thể đến thứ Tư 25/11/2026" in text
    assert "có thể đến" not in told("2026-11-18 09:00")


def test_between_the_printed_day_and_the_real_limit_nothing_is_late() -> None:
    text = told("2026-11-23 09:00", **WAITED)
    assert "Ngày hẹn thứ Năm 19/11/2026 đã qua" in text and "dự kiến là thứ Tư 25/11/2026" in text
    assert "quá hẹn" not in text and "Mẫu 04" not in text
    example = dossier(**WAITED)
    assert not can_be_asked(example, "apology", at("2026-11-23 09:00"))
    assert "chưa trễ hẹn" in question_answer(example, "late", at("2026-11-23 09:00"))


def test_after_the_real_limit_it_is_late_and_the_printed_day_is_explained() -> None:
    text = told("2026-11-27 09:00", **WAITED)
    assert "quá hẹn 2 ngày làm việc, lẽ ra trả thứ Tư 25/11/2026" in text
    assert "Giấy hẹn ghi thứ Năm 19/11/2026" in text and "Mẫu 04" in text


@pytest.mark.parametrize("finished", ["2026-11-23 09:00", "2026-11-25 16:00"])
def test_what_was_finished_within_it_was_not_late(finished: str) -> None:
    text = told("2026-12-01 09:00", status=Status.COMPLETED, finished_at=at(finished), **WAITED)
    assert text.startswith("Kết quả có từ") and "muộn" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.RETURNED, "returned_at": at("2026-11-30 09:00")},
        {"status": Status.COMPLETED, "updated_at": at("2026-11-30 09:00")},
    ],
)
def test_a_source_without_the_time_of_the_end_hides_no_lateness_that_was_seen(changes: dict[str, Any]) -> None:
    now, seen = at("2026-12-01 09:00"), changes | {"clock_stopped_at": at("2026-11-30 09:00")}
    assert "xong muộn, lẽ ra trả thứ Năm 26/11/2026" in told("2026-12-01 09:00", **seen)
    assert "đã trễ hẹn" in question_answer(dossier(**seen), "late", now)
    assert "muộn" not in told("2026-12-01 09:00", **changes), "it may have been ready long before"


@pytest.mark.parametrize("status", [Status.SUPPLEMENT_REQUIRED, Status.PAYMENT_REQUIRED])
def test_who_asks_for_papers_when_it_is_late_is_late(status: Status) -> None:
    asked = at("2026-11-30 09:00")
    changes = {"status": status, "updated_at": asked, "clock_stopped_at": asked, "reason": "Thiếu chữ ký"}
    text = told("2026-12-02 09:00", **changes)
    assert "tạm dừng" in text and "đã quá hẹn, lẽ ra trả thứ Năm 26/11/2026" in text and "Mẫu 04" in text
    answer = question_answer(dossier(**changes), "where", at("2026-12-02 09:00"))
    assert answer.count("Lý do: Thiếu chữ ký.") == 1
    assert "đã trễ hẹn" in question_answer(dossier(**changes), "late", at("2026-12-02 09:00"))


def test_a_day_on_which_it_was_finished_does_not_end_what_is_worked_on() -> None:
    assert "quá hẹn 2 ngày làm việc" in told("2026-11-30 09:00", finished_at=at("2026-11-25 09:00"))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-25 09:00", "Cơ quan hẹn lại ngày trả kết quả là thứ Tư 02/12/2026."),
        ("2026-11-30 09:00", "Cơ quan hẹn lại ngày trả kết quả là thứ Tư 02/12/2026."),
        ("2026-12-03 09:00", "Cơ quan đã hẹn lại thứ Tư 02/12/2026, nhưng ngày này cũng đã qua."),
    ],
)
def test_the_new_date_that_the_office_promised(now: str, said: str) -> None:
    text = told(now, new_due_at=at("2026-12-02 17:00"))
    assert said in text and "chưa có ngày hẹn mới" not in text


def test_without_one_that_is_said() -> None:
    assert "Hệ thống chưa có ngày hẹn mới." in told("2026-11-30 09:00")


@pytest.mark.parametrize(
    ("changes", "unsure"),
    [
        ({}, False),
        ({"due_expected": True}, True),
        ({"due_at": at("2027-02-16 17:00")}, True),
        (WAITED, True),
        ({"due_at": None}, False),
    ],
)
def test_which_dates_are_only_expected(changes: dict[str, Any], unsure: bool) -> None:
    assert may_move(dossier(**changes)) is unsure


def test_a_stop_was_no_result_and_never_was_ready() -> None:
    assert when_lines(dossier(status=Status.STOPPED), at("2026-12-01 09:00")) == []
