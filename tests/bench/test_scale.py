"""The synthetic dossiers of the measurement at scale, and what its page says of the bounds."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bench import scale_rows
from bench.scale_page import Found, page
from bench.scale_rows import code_of, fill, phone_of
from bot.dossiers.export.rows import dossier_code
from bot.dossiers.phone import normal_phone
from bot.store.engine import reading
from bot.store.events import events_of
from bot.store.secrets import Keys, new_keys
from bot.store.source import SqlDossiers
from bot.store.statistics import Period, count_by
from bot.store.tables import dossier_facts, dossiers
from tests.support.databases import codes_of_phone

ROWS = 300
NOW = dt.datetime(2026, 12, 31, tzinfo=dt.timezone.utc)


def test_what_is_filled_in_can_be_looked_up_and_counted(engine: Engine) -> None:
    secrets = tuple(new_keys().values())
    fill(engine, secrets, ROWS, 1)
    keys = Keys(*secrets)
    with reading(engine) as connection:
        counts = [
            connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (dossiers, dossier_facts)
        ]
    assert counts == [ROWS, ROWS]
    found = SqlDossiers(engine, keys).find(code_of(7), NOW)
    assert found and found.dossier.applicant_name == "NGUYỄN THỊ MẪU 7"
    assert len(codes_of_phone(engine, keys, phone_of(7, ROWS))) == 10
    assert [event.after for event in events_of(engine, keys, code_of(7))] == [2, 4, 10]
    assert count_by(engine, (), Period(202601, 202612, NOW))[0].counts.received == ROWS


def test_above_a_million_ten_share_a_record_and_have_no_history(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale_rows, "WITH_HISTORY", ROWS - 1)
    secrets = tuple(new_keys().values())
    fill(engine, secrets, ROWS, 1)
    keys = Keys(*secrets)
    assert all(SqlDossiers(engine, keys).find(code_of(number), NOW) for number in range(ROWS))
    assert len(codes_of_phone(engine, keys, phone_of(7, ROWS))) == 10
    assert events_of(engine, keys, code_of(0)) == []


@pytest.mark.parametrize("rows", [10_000, 10_000_000])
def test_codes_are_unique_and_real(rows: int) -> None:
    numbers = [*range(0, rows, rows // 5_000), rows - 1]
    codes = {code_of(number) for number in numbers}
    assert len(codes) == len(set(numbers)) and all(dossier_code(code) == code for code in codes)
    assert all(normal_phone(phone_of(number, rows)) for number in numbers)


def found(database: str, rows: int, p99: float, report: float) -> Found:
    return Found(database, rows, 1.0, (0.1, p99), (0.1, p99), report, 10**6)


def test_the_page_says_which_bound_is_not_kept() -> None:
    date = dt.date(2026, 11, 21)
    small, large = found("postgresql", 10_000, 1.0, 0.1), found("postgresql", 1_000_000, 1.4, 2.9)
    assert "All of these bounds were kept." in page([small, large], date, 2, 1.0)
    slow = page([small, large._replace(by_code=(0.1, 1.6), report=3.1)], date, 2, 1.0)
    assert "Not kept: postgresql at 1,000,000: p99 1.60 times" in slow and "the report took 3.1 s" in slow
