from __future__ import annotations

import datetime as dt

from sqlalchemy import insert

from bot.dossiers.verification import Attempts
from bot.store import outbox
from bot.store.demo import load_demo
from bot.store.engine import writing
from bot.store.forget import forget_conversation, forget_old
from bot.store.tables import workers
from bot.store.work import Work
from tests.support.messages import NOW, Desk, counts, reply

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
