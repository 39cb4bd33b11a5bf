"""The way of a dossier, from its own times and from what exports showed."""

from __future__ import annotations

from bot.dossiers.history import Event, EventKind
from bot.dossiers.questions import question_answer
from bot.dossiers.status import Status
from tests.dossiers.examples import at, dossier

NOW = at("2026-11-23 09:00")


def event(before: int | None, after: int, time: str, kind: EventKind = EventKind.STEP) -> Event:
    return Event(Status(before) if before else None, Status(after), at(time), kind)


def steps(*events: Event, **changes: object) -> list[str]:
    """The numbered lines and the notes below them."""
    return question_answer(dossier(**changes), "steps", NOW, None, events).splitlines()[1:-1]


def test_without_events_its_own_times_are_told() -> None:
    assert steps() == [
        "1. Nộp hồ sơ lúc 08:00 thứ Tư 18/11/2026",
        "2. Được tiếp nhận lúc 08:15 thứ Tư 18/11/2026",
        "3. Hiện nay: Đang xử lý, tại Bộ phận Quản lý cư trú",
    ]


def test_what_happened_in_between_is_told_in_order() -> None:
    told = steps(
        event(None, 2, "2026-11-18 08:20", EventKind.FIRST),
        event(2, 4, "2026-11-18 10:00"),
        event(4, 5, "2026-11-19 09:00"),
        event(5, 4, "2026-11-20 14:00"),
        event(4, 9, "2026-11-20 16:00"),
        status=Status.COMPLETED,
        finished_at=at("2026-11-20 15:50"),
    )
    assert told == [
        "1. Nộp hồ sơ lúc 08:00 thứ Tư 18/11/2026",
        "2. Được tiếp nhận lúc 08:15 thứ Tư 18/11/2026",
        "3. Bắt đầu xử lý lúc 10:00 thứ Tư 18/11/2026",
        "4. Yêu cầu bổ sung giấy tờ lúc 09:00 thứ Năm 19/11/2026",
        "5. Xử lý tiếp lúc 14:00 thứ Sáu 20/11/2026",
        "6. Xử lý xong lúc 15:50 thứ Sáu 20/11/2026",
    ]


def test_a_bare_day_gets_no_hour() -> None:
    assert steps(submitted_at=at("2026-11-18 00:00"))[0] == "1. Nộp hồ sơ thứ Tư 18/11/2026"


def test_what_is_not_known_of_the_way_is_said() -> None:
    jump = steps(event(None, 2, "2026-11-18 08:20"), event(2, 10, "2026-11-20 08:00", EventKind.JUMP))
    assert jump[-1] == "Ở giữa có thể còn bước mà hệ thống không báo sang em."
    odd = steps(event(10, 4, "2026-11-20 08:00", EventKind.UNEXPLAINED))
    assert "Bắt đầu xử lý" not in " ".join(odd) and "không đúng thứ tự" in odd[-1]
