"""Writes that share a transaction: what arrives while one is under way is in the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool

Item = TypeVar("Item")
Result = TypeVar("Result")
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class _Waiting(Generic[Item, Result]):
    item: Item
    done: asyncio.Future[Result]


class Together(Generic[Item, Result]):
    """One a process. A database takes hardly longer for twenty rows than for one, and nobody waits for a lock.

    ``write`` stores items in one transaction, in a thread, and returns a result for each.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._write = write
        self._waiting: list[_Waiting[Item, Result]] = []
        self._writing: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Result:
        """Returns when the item is safely stored, in the order of the calls. Raises what ``write`` raised."""
        waiting = _Waiting(item, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await waiting.done

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self._write_batch(batch)
        finally:
            self._writing = None

    async def _write_batch(self, batch: list[_Waiting[Item, Result]]) -> None:
        try:
            results = await run_in_threadpool(self._write, [waiting.item for waiting in batch])
        except SQLAlchemyError as error:
            await self._blame(batch, error)
        except Exception as error:
            # Whatever it is, nobody may be left waiting.
            _fail(batch, error)
        else:
            for waiting, result in zip(batch, results, strict=True):
                # Who hung up meanwhile waits no more; the item is stored all the same.
                if not waiting.done.done():
                    waiting.done.set_result(result)

    async def _blame(self, batch: list[_Waiting[Item, Result]], error: SQLAlchemyError) -> None:
        """A row that the database refuses fails alone; a database that does not answer fails all."""
        if len(batch) > 1 and not isinstance(error, OperationalError):
            for waiting in batch:
                await self._write_batch([waiting])
            return
        _fail(batch, error)


def _fail(batch: list[_Waiting[Item, Result]], error: Exception) -> None:
    for waiting in batch:
        if not waiting.done.done():
            waiting.done.set_exception(error)
