"""Messages as a channel takes them in, and what became of them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.reply import Custom, Kind, Reply
from bot.store import inbox
from bot.store.engine import reading
from bot.store.inbox import Claimed, Incoming
from bot.store.proofs import keep_phone
from bot.store.secrets import Keys
from bot.store.tables import inbox as inbox_table
from bot.store.tables import metadata
from bot.store.work import Work

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.timezone.utc)
LEASE = dt.timedelta(seconds=30)
_numbers = itertools.count(1)


def message(text: str = "xin chào", conversation: str = "web-1", key: str = "", channel: str = "web") -> Incoming:
    """A message; each has an id of its own unless one is given."""
    return Incoming(channel, key or f"id-{next(_numbers)}", conversation, text)


def reply(text: str = "Em chào anh/chị") -> Reply:
    return Reply(text, Custom(Kind.SMALLTALK))


class Desk:
    """The inbox of one database as a channel and a worker use it, at a time that stands still unless given."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self.keys = keys

    def accept(self, text: str = "xin chào", conversation: str = "web-1", key: str = "") -> int | None:
        return inbox.accept(self.engine, self.keys, message(text, conversation, key), NOW)

    def claim(self, worker: str = "w1", now: dt.datetime = NOW) -> Claimed | None:
        return inbox.claim(self.engine, self.keys, worker, now, LEASE)

    def claimed(self, worker: str = "w1", now: dt.datetime = NOW) -> Claimed:
        """A claim that must succeed."""
        got = self.claim(worker, now)
        assert got is not None
        return got

    def status(self, number: int | None) -> str:
        query = select(inbox_table.c.status).where(inbox_table.c.id == number)
        with reading(self.engine) as connection:
            return str(connection.execute(query).scalar_one())


def verify_phone(engine: Engine, keys: Keys, conversation: str, phone: str, at: dt.datetime = NOW) -> bool:
    """The channel tells that this person has this phone; False where it is none."""
    work = Work(engine, keys, conversation, at)
    key = keep_phone(work, phone)
    work.commit()
    return key is not None


def counts(engine: Engine) -> dict[str, int]:
    """How many rows each of our tables has."""
    with reading(engine) as connection:
        return {table.name: len(connection.execute(select(table)).all()) for table in metadata.sorted_tables}


def cells(engine: Engine) -> Iterator[str]:
    """Every value of every column of every table, as text."""
    with reading(engine) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).all():
                yield from map(str, row)
