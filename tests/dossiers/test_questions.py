"""What people ask on about a dossier, as it stands."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dossiers.questions import can_be_asked, question_answer
from bot.dossiers.status import Delivery, Status
from tests.dossiers.examples import at, dossier

NOW = at("2026-11-23 09:00")


def test_nobody_is_sent_in_vain_where_one_has_to_come_oneself() -> None:
    done = dossier(status=Status.COMPLETED, finished_at=at("2026-11-20 15:50"))
    assert "nhờ được người khác" in question_answer(done, "proxy", NOW)
    assert "hỏi trước" in question_answer(done, "proxy", NOW, in_person=True)
    assert "nhờ được người khác" not in question_answer(done, "proxy", NOW, in_person=True)


def test_what_is_overdue_is_not_told_to_wait_for_its_day() -> None:
    late = dossier(due_at=at("2026-11-10 17:00"))
    told = question_answer(late, "faster", NOW)
    assert "đã trễ hẹn" in told and "không bắt buộc trả trước hẹn" not in told


@pytest.mark.parametrize("question", ["proxy", "post", "collect", "faster"])
@pytest.mark.parametrize(
    ("changes", "said"),
    [({"delivery": Delivery.SENT}, "chờ bưu điện giao"), ({"electronic": True}, "trong kho dữ liệu")],
)
def test_nobody_is_told_to_fetch_what_is_not_at_the_counter(question: str, changes: dict[str, Any], said: str) -> None:
    told = question_answer(dossier(status=Status.COMPLETED, **changes), question, NOW)
    assert said in told and "giấy ủy quyền" not in told and "đăng ký trước" not in told


def test_late_is_said_of_a_dossier_that_was_stopped_late() -> None:
    stopped = dossier(status=Status.STOPPED, clock_stopped_at=at("2026-11-30 09:00"))
    assert can_be_asked(stopped, "apology", at("2026-12-02 09:00"))
