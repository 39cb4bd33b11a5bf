"""`motcua ratings export` and `motcua dossiers unexplained`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import Engine

from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status
from bot.store import ratings
from bot.store.exports import take
from bot.store.secrets import Keys
from bot.store.work import Work
from processes.cli import main
from tests.dossiers.examples import at, dossier


@pytest.fixture
def database(engine: Engine, secrets: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine of the database that the commands work on."""
    monkeypatch.setenv("MOTCUA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    return engine


def run(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


def one(number: int, **changes: object) -> Dossier:
    return dossier(code=f"H37.99.99-261118-{number:04}", **changes)


def rate(engine: Engine, keys: Keys, number: int, stars: int | None, month: int, reason: str = "") -> None:
    work = Work(engine, keys, f"web-{number}", at(f"2026-{month:02}-15 09:00"))
    ratings.ask(work, one(number, agency="=UBND xã Mẫu" if month == 12 else "UBND xã Mẫu"))
    if stars:
        ratings.rate(work, work.subject(one(number).code), stars)
    if reason:
        ratings.give_reason(work, work.subject(one(number).code), reason)
    work.commit()


def test_ratings_are_counted_by_unit_and_month(database: Engine, keys: Keys, tmp_path: Path) -> None:
    for number, (stars, month) in enumerate([(5, 10), (5, 11), (2, 11), (None, 11), (4, 12)]):
        rate(database, keys, number, stars, month)
    path = tmp_path / "ratings.csv"
    result = run("ratings", "export", "--from", "2026-11", "--to", "2026-12", "--output", path)
    assert result.exit_code == 0, result.output
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["unit", "month", "asked", "answered", *(f"stars_{n}" for n in range(1, 6))]
    # A name that a spreadsheet would run is a text.
    assert sorted(rows[1:]) == [
        ["'=UBND xã Mẫu", "2026-12", "1", "1", "0", "0", "0", "1", "0"],
        ["UBND xã Mẫu", "2026-11", "3", "2", "0", "1", "0", "0", "1"],
    ]


def test_reasons_name_nobody(database: Engine, keys: Keys) -> None:
    rate(database, keys, 1, 2, 11, "gọi 0900 000 012 không ai nghe")
    result = run("ratings", "export", "--from", "2026-11", "--to", "2026-11", "--reasons")
    assert "UBND xã Mẫu,2026-11,tach-ho,2,gọi *** không ai nghe" in result.output
    assert "0900" not in result.output


def test_only_the_first_stars_count(database: Engine, keys: Keys) -> None:
    rate(database, keys, 1, 2, 11)
    rate(database, keys, 1, 5, 12)
    assert [c.stars for c in ratings.counts(database, "2026-01", "2026-12")] == [(0, 1, 0, 0, 0)]


def test_unexplained_changes_are_listed_until_somebody_looked(database: Engine, keys: Keys) -> None:
    before = at("2026-11-20 09:05")
    take(database, keys, [one(n, status=Status.STOPPED, due_at=None) for n in (1, 2, 3)], "igate", before)
    later = at("2026-11-21 08:00")
    changed = [one(n, status=Status.IN_PROGRESS, updated_at=later) for n in (1, 2)]
    take(database, keys, changed, "igate", later)
    result = run("dossiers", "unexplained")
    assert result.exit_code == 0, result.output
    listed = [line.split() for line in result.output.splitlines()[:-1]]
    assert [line[1:5] for line in listed] == [[one(n).code, "8", "→", "4"] for n in (1, 2)]
    assert "2026-11-21 08:00  igate" in result.output
    first = listed[0][0]
    assert "1 of 1 taken" in run("dossiers", "unexplained", "--done", first).output
    left = run("dossiers", "unexplained").output
    assert one(1).code not in left and one(2).code in left
    again = run("dossiers", "unexplained", "--done", first)
    assert again.exit_code == 1 and "not in the list" in again.output
