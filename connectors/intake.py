"""Taking messages in: what arrives while a transaction is under way shares the next one."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.store import inbox
from bot.store.inbox import Incoming
from bot.store.secrets import Keys

MOST_AT_ONCE = 100


class _Waiting(NamedTuple):
    message: Incoming
    stored: asyncio.Future[int | None]


class Intake:
    """One a process. A database takes hardly longer for twenty rows than for one, and nobody waits for a lock."""

    def __init__(self, engine: Engine, keys: Keys, now: Callable[[], dt.datetime]) -> None:
        self._engine = engine
        self._keys = keys
        self._now = now
        self._waiting: list[_Waiting] = []
        self._storing: asyncio.Task[None] | None = None

    async def accept(self, message: Incoming) -> int | None:
        """See ``inbox.accept``: returns when the message is safely stored, in the order of the calls."""
        waiting = _Waiting(message, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_all())
        return await waiting.stored

    async def _store_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self._store(batch)
        finally:
            self._storing = None

    async def _store(self, batch: list[_Waiting]) -> None:
        messages = [waiting.message for waiting in batch]
        try:
            numbers = await run_in_threadpool(inbox.accept_all, self._engine, self._keys, messages, self._now())
        except SQLAlchemyError as error:
            await self._blame(batch, error)
        except Exception as error:
            # Whatever it is, nobody may be left waiting.
            _fail(batch, error)
        else:
            for waiting, number in zip(batch, numbers, strict=True):
                # Who hung up meanwhile waits no more; the message is stored all the same.
                if not waiting.stored.done():
                    waiting.stored.set_result(number)

    async def _blame(self, batch: list[_Waiting], error: SQLAlchemyError) -> None:
        """A row that the database refuses fails alone; a database that does not answer fails all."""
        if len(batch) > 1 and not isinstance(error, OperationalError):
            for waiting in batch:
                await self._store([waiting])
            return
        _fail(batch, error)


def _fail(batch: list[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.stored.done():
            waiting.stored.set_exception(error)
