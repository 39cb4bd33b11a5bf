"""Pushing events to the product: in order for each person, tried again, and disturbed where a rule says so."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

import aiohttp

from connectors.fakes.faults import Faults
from connectors.fakes.log import Log, Push

# As many as the client has connections: waiting for one is no patience of the service.
AT_ONCE = 100


class Letter(NamedTuple):
    """``key`` tells it from others; ``body`` are the bytes that are sent, the same each time."""

    person: str
    key: str
    body: bytes
    extra: tuple[tuple[str, str], ...] = ()


class Way(NamedTuple):
    """How a service delivers. ``headers(letter, attempt, wrong)``; ``ladder``: seconds before each repetition;
    ``blocking``: what comes later for that person waits until it is delivered or given up. ``told``: hears what stands
    in the answer to a push that was taken."""

    headers: Callable[[Letter, int, bool], dict[str, str]]
    ladder: tuple[float, ...]
    patience: float
    blocking: bool
    gave_up: Callable[[], None]
    told: Callable[[bytes], None] = lambda body: None


class Pusher:
    """One a service. ``put`` is safe between threads; letters that come before ``open`` wait for it. ``scale``: factor
    on all times of the ladder. ``waiting``: letters neither taken nor given up."""

    def __init__(self, service: str, way: Way, faults: Faults, log: Log, scale: float) -> None:
        self.url = ""
        self.scale = scale
        self.waiting = 0
        self._service, self._way, self._faults, self._log = service, way, faults, log
        self._early: deque[Letter] = deque()
        self._chains: dict[str, deque[Letter]] = {}
        self._held: dict[str, Letter] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        self._at_once = asyncio.Semaphore(AT_ONCE)
        timeout = aiohttp.ClientTimeout(self._way.patience)
        self._client = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        self._loop = asyncio.get_running_loop()
        while self._early:
            self._take(self._early.popleft())

    async def close(self) -> None:
        self._loop = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    def put(self, letter: Letter) -> None:
        self.waiting += 1
        if self._loop:
            self._loop.call_soon_threadsafe(self._take, letter)
        else:
            self._early.append(letter)

    def _take(self, letter: Letter) -> None:
        common = (self._service, letter.person, letter.key)
        if delay := self._faults.of_push("delay", *common):
            self._start(self._later(letter, delay.wait))
        elif letter.person in self._held:
            self._queue(letter)
            self._queue(self._held.pop(letter.person))
        elif reorder := self._faults.of_push("reorder", *common):
            self._held[letter.person] = letter
            self._start(self._release(letter, reorder.wait))
        else:
            self._queue(letter)

    async def _later(self, letter: Letter, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._queue(letter)

    async def _release(self, letter: Letter, seconds: float) -> None:
        """Nothing came that could have overtaken it."""
        await asyncio.sleep(seconds)
        if self._held.get(letter.person) is letter:
            self._queue(self._held.pop(letter.person))

    def _queue(self, letter: Letter) -> None:
        chain = self._chains.get(letter.person)
        if chain is None:
            self._chains[letter.person] = deque([letter])
            self._start(self._work_off(letter.person))
        else:
            chain.append(letter)

    async def _work_off(self, person: str) -> None:
        chain = self._chains[person]
        while chain:
            letter = chain.popleft()
            if await self._post(letter, 0):
                self.waiting -= 1
            elif self._way.blocking:
                await self._repeat(letter)
            else:
                self._start(self._repeat(letter))
        del self._chains[person]

    async def _repeat(self, letter: Letter) -> None:
        for attempt, pause in enumerate(self._way.ladder, 1):
            await asyncio.sleep(pause * self.scale)
            if await self._post(letter, attempt):
                break
        else:
            self._way.gave_up()
        self.waiting -= 1

    async def _post(self, letter: Letter, attempt: int) -> bool:
        """Whether it was taken; a duplicate is sent right after it."""
        wrong = self._faults.of_push("wrong_signature", self._service, letter.person, letter.key) is not None
        taken = await self._request(letter, attempt, wrong)
        if taken and self._faults.of_push("duplicate", self._service, letter.person, letter.key):
            await self._request(letter, attempt, wrong)
        return taken

    async def _request(self, letter: Letter, attempt: int, wrong: bool) -> bool:
        if not self.url:
            return True
        async with self._at_once:
            return await self._call(letter, attempt, wrong)

    async def _call(self, letter: Letter, attempt: int, wrong: bool) -> bool:
        began, status = time.time(), 0
        headers = {
            "Content-Type": "application/json",
            **self._way.headers(letter, attempt, wrong),
            **dict(letter.extra),
        }
        with contextlib.suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with self._client.post(self.url, data=letter.body, headers=headers, allow_redirects=False) as answer:
                content, status = await answer.read(), answer.status
            if answer.ok and content:
                self._way.told(content)
        common = (letter.person, letter.key, attempt, status, began, time.time() - began, wrong)
        self._log.pushed(Push(self._service, *common))
        return 200 <= status < 300

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
