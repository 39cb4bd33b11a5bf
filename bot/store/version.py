"""Waiting for a database of today's shape: processes may start before, or beside, whoever migrates it."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.store.engine import reading

MIGRATIONS = Path(__file__).parent / "migrations"
LONGEST_WAIT = 60.0
PAUSE = 0.05


class NotMigrated(RuntimeError):
    """The database lacks migrations; the message says what to do."""


def wait_until_migrated(engine: Engine, seconds: float = LONGEST_WAIT) -> None:
    """Until the database has at least the shape that this code knows. Raises NotMigrated when it does not come."""
    newest = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    deadline = time.monotonic() + seconds
    while _version(engine) < newest:
        if time.monotonic() > deadline:
            raise NotMigrated("the database is not of today's shape: run `motcua migrate`")
        time.sleep(PAUSE)


def _version(engine: Engine) -> str:
    """The number of the last migration; empty where there was none, or no database yet."""
    try:
        with reading(engine) as connection:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    except (OperationalError, ProgrammingError):
        return ""
