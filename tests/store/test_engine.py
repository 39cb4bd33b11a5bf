"""Writers of SQLite queue for their turn; all else about engines shows in the tests of the store."""

from __future__ import annotations

import datetime as dt
import fcntl
import select
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import literal, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.store.alone import alone
from bot.store.engine import open_engine, reading, writing
from bot.store.tables.base import UtcTime
from tests.support.databases import Postgres

WRITER = """
import sys
from sqlalchemy import literal, text
from sqlalchemy.engine import Engine
from bot.store.engine import open_engine, writing
with writing(open_engine(sys.argv[1])) as connection:
    print("mine", flush=True)
    sys.stdin.read()
    connection.execute(text("INSERT INTO t VALUES (1)"))
"""


def _queue_is_free(folder: Path) -> bool:
    with (folder / "x.db.writing").open("ab") as queue:
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _writer(url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "ignore", "-c", WRITER, url]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_who_writes_waits_for_who_writes_already_and_for_nobody_who_died(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    with _writer(url) as first:
        assert first.stdout and first.stdout.readline() == b"mine\n"
        assert not _queue_is_free(tmp_path)
        with _writer(url) as second:
            assert second.stdout and not select.select([second.stdout], [], [], 2)[0]
            first.kill()
            assert second.communicate()[0] == b"mine\n"
    assert _queue_is_free(tmp_path)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM t")).scalar() == 1
    engine.dispose()


def test_an_error_ends_a_turn(tmp_path: Path) -> None:
    engine, other = (open_engine(f"sqlite:///{tmp_path / 'x.db'}") for _ in range(2))
    with pytest.raises(ZeroDivisionError), writing(engine):
        raise ZeroDivisionError
    with writing(other) as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    engine.dispose()
    other.dispose()


def test_a_server_that_goes_away_costs_no_place_in_the_pool(postgres_server: Postgres) -> None:
    engine = open_engine(postgres_server.new())
    ways: list[Callable[[], AbstractContextManager[object]]] = [
        lambda: reading(engine),
        lambda: writing(engine),
        lambda: alone(engine, "importing"),
    ]
    for way in ways:
        for cut in (False, False, True):
            with suppress(SQLAlchemyError), way():
                if cut:
                    postgres_server.end_connections(str(engine.url))
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        with reading(engine) as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_times_are_read_in_utc_whatever_the_zone_of_the_session(postgres_engine: Engine) -> None:
    at = dt.datetime(2026, 11, 20, 11, tzinfo=dt.timezone.utc)
    with postgres_engine.connect() as connection:
        connection.exec_driver_sql("SET TIME ZONE 'Asia/Ho_Chi_Minh'")
        read = connection.execute(sqlalchemy.select(literal(at, UtcTime()))).scalar_one()
        connection.rollback()
    assert (read, read.tzinfo) == (at, dt.timezone.utc)
