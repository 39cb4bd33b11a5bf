from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select

from bot.dossiers.verification import Attempts
from bot.store import outbox
from bot.store.demo import load_demo
from bot.store.engine import reading, writing
from bot.store.forget import forget_conversation, forget_old
from bot.store.paces import Pace, spend
from bot.store.tables import metadata, payloads, workers
from bot.store.work import Work
from tests.support.messages import NOW, Desk, counts, reply, verify_phone

DAY = dt.timedelta(days=1)


def talk(desk: Desk, conversation: str, at: dt.datetime) -> None:
    """A message with all that it can leave behind, at a time."""
    from bot.store import inbox
    from tests.support.messages import LEASE, message

    inbox.accept(desk.engine, desk.keys, message(conversation=conversation), at)
    work = Work(desk.engine, desk.keys, conversation, at)
    work.save_state("{}")
    work.save_attempts("H37.99.99-261118-0001", Attempts(1, None))
    work.open_ticket("handoff", "gặp cán bộ")
    claimed = inbox.claim(desk.engine, desk.keys, "w1", at, LEASE)
    assert claimed is not None
    work.commit(claimed, (reply(), reply()))


def test_what_is_older_than_the_retention_is_deleted(desk: Desk) -> None:
    talk(desk, "old", NOW - 31 * DAY)
    talk(desk, "new", NOW - 29 * DAY)
    before = counts(desk.engine)
    assert forget_old(desk.engine, NOW - 30 * DAY) == 6
    after = counts(desk.engine)
    for table, rows in {"inbox": 1, "outbox": 2, "conversations": 1, "tickets": 1, "lookups": 1}.items():
        assert before[table] - after[table] == rows
        assert after[table] == rows
    assert outbox.transcript(desk.engine, desk.keys, "old") == []
    assert len(outbox.transcript(desk.engine, desk.keys, "new")) == 3


def test_replies_go_with_the_message_that_they_answer(desk: Desk) -> None:
    """A message answered a day late: its replies are younger than it."""
    from bot.store import inbox
    from tests.support.messages import LEASE, message

    inbox.accept(desk.engine, desk.keys, message(), NOW - 31 * DAY)
    claimed = inbox.claim(desk.engine, desk.keys, "w1", NOW, LEASE)
    assert claimed is not None
    Work(desk.engine, desk.keys, "web-1", NOW).commit(claimed, (reply(),))
    forget_old(desk.engine, NOW - 30 * DAY)
    assert counts(desk.engine)["inbox"] == counts(desk.engine)["outbox"] == 0


def test_dossiers_are_not_forgotten(desk: Desk) -> None:
    stored = load_demo(desk.engine, desk.keys, NOW)
    forget_old(desk.engine, NOW + 365 * DAY)
    assert counts(desk.engine)["dossiers"] == stored


def test_workers_that_are_long_gone_are_forgotten(desk: Desk) -> None:
    """Every start adds new names."""
    with writing(desk.engine) as connection:
        for name, seen_at in (("gone", NOW - 40 * DAY), ("here", NOW)):
            connection.execute(insert(workers).values(name=name, pid=1, seen_at=seen_at))
    forget_old(desk.engine, NOW - 30 * DAY)
    assert counts(desk.engine)["workers"] == 1


def leave_traces(desk: Desk, conversation: str, at: dt.datetime) -> None:
    """A talk on a messenger with all that it can leave behind."""
    talk(desk, conversation, at)
    verify_phone(desk.engine, desk.keys, conversation, "0900 000 012", at)
    row = {"conversation": conversation, "payload_enc": "x", "title_enc": "x", "created_at": at}
    with writing(desk.engine) as connection:
        connection.execute(insert(payloads).values(key=f"key of {conversation}", **row))
        spend(connection, "zalo", Pace(10, 1), at, [conversation])


def rows_of(desk: Desk, conversation: str) -> set[str]:
    """The tables that still know a conversation by its name."""
    known = set()
    with reading(desk.engine) as connection:
        for table in metadata.sorted_tables:
            if any(conversation in map(str, row) for row in connection.execute(select(table)).all()):
                known.add(table.name)
    return known


def test_everything_of_a_messengers_person_goes(desk: Desk) -> None:
    for person in ("zalo-1", "zalo-2"):
        leave_traces(desk, person, NOW)
    everything = {"inbox", "outbox", "conversations", "tickets", "phones", "payloads", "paces"}
    assert rows_of(desk, "zalo-1") == rows_of(desk, "zalo-2") == everything
    forget_conversation(desk.engine, "zalo-1")
    assert rows_of(desk, "zalo-1") == {"tickets"}
    assert rows_of(desk, "zalo-2") == everything
    assert rows_of(desk, "zalo") >= {"paces"}


def test_nothing_of_a_messengers_person_outlives_the_retention(desk: Desk) -> None:
    leave_traces(desk, "zalo-1", NOW - 31 * DAY)
    leave_traces(desk, "zalo-2", NOW)
    forget_old(desk.engine, NOW - 30 * DAY)
    assert rows_of(desk, "zalo-1") == set()
    assert len(rows_of(desk, "zalo-2")) == 7


def test_a_person_ends_the_talk(desk: Desk) -> None:
    talk(desk, "web-1", NOW)
    talk(desk, "web-2", NOW)
    desk.accept("chưa trả lời", "web-1")
    forget_conversation(desk.engine, "web-1")
    assert outbox.transcript(desk.engine, desk.keys, "web-1") == []
    assert Work(desk.engine, desk.keys, "web-1", NOW).load_state() is None
    assert desk.claim() is None
    assert len(outbox.transcript(desk.engine, desk.keys, "web-2")) == 3
    assert counts(desk.engine)["tickets"] == 2
