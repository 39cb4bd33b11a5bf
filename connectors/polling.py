"""Asking a messenger for messages, for who has no public address: one process at a time, with patience."""

from __future__ import annotations

import datetime as dt
import logging
from asyncio import sleep
from typing import Protocol

from sqlalchemy.engine import Engine

from bot.store.alone import Busy, alone
from connectors.patience import back_off

log = logging.getLogger(__name__)

# How long another poller may be dead before this one takes its place.
BUSY_SECONDS = 5.0


class NotPolled(Exception):
    """The channel did not answer, or not well. ``wait``: as long as it asks for."""

    def __init__(self, code: str, wait: dt.timedelta | None = None) -> None:
        super().__init__(code)
        self.wait = wait


class Poller(Protocol):
    """``begin`` takes a webhook away; ``poll`` waits for news, and returns when they are stored. Both raise NotPolled;
    what could not be stored is brought again."""

    name: str

    async def begin(self) -> None: ...

    async def poll(self) -> None: ...

    async def close(self) -> None: ...


async def serve(poller: Poller, engine: Engine) -> None:
    """Until cancelled. Others that serve the same channel wait until this one ends, on whatever machine."""
    failures = 0
    while True:
        try:
            with alone(engine, f"polling-{poller.name}", wait=False):
                await poller.begin()
                while True:
                    await poller.poll()
                    failures = 0
        except Busy:
            await sleep(BUSY_SECONDS)
        except Exception as error:
            # Whatever it is, asking goes on. The lock is given back: the database that held it may be away.
            cause, wait = (str(error), error.wait) if isinstance(error, NotPolled) else (type(error).__name__, None)
            pause = max(wait or dt.timedelta(), back_off(failures)).total_seconds()
            failures += 1
            log.warning("%s is asked again in %s s: %s", poller.name, pause, cause)
            await sleep(pause)
