"""What people ask on about a dossier, as it stands."""

from __future__ import annotations

from bot.dossiers.questions import question_answer
from bot.dossiers.status import Status
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
