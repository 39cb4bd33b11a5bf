"""Databases of a server that exist as long as a measurement."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from bot.store.engine import open_engine


@contextmanager
def new_database(server: str | None) -> Iterator[str | None]:
    """The URL of a new, empty database on that PostgreSQL server; None, for SQLite, where none is named."""
    if server is None:
        yield None
        return
    name = f"motcua_bench_{uuid.uuid4().hex[:8]}"
    engine = create_engine(server, future=True, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()


@contextmanager
def new_engine(url: str) -> Iterator[Engine]:
    """An empty database on the server that the URL names, or an SQLite file for ``sqlite://``; gone at the end."""
    server = None if make_url(url).get_backend_name() == "sqlite" else url
    with tempfile.TemporaryDirectory() as folder, new_database(server) as made:
        engine = open_engine(made or f"sqlite:///{folder}/bench.db")
        try:
            yield engine
        finally:
            engine.dispose()
