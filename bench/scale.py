"""``python -m bench.scale --database postgresql://… --rows 10000 --rows 1000000``: what more dossiers cost.

On new databases, gone at the end: look-up by code and by phone with the decryption, and the figures of a year as
`motcua dossiers report` writes them. The sizes take turns, so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
from sqlalchemy import text
from sqlalchemy.engine import Engine, make_url
from tqdm import tqdm

from bench.places import new_engine
from bench.scale_page import Found, page
from bench.scale_rows import A_PHONE, code_of, fill, phone_of
from bot.dossiers.calendar import LOCAL
from bot.store.migrate import migrate
from bot.store.secrets import Keys, new_keys
from bot.store.source import SqlDossiers
from bot.store.work import Work
from processes.dossier_report import months, report

SQLITE = "sqlite://"
MOST_ON_SQLITE = 1_000_000
LOOKUPS, WARM_UP = 20_000, 1_000
REPORTS = 3
NOW = dt.datetime(2026, 12, 31, tzinfo=dt.timezone.utc)


class Place(NamedTuple):
    """A filled database."""

    engine: Engine
    keys: Keys
    rows: int
    filled: float

    def look_up(self, choice: random.Random) -> None:
        found = SqlDossiers(self.engine, self.keys).find(code_of(choice.randrange(self.rows)), NOW)
        assert found is not None

    def look_up_phone(self, choice: random.Random) -> None:
        key = self.keys.phone_key(phone_of(choice.randrange(self.rows), self.rows))
        assert key and len(Work(self.engine, self.keys, "web-1", NOW).dossiers_of(key) or ()) == A_PHONE


@click.command()
@click.option("--database", multiple=True, default=(SQLITE,), help="SQLite, or the URL of a PostgreSQL server; repeat.")
@click.option("--rows", multiple=True, type=int, default=(10_000, 1_000_000), help="How many dossiers; repeat.")
@click.option("--workers", default=1, help="Processes that encrypt.")
@click.option("--page", "target", type=click.Path(path_type=Path), help="Write the page there, as docs/scale.md is.")
def main(database: tuple[str, ...], rows: tuple[int, ...], workers: int, target: Path | None) -> None:
    found = [line for url in database for line in _measure(url, sorted(rows), workers)]
    text_of_page = page(found, dt.datetime.now(LOCAL).date(), len(os.sched_getaffinity(0)), os.getloadavg()[2])
    click.echo(text_of_page)
    if target:
        target.write_text(text_of_page, encoding="utf-8")


def _measure(url: str, sizes: list[int], workers: int) -> list[Found]:
    sizes = [size for size in sizes if size <= MOST_ON_SQLITE or make_url(url).get_backend_name() != "sqlite"]
    with contextlib.ExitStack() as stack:
        places = [_filled(stack.enter_context(new_engine(url)), size, workers) for size in sizes]
        by_code = _in_turns(places, Place.look_up)
        by_phone = _in_turns(places, Place.look_up_phone)
        return [
            Found(place.engine.dialect.name, place.rows, place.filled, code, phone, _report(place), _size(place.engine))
            for place, code, phone in zip(places, by_code, by_phone, strict=True)
        ]


def _filled(engine: Engine, rows: int, workers: int) -> Place:
    secrets = tuple(new_keys().values())
    migrate(engine)
    started = time.perf_counter()
    click.echo(f"{engine.dialect.name}, {rows:,} dossiers")
    fill(engine, secrets, rows, workers)
    seconds = time.perf_counter() - started
    _settle(engine)
    return Place(engine, Keys(*secrets), rows, seconds)


def _settle(engine: Engine) -> None:
    """What the database does by itself after a large change, now and not during the measurement."""
    postgresql = engine.dialect.name == "postgresql"
    with engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in ("VACUUM ANALYZE", "CHECKPOINT") if postgresql else ("ANALYZE", "PRAGMA wal_checkpoint"):
            connection.execute(text(statement))


def _in_turns(places: list[Place], one: Callable[[Place, random.Random], None]) -> list[tuple[float, float]]:
    """p50 and p99 in milliseconds for each size."""
    choice = random.Random(1)
    for place in places:
        for _ in range(WARM_UP):
            one(place, choice)
    times: list[list[float]] = [[] for _ in places]
    for _ in tqdm(range(LOOKUPS), unit=" look-ups each"):
        for place, of_place in zip(places, times, strict=True):
            of_place.append(_seconds(lambda here=place: one(here, choice)))  # type: ignore[misc]
    return [(_rank(sorted(of_place), 0.5) * 1e3, _rank(sorted(of_place), 0.99) * 1e3) for of_place in times]


def _rank(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _report(place: Place) -> float:
    """Seconds for the file of a year with all its tables, the median of some runs."""
    year = months(dt.date(2026, 1, 1), dt.date(2026, 12, 1), NOW)
    with _folder() as folder:
        write = lambda: report(place.engine, folder / "report.xlsx", year, (), {})  # noqa: E731
        return statistics.median(_seconds(write) for _ in range(REPORTS))


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _size(engine: Engine) -> int:
    """Bytes on disk."""
    address = engine.url
    if engine.dialect.name == "sqlite":
        return os.path.getsize(str(address.database))
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


if __name__ == "__main__":
    main()
