"""Engines for SQLite and PostgreSQL that behave alike: explicit transactions, UTC, short locks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

BUSY_MILLISECONDS = 10_000
QUEUE = "queue"


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql://…``. Makes the folder of an SQLite file."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, future=True, pool_pre_ping=True, pool_size=5, hide_parameters=True)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        # Readable by its owner alone: the codes of dossiers stand in it in the clear.
        os.close(os.open(address.database, os.O_CREAT | os.O_RDWR, 0o600))
    # Connections are kept: opening a file and setting it up costs more than a query.
    connect = {"check_same_thread": False}
    # Parameters are what citizens wrote: neither errors nor logs may show them.
    engine = create_engine(address, future=True, poolclass=QueuePool, connect_args=connect, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    if address.database:
        _let_queue(engine, f"{address.database}.writing")
    return engine


def _let_queue(engine: Engine, path: str) -> None:
    """Writers of all processes queue at a lock of the system: SQLite's own lets them sleep longer and longer, and
    whoever comes at the right moment overtakes. One descriptor a connection, so that threads queue too."""

    def connected(connection: Any, record: Any) -> None:
        record.info[QUEUE] = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)

    def closed(connection: Any, record: Any) -> None:
        os.close(record.info.pop(QUEUE))

    event.listen(engine, "connect", connected)
    event.listen(engine, "close", closed)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins late and reads get stuck in old snapshots: we say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reads: each statement sees the latest commit, no lock is held between them.

    SQLite does so where we say no BEGIN, PostgreSQL in every transaction (READ COMMITTED). Not AUTOCOMMIT: where the
    server goes away, setting that back fails outside of SQLAlchemy and the connection's place in the pool is lost.
    """
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A short write transaction; on SQLite it takes the one writer's place at once (BEGIN IMMEDIATE)."""
    with engine.connect() as connection, _turn(connection), connection.begin():
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def _turn(connection: Connection) -> Iterator[None]:
    """Of writing to SQLite; PostgreSQL has many writers."""
    queue = connection.info.get(QUEUE)
    if queue is None:
        yield
        return
    fcntl.flock(queue, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(queue, fcntl.LOCK_UN)
