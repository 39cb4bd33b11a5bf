"""Looks at the photos that people send: fetched into memory, read for codes in a process of its own, never stored.

Only what an answer needs is kept of the codes (bot/language/pictured.py): nothing of an identity card.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.clock import utc_now
from bot.language.pictured import kept
from bot.store import pictures
from bot.store.pictures import Unread
from bot.store.secrets import Keys
from connectors import barcodes
from connectors.channel import Channel

log = logging.getLogger(__name__)

PROGRAM = Path(barcodes.__file__)
AT_ONCE = 2
MOST_TRIES = 3
AGAIN = dt.timedelta(seconds=2)
FETCH_SECONDS = 20.0
READ_SECONDS = 15.0
# Longer than fetching and reading together.
LEASE = dt.timedelta(seconds=60)
POLL_SECONDS = 0.5
DATABASE_PAUSE = 1.0


class Unreadable(Exception):
    """The reader found no picture, or was ended for taking too long or too much."""


class Pictures:
    """One a sender. ``wake`` is called when a message is ready for a worker."""

    def __init__(
        self, engine: Engine, keys: Keys, name: str, channels: Sequence[Channel], wake: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._name = name
        self._channels = {channel.name: channel for channel in channels}
        self._wake = wake
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        self._stopped.set()

    async def run(self) -> None:
        """Until ``stop``; what is in hand then is finished."""
        while not self._stopped.is_set():
            try:
                pause = 0.0 if await self.look(utc_now()) else POLL_SECONDS
            except SQLAlchemyError as error:
                log.error("the database does not answer: %s", type(error).__name__)
                pause = DATABASE_PAUSE
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), pause)

    async def look(self, now: dt.datetime) -> int:
        """At what waits, a few at once; how many were taken in hand."""
        unread = await run_in_threadpool(pictures.claim, self._engine, self._keys, self._name, now, LEASE, AT_ONCE)
        await asyncio.gather(*(self._look_at(picture, now) for picture in unread))
        return len(unread)

    async def _look_at(self, picture: Unread, now: dt.datetime) -> None:
        try:
            texts = await self._texts(picture)
        except Unreadable as error:
            log.info("picture %s: %s", picture.id, error)
            texts = []
        except Exception as error:
            # Only the class: the text of an error may hold the address.
            log.warning("picture %s, try %s: %s", picture.id, picture.attempts, type(error).__name__)
            if picture.attempts < MOST_TRIES:
                await run_in_threadpool(pictures.put_off, self._engine, picture, now + AGAIN)
                return
            texts = []
        await run_in_threadpool(pictures.read, self._engine, self._keys, picture, kept(texts))
        self._wake()

    async def _texts(self, picture: Unread) -> list[str]:
        channel = self._channels.get(picture.channel)
        if channel is None or picture.url is None or picture.attempts > MOST_TRIES:
            raise Unreadable("nobody can fetch it")
        fetched = channel.fetch(picture.url, barcodes.MOST_BYTES)
        return await read(await asyncio.wait_for(fetched, FETCH_SECONDS))


async def read(data: bytes) -> list[str]:
    """The texts in a picture, read by another process. Raises Unreadable."""
    pipe = asyncio.subprocess.PIPE
    # Without our environment: the keys are in it.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(PROGRAM), stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env={}
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(data), READ_SECONDS)
    except asyncio.TimeoutError as error:
        raise Unreadable("took too long") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise Unreadable("no picture" if process.returncode == barcodes.REFUSED else f"ended by {process.returncode}")
    return [str(text) for text in json.loads(output)]
