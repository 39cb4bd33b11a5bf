"""Bring the database to the newest shape: once, under a lock, before anything else starts."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.store.version import MIGRATIONS

LOCK_NUMBER = 0x6D6F74637561


def migrate(engine: Engine) -> None:
    """Run all outstanding migrations; a second process that comes meanwhile waits and finds nothing to do."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    with _alone(engine):
        command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        with open(f"{engine.url.database}.migrating", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK_NUMBER})"))
        yield
        connection.execute(text(f"SELECT pg_advisory_unlock({LOCK_NUMBER})"))
