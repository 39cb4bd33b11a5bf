"""All effects of one message commit together, or none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event, insert

from bot.dossiers.verification import Attempts
from bot.store import outbox
from bot.store.forget import forget_conversation
from bot.store.secrets import Keys, new_keys
from bot.store.tables import conversations
from bot.store.work import ClaimLost, Work
from tests.support.messages import LEASE, NOW, Desk, counts, reply

AFTER = NOW + LEASE + dt.timedelta(seconds=1)
CODE = "H37.99.99-261118-0001"


def busy_work(desk: Desk, conversation: str = "web-1") -> Work:
    """A unit of work with every kind of effect."""
    work = Work(desk.engine, desk.keys, conversation, NOW)
    work.save_state('{"slots": {}, "form": null}')
    work.save_attempts(CODE, Attempts(2, None))
    work.note_lookup("lookup_refused", CODE)
    work.open_ticket("handoff", "cho tôi gặp cán bộ")
    return work


def written(desk: Desk) -> dict[str, int]:
    return {name: count for name, count in counts(desk.engine).items() if count and name != "inbox"}


ALL = {"outbox": 2, "conversations": 1, "lookups": 1, "journal": 2, "tickets": 1}


def test_nothing_is_written_before_the_commit(desk: Desk) -> None:
    desk.accept()
    desk.claimed()
    busy_work(desk)
    assert written(desk) == {}


def test_everything_is_written_by_the_commit(desk: Desk) -> None:
    number = desk.accept()
    busy_work(desk).commit(desk.claimed(), (reply("một"), reply("hai")))
    assert written(desk) == ALL
    assert desk.status(number) == "done"


@pytest.mark.parametrize("table", ["outbox", "conversations", "lookups", "journal", "tickets", "inbox"])
def test_a_fault_in_any_table_leaves_nothing(desk: Desk, table: str) -> None:
    """The database fails at the write into that table, after all writes that come before it."""
    number = desk.accept()
    claimed = desk.claimed()

    def fail(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith((f"INSERT INTO {table}", f"UPDATE {table}")):
            raise OSError("the disk is full")

    event.listen(desk.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OSError, match="disk"):
            busy_work(desk).commit(claimed, (reply(), reply()))
    finally:
        event.remove(desk.engine, "before_cursor_execute", fail)
    assert written(desk) == {}
    assert desk.status(number) == "pending"
    busy_work(desk).commit(claimed, (reply(), reply()))
    assert written(desk) == ALL


def test_a_fault_at_the_commit_itself_leaves_nothing(desk: Desk) -> None:
    number = desk.accept()
    claimed = desk.claimed()

    def fail(connection: Any) -> None:
        raise OSError("the process is gone")

    event.listen(desk.engine, "commit", fail)
    try:
        with pytest.raises(OSError, match="gone"):
            busy_work(desk).commit(claimed, (reply(),))
    finally:
        event.remove(desk.engine, "commit", fail)
    assert written(desk) == {}
    assert desk.status(number) == "pending"


def test_a_slow_worker_whose_message_was_taken_over_writes_nothing(desk: Desk) -> None:
    desk.accept()
    slow = desk.claimed("slow")
    quick = desk.claimed("quick", AFTER)
    with pytest.raises(ClaimLost):
        busy_work(desk).commit(slow, (reply("chậm"),))
    assert written(desk) == {}
    busy_work(desk).commit(quick, (reply("nhanh"), reply()))
    with pytest.raises(ClaimLost):
        busy_work(desk).commit(slow, (reply("chậm"),))
    assert written(desk) == ALL
    assert (outbox.answer_to(desk.engine, desk.keys, slow.id) or [])[0].text == "nhanh"


def test_nothing_is_written_into_a_talk_that_was_ended_meanwhile(desk: Desk) -> None:
    desk.accept()
    claimed = desk.claimed()
    forget_conversation(desk.engine, "web-1")
    with pytest.raises(ClaimLost):
        busy_work(desk).commit(claimed, (reply(),))
    assert written(desk) == {}


def test_the_state_is_the_last_one_saved(desk: Desk) -> None:
    for minute, state in enumerate(('{"slots": {}}', '{"slots": {"memory": 1}}')):
        work = Work(desk.engine, desk.keys, "web-1", NOW + dt.timedelta(minutes=minute))
        work.save_state(state)
        work.commit()
    later = Work(desk.engine, desk.keys, "web-1", NOW)
    assert later.load_state() == ('{"slots": {"memory": 1}}', NOW + dt.timedelta(minutes=1))
    assert Work(desk.engine, desk.keys, "web-2", NOW).load_state() is None


def test_a_state_that_no_key_reads_is_a_new_beginning(desk: Desk) -> None:
    """Else that person could never be answered again."""
    work = Work(desk.engine, desk.keys, "web-1", NOW)
    work.save_state("{}")
    work.commit()
    assert Work(desk.engine, Keys(*new_keys().values()), "web-1", NOW).load_state() is None


def test_wrong_tries_are_a_persons_own_and_end_with_success(desk: Desk) -> None:
    busy_work(desk).commit()
    assert Work(desk.engine, desk.keys, "web-1", NOW).attempts(CODE) == Attempts(2, None)
    assert Work(desk.engine, desk.keys, "web-2", NOW).attempts(CODE) == Attempts()
    work = Work(desk.engine, desk.keys, "web-1", NOW)
    work.save_attempts(CODE, Attempts())
    work.commit()
    assert Work(desk.engine, desk.keys, "web-1", NOW).attempts(CODE) == Attempts()


def test_a_lock_keeps_its_time(desk: Desk) -> None:
    work = Work(desk.engine, desk.keys, "web-1", NOW)
    work.save_attempts(CODE, Attempts(3, NOW + dt.timedelta(minutes=15)))
    work.commit()
    assert Work(desk.engine, desk.keys, "web-1", NOW).attempts(CODE).locked_until == NOW + dt.timedelta(minutes=15)


def test_ticket_numbers_are_dated_in_vietnam_and_differ(desk: Desk) -> None:
    evening = dt.datetime(2026, 11, 23, 18, 0, tzinfo=dt.timezone.utc)
    work = Work(desk.engine, desk.keys, "web-1", evening)
    numbers = {work.open_ticket("complaint", "chậm quá") for _ in range(50)}
    work.commit()
    assert len(numbers) == 50
    assert all(number.startswith("MC-261124-") for number in numbers)


def test_a_time_without_zone_is_refused(desk: Desk) -> None:
    work = Work(desk.engine, desk.keys, "web-1", dt.datetime(2026, 11, 23))
    work.save_state("{}")
    with pytest.raises(Exception, match="without zone"):
        work.commit()


def test_reads_see_what_another_connection_committed(desk: Desk) -> None:
    work = Work(desk.engine, desk.keys, "web-1", NOW)
    assert work.load_state() is None
    with desk.engine.begin() as connection:
        values = {"id": "web-1", "state_enc": desk.keys.encrypt("{}"), "updated_at": NOW}
        connection.execute(insert(conversations).values(values))
    assert work.load_state() is not None
