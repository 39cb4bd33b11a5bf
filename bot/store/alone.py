"""Work that only one process may do at a time, on whatever machine. The lock ends with its holder, also where
that is killed."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.engine import Engine

# PostgreSQL knows locks by numbers: "motcu" and a letter of our own.
_NUMBERS = {
    "migrating": 0x6D6F74637561,
    "importing": 0x6D6F74637563,
    "polling-telegram": 0x6D6F74637564,
    "polling-zalobot": 0x6D6F74637565,
    "scheduling": 0x6D6F74637566,
}


class Busy(RuntimeError):
    """Another process is at it."""


@contextmanager
def alone(engine: Engine, work: str, wait: bool = True) -> Iterator[None]:
    """Hold the lock of ``work``. Raises Busy where another process has it and we do not wait."""
    with (_file if engine.dialect.name == "sqlite" else _advisory)(engine, work, wait):
        yield


@contextmanager
def _file(engine: Engine, work: str, wait: bool) -> Iterator[None]:
    with open(f"{engine.url.database}.{work}", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy(work) from error
        yield


@contextmanager
def _advisory(engine: Engine, work: str, wait: bool) -> Iterator[None]:
    with engine.connect() as connection:
        number = {"number": _NUMBERS[work]}
        # The lock is the session's; no transaction stays open around it, for an import takes minutes.
        with connection.begin():
            if wait:
                connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
            elif not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), number).scalar_one():
                raise Busy(work)
        try:
            yield
        finally:
            # The connection goes back to a pool and would keep it.
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)
