"""INSERT … ON CONFLICT: the same on both databases, and compiled once."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.store.engine import reading, writing
from bot.store.tables import paces
from bot.store.upsert import Upsert
from tests.support.messages import NOW

LATER = NOW + dt.timedelta(minutes=1)


@pytest.mark.parametrize(("renewed", "left"), [(["free_at"], LATER), ([], NOW)])
def test_a_row_that_is_there(engine: Engine, renewed: list[str], left: dt.datetime) -> None:
    upsert = Upsert(paces, ["name"], renewed)
    for free_at in (NOW, LATER):
        with writing(engine) as connection:
            upsert.run(connection, {"name": "zalo", "free_at": free_at})
    with reading(engine) as connection:
        assert connection.execute(select(paces.c.free_at)).scalars().all() == [left]


def test_it_is_compiled_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    made, statement = [], Upsert._statement
    monkeypatch.setattr(Upsert, "_statement", lambda self, name: made.append(name) or statement(self, name))
    upsert = Upsert(paces, ["name"])
    for name in ("zalo", "telegram"):
        with writing(engine) as connection:
            upsert.run(connection, {"name": name, "free_at": NOW})
    assert made == [engine.dialect.name]
