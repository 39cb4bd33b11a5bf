"""Databases for tests: SQLite files, and PostgreSQL of this machine or, where none answers, of a wheel."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError

from bot.clock import utc_now
from bot.store.secrets import Keys
from bot.store.tables import metadata
from bot.store.work import Work

LOCAL = "postgresql://root@127.0.0.1:5432/postgres"


class Postgres:
    """A server on which new databases are made; every one of them is dropped at the end."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._made: list[str] = []

    def new(self) -> str:
        """The URL of a new, empty database."""
        name = f"motcua_test_{uuid.uuid4().hex[:12]}"
        self._execute(f"CREATE DATABASE {name}")
        self._made.append(name)
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop_all(self) -> None:
        for name in self._made:
            self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def end_connections(self, url: str) -> int:
        """Cut everybody off a database, as a restarting server does; how many."""
        query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name"
        with self._connect() as connection:
            return int(connection.execute(text(query), {"name": make_url(url).database}).scalar_one())

    def _execute(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(text(statement))

    @contextlib.contextmanager
    def _connect(self):  # type: ignore[no-untyped-def]
        engine = create_engine(self._url, future=True, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """The server of this machine, else one that is started from the wheel ``pgserver``; never none."""
    with contextlib.ExitStack() as stack:
        server = Postgres(LOCAL if _answers(LOCAL) else _started(folder, stack))
        stack.callback(server.drop_all)
        yield server


def _answers(url: str) -> bool:
    engine = create_engine(url, future=True, connect_args={"connect_timeout": 2})
    try:
        engine.connect().close()
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


def _started(folder: Path, stack: contextlib.ExitStack) -> str:
    import pgserver

    os.chmod(folder, 0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    stack.callback(server.cleanup)
    return str(server.get_uri())


def empty(engine: Engine) -> None:
    """Delete the rows of all our tables. The journal refuses a DELETE, so only PostgreSQL's is emptied."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
            return
        for table in reversed(metadata.sorted_tables):
            if table.name != "journal":
                connection.execute(table.delete())


def codes_of_phone(engine: Engine, keys: Keys, phone: str) -> list[str]:
    """Of the dossiers that a person finds who has this number, in any spelling."""
    key = keys.phone_key(phone)
    assert key is not None
    return sorted(listed.code for listed in Work(engine, keys, "telegram-1", utc_now()).dossiers_of(key) or ())
