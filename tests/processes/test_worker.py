"""One worker in this process: what it does with messages that cannot be answered."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from actions.people import ActionTalk
from bot.clock import utc_now
from bot.conversations.event import Event, EventKind
from bot.conversations.reply import Kind, Reply
from bot.dialogue.agent import Assistant
from bot.settings import Settings
from bot.store import inbox, outbox
from bot.store.engine import reading
from bot.store.inbox import Incoming
from bot.store.secrets import Keys
from bot.store.tables import inbox as inbox_table
from processes.worker import Worker
from tests.support.messages import LEASE, NOW, Desk, counts

HELLO = "xin chào"
NAME = "w1"


@pytest.fixture
def bell() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        yield bell


@pytest.fixture
def worker(settings: Settings, assistant: Assistant, bell: socket.socket) -> Iterator[Worker]:
    worker = Worker(settings, assistant, NAME, bell)
    yield worker
    worker.close()


@pytest.fixture
def desk(engine: Engine, keys: Keys) -> Desk:
    return Desk(engine, keys)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The action for small talk fails; each try is noted."""
    tries = []

    def fail(self: ActionTalk, turn: object) -> None:
        tries.append(NAME)
        raise ZeroDivisionError("mật khẩu của tôi là 123")

    monkeypatch.setattr(ActionTalk, "reply", fail)
    return tries


def work_all(worker: Worker, desk: Desk) -> int:
    """Work until nothing is left; how many claims it took."""
    claims = 0
    # A worker that finished a message may hold the next one already.
    while message := worker._claimed or inbox.claim(desk.engine, desk.keys, NAME, utc_now(), LEASE):
        worker.work_on(message)
        claims += 1
        assert claims < 20
    return claims


def answers(desk: Desk, number: int | None) -> list[Reply]:
    return outbox.answer_to(desk.engine, desk.keys, number or 0) or []


def test_a_message_is_answered(worker: Worker, desk: Desk) -> None:
    number = desk.accept(HELLO)
    assert work_all(worker, desk) == 1
    assert [reply.custom.kind for reply in answers(desk, number)] == [Kind.SMALLTALK]
    assert desk.status(number) == "done"


def test_a_failing_action_gives_one_apology_after_three_tries(worker: Worker, desk: Desk, broken: list[str]) -> None:
    number = desk.accept(HELLO)
    assert work_all(worker, desk) == 3
    assert len(broken) == 3
    assert [reply.custom.kind for reply in answers(desk, number)] == [Kind.ERROR]
    assert desk.status(number) == "dead"
    left = {name: count for name, count in counts(desk.engine).items() if count}
    assert left == {"inbox": 1, "outbox": 1}


def test_the_next_message_is_answered(
    worker: Worker, desk: Desk, broken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.accept(HELLO)
    work_all(worker, desk)
    monkeypatch.undo()
    number = desk.accept(HELLO)
    work_all(worker, desk)
    assert [reply.custom.kind for reply in answers(desk, number)] == [Kind.SMALLTALK]


def test_a_failure_in_one_conversation_does_not_stop_another(worker: Worker, desk: Desk, broken: list[str]) -> None:
    desk.accept(HELLO, "web-1")
    number = desk.accept("làm giấy khai sinh cần gì", "web-2")
    work_all(worker, desk)
    assert [reply.custom.kind for reply in answers(desk, number)] != [Kind.ERROR]


def test_the_log_names_the_place_and_not_what_was_said(
    worker: Worker, desk: Desk, broken: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    desk.accept(HELLO)
    with caplog.at_level(logging.DEBUG, "processes"):
        work_all(worker, desk)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("processes")]
    assert any("ZeroDivisionError at test_worker.py:" in line for line in ours)
    assert "mật khẩu" not in caplog.text


def test_a_message_that_ended_a_worker_at_each_try_is_given_up(worker: Worker, desk: Desk) -> None:
    """It would otherwise end every worker for ever."""
    number = desk.accept(HELLO)
    for _ in range(inbox.MOST_ATTEMPTS):
        inbox.claim(desk.engine, desk.keys, "dead", utc_now(), LEASE)
        inbox.release(desk.engine, "dead")
    assert work_all(worker, desk) == 1
    assert [reply.custom.kind for reply in answers(desk, number)] == [Kind.ERROR]
    assert desk.status(number) == "dead"


def test_a_message_under_a_lost_key_gets_an_apology(worker: Worker, desk: Desk, engine: Engine) -> None:
    number = Desk(engine, Keys(Fernet.generate_key().decode(), "identity")).accept(HELLO)
    assert work_all(worker, desk) == 1
    assert [reply.custom.kind for reply in answers(desk, number)] == [Kind.ERROR]
    following = desk.accept(HELLO)
    work_all(worker, desk)
    assert [reply.custom.kind for reply in answers(desk, following)] == [Kind.SMALLTALK]


def test_a_slow_worker_says_nothing(worker: Worker, desk: Desk) -> None:
    """Its lease ended and another one answered."""
    number = desk.accept(HELLO)
    slow = inbox.claim(desk.engine, desk.keys, "slow", utc_now() - 2 * LEASE, LEASE)
    assert slow is not None
    assert work_all(worker, desk) == 1
    first = answers(desk, number)
    worker.work_on(slow)
    assert answers(desk, number) == first
    assert len(first) == 1


def test_a_database_that_fails_at_the_commit_frees_the_message_at_once(
    worker: Worker, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker lives on, so nobody else would free what it held before the lease ends."""
    number = desk.accept(HELLO)
    faults = iter([True])

    def fail(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("INSERT INTO outbox") and next(faults, False):
            raise OperationalError(statement, {}, Exception("gone"))

    def wait() -> None:
        worker._stopping = desk.status(number) == "done"

    event.listen(worker._engine, "before_cursor_execute", fail)
    monkeypatch.setattr("processes.worker.DATABASE_PAUSE", 0.0)
    monkeypatch.setattr("processes.worker.signal.signal", lambda *_: None)
    monkeypatch.setattr(worker, "_wait", wait)
    worker.run()
    assert next(faults, None) is None
    assert [reply.custom.kind for reply in answers(desk, number)] == [Kind.SMALLTALK]


def accept(desk: Desk, event: Event, text: str = "", conversation: str = "zalo-1") -> int:
    number = inbox.accept(
        desk.engine, desk.keys, Incoming("zalo", f"{event.kind.value} {text}", conversation, text, event=event), NOW
    )
    assert number is not None
    return number


def test_an_officers_message_is_done_without_a_reply(worker: Worker, desk: Desk) -> None:
    officer = accept(desk, Event(EventKind.OFFICER), "Chào bác, em là cán bộ quầy 2")
    citizen = desk.accept("đăng ký kết hôn cần gì", "zalo-1")
    danger = desk.accept("em muốn chết", "zalo-1")
    assert work_all(worker, desk) == 3
    assert [desk.status(number) for number in (officer, citizen, danger)] == ["done"] * 3
    assert answers(desk, officer) == answers(desk, citizen) == []
    (reply,) = answers(desk, danger)
    assert (reply.custom.kind, reply.custom.conversation) == (Kind.CRISIS, "officer")


def test_a_phone_is_verified_with_the_answer_or_not_at_all(
    worker: Worker, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = accept(desk, Event(EventKind.CONTACT, phone="0900000012", own=True))
    claimed = desk.claimed(NAME)
    monkeypatch.setattr("bot.store.work.finish", lambda *_: False)
    worker.work_on(claimed)
    assert counts(desk.engine)["phones"] == 0
    monkeypatch.undo()
    inbox.release(desk.engine, NAME)
    work_all(worker, desk)
    assert desk.status(number) == "done" and counts(desk.engine)["phones"] == 1


def test_where_somebody_is_is_forgotten_with_the_answer(worker: Worker, desk: Desk) -> None:
    number = accept(desk, Event(EventKind.LOCATION, latitude=21.01, longitude=105.01))
    work_all(worker, desk)
    (reply,) = answers(desk, number)
    assert "Số 1 đường Thử Nghiệm" in reply.text
    with reading(desk.engine) as connection:
        assert connection.execute(select(inbox_table.c.event_enc)).scalars().all() == [None]


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_goes_the_whole_way(worker: Worker, desk: Desk, kind: EventKind) -> None:
    number = accept(desk, Event(kind, latitude=21.01, longitude=105.01, codes=()))
    work_all(worker, desk)
    assert desk.status(number) == "done"
    silent = kind in (EventKind.OFFICER, EventKind.DELETED, EventKind.EDITED)
    assert len(answers(desk, number)) == (0 if silent else 1)
    assert not any(reply.custom.kind is Kind.ERROR for reply in answers(desk, number) if kind is not EventKind.UNKNOWN)
