"""What is asked of the database again and again never reads a whole table: after a year it would be a large one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from bot.dossiers.limits import GUESSES, SENT
from bot.store import delivery, inbox, outbox, outbox_care, proofs
from bot.store.delivery import Gone, Left, Wish
from bot.store.demo import load_demo
from bot.store.engine import open_engine, reading, writing
from bot.store.facts import overdue
from bot.store.forget import forget_old
from bot.store.migrate import migrate
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.work import Work
from tests.support.messages import LEASE, NOW, message, reply

# Tables that stay small: those who are there, channels, and what is on its way or under way for minutes.
SMALL = ("workers", "paces", "tokens", "sms", "one_time_codes")
WISH = Wish("zalo", Pace(1000), 10)


class Watched(NamedTuple):
    """A database, and how it went about each statement."""

    engine: Engine
    plans: list[tuple[str, list[str]]]

    @property
    def scans(self) -> list[str]:
        """The statements that read a table from its beginning to its end."""
        whole = re.compile(rf"SCAN (?!{'|'.join(SMALL)})\w+\b(?! USING)")
        return [f"{line}: {said}" for said, plan in self.plans for line in plan if whole.match(line)]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(open_engine(f"sqlite:///{tmp_path / 'motcua.db'}"), [])
    migrate(watched.engine)

    def look(connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if re.match("SELECT|UPDATE|DELETE", statement):
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters[0] if many else parameters)
            watched.plans.append((statement, [row[3] for row in plan]))

    event.listen(watched.engine, "before_cursor_execute", look)
    yield watched
    watched.engine.dispose()


def test_it_sees_a_table_that_is_read_whole(watched: Watched) -> None:
    engine = watched.engine
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM outbox WHERE error = 'x'")
    assert [line.partition(":")[0] for line in watched.scans] == ["SCAN outbox"]


def test_a_message_and_its_reply(watched: Watched, keys: Keys) -> None:
    engine = watched.engine
    number = inbox.accept(engine, keys, message(conversation="zalo-1", channel="zalo"), NOW)
    taken = inbox.claim(engine, keys, "w1", NOW, LEASE)
    assert taken is not None and taken.id == number
    work = Work(engine, keys, taken.conversation, NOW, message=taken)
    assert not proofs.is_exhausted(work, (*GUESSES, *SENT), "H99.00.01-261101-0001")
    proofs.spend(work, GUESSES, "H99.00.01-261101-0001")
    work.save_state("{}")
    work.commit(taken, (reply("Dạ"),), after=lambda connection: inbox.claim_within(connection, keys, "w1", NOW, LEASE))
    _send(engine, keys)
    assert watched.scans == []


def _send(engine: Engine, keys: Keys) -> None:
    (parcel,) = delivery.claim(engine, keys, "s1", WISH, NOW, LEASE)
    gone = Gone(parcel.id, parcel.claim, 1, "m1", parcel.conversation, 0.1)
    assert delivery.exchange(engine, keys, "s1", [gone], [WISH], NOW + dt.timedelta(seconds=1), LEASE) == [[]]


def test_a_sender_that_begins_and_one_that_ends(watched: Watched, keys: Keys) -> None:
    engine = watched.engine
    with writing(engine) as connection:
        outbox.PUT_ONCE.run(connection, outbox.notice(keys, "zalo-1", "n1", reply("Dạ"), NOW))
    assert delivery.claim(engine, keys, "s1", WISH, NOW, LEASE)
    delivery.release(engine, "s1", Left((1,), ()), NOW)
    delivery.release(engine, "s2", None, NOW)
    assert watched.scans == []


def test_a_dossier_by_its_code_all_of_a_phone_and_the_late_ones(watched: Watched, keys: Keys) -> None:
    engine = watched.engine
    load_demo(engine, keys, NOW)
    watched.plans.clear()
    late = [it.dossier for it in overdue(engine, keys, NOW)]
    work = Work(engine, keys, "zalo-1", NOW)
    assert late and work.find_dossier(late[0].code)
    mine = work.dossiers_of(keys.phone_key(late[0].phone) or "")
    assert mine and late[0].code in {listed.code for listed in mine}
    assert watched.scans == []
    assert any("COVERING INDEX ix_dossiers_of_phone" in line for line in watched.plans[-1][1])
    assert any("ix_dossiers_late_after" in line for line in watched.plans[0][1])


def test_what_is_measured_and_what_is_forgotten(watched: Watched) -> None:
    engine = watched.engine
    with reading(engine) as connection:
        delivery.counts(connection)
        outbox_care.oldest_waits(connection, NOW)
        outbox_care.uncertain_sends(connection)
        outbox_care.errors(connection)
        inbox.pending(connection)
    forget_old(engine, NOW)
    assert [line for line in watched.scans if "inbox" in line or "outbox" in line] == []


def test_what_waits_is_not_sorted_each_time(watched: Watched, keys: Keys) -> None:
    """However much waits while a channel is away."""
    assert delivery.claim(watched.engine, keys, "s1", WISH, NOW, LEASE) == []
    ((_, plan),) = watched.plans
    assert any("ix_outbox_waiting" in line for line in plan)
    assert not any("ORDER BY" in line for line in plan)
