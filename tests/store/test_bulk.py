"""Many rows at once stand in the database as they would one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import insert, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from bot.store.bulk import insert_many
from bot.store.engine import reading, writing
from bot.store.tables import dossier_facts

NOON = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.timezone.utc)
FACTS = {
    "agency": "UBND xã Mẫu",
    "procedure": "tach-ho",
    "channel": None,
    "electronic": True,
    "status": 4,
    "month": 202611,
    "ended_at": NOON,
    "late_after": NOON + dt.timedelta(days=7, microseconds=5),
    "supplements": 0,
}


@pytest.mark.parametrize(
    "agency", ["UBND xã Mẫu", r"Phòng \N 1", "hai\ndòng", "tab\tvà\r", "\\", '"ngoặc", phẩy', "", r"\.", " 𠀀"]
)
def test_it_is_as_if_inserted_one_by_one(engine: Engine, agency: str) -> None:
    codes = ("many-1", "many-2", "single")
    rows = [{**FACTS, "code": code, "agency": agency, "electronic": code != "many-2"} for code in codes]
    with writing(engine) as connection:
        insert_many(connection, dossier_facts, rows[:2])
        connection.execute(insert(dossier_facts), rows[2])
    with reading(engine) as connection:
        stored = {row["code"]: dict(row) for row in connection.execute(text("SELECT * FROM dossier_facts")).mappings()}
    assert stored["many-1"]["agency"] == agency
    assert {**stored["many-1"], "code": ""} == {**stored["single"], "code": ""}
    assert bool(stored["many-2"]["electronic"]) is False


def test_nothing_is_no_statement(engine: Engine) -> None:
    with writing(engine) as connection:
        insert_many(connection, dossier_facts, [])


def test_what_cannot_be_stored_is_an_error_that_callers_know_and_names_nobody(engine: Engine) -> None:
    twice = [{**FACTS, "code": "H37-1", "agency": "NGUYỄN VĂN A"}] * 2
    with pytest.raises(DBAPIError) as raised, writing(engine) as connection:
        insert_many(connection, dossier_facts, twice)
    assert "NGUYỄN" not in str(raised.value)
