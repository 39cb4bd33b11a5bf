"""Waiting for replies in the gateway: one listener for the whole process, an event a conversation."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator

from bot.settings import Settings
from bot.store.bell import bells, hang

POLL_SECONDS = 0.5


class Replies:
    """Wakes whoever waits for a conversation when a worker rings; who missed a ring looks again by itself."""

    def __init__(self, settings: Settings) -> None:
        self._folder = bells(settings)
        self._name = f"gateway-{os.getpid()}"
        self._waiting: dict[str, set[asyncio.Event]] = {}

    @contextlib.asynccontextmanager
    async def listening(self):  # type: ignore[no-untyped-def]
        """Hear the bell while the context lasts."""
        listener = hang(self._folder, self._name)
        listener.setblocking(False)
        loop = asyncio.get_running_loop()
        loop.add_reader(listener, self._hear, listener)
        try:
            yield
        finally:
            loop.remove_reader(listener)
            listener.close()
            (self._folder / self._name).unlink(missing_ok=True)

    def _hear(self, listener: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            for event in self._waiting.get(listener.recv(200).decode(), ()):
                event.set()

    @contextlib.contextmanager
    def watch(self, conversation: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something of the conversation changes."""
        event = asyncio.Event()
        self._waiting.setdefault(conversation, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[conversation].discard(event)
            if not self._waiting[conversation]:
                del self._waiting[conversation]


async def changed(event: asyncio.Event, seconds: float = POLL_SECONDS) -> bool:
    """Wait for the event, at most some seconds; whether it was set. Clears it."""
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    was_set = event.is_set()
    event.clear()
    return was_set
