"""The sender: brings replies and notices to the messengers, in order, with patience, and looks at their pictures."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import time
import uuid
from collections.abc import Callable

import uvloop
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.clock import utc_now
from bot.settings import Settings
from bot.store import delivery, inbox
from bot.store.bell import INBOX, Ringer, bells, hang
from bot.store.delivery import Gone, Parcel, Wish
from bot.store.engine import open_engine
from bot.store.outbox import channel_of
from bot.store.secrets import load_keys
from bot.store.version import wait_until_migrated
from connectors.channel import Channel
from connectors.messengers import open_channels
from connectors.pictures import Pictures
from processes.courier import DATABASE_PAUSE, LEASE, Courier
from processes.hand import Hand, left_in
from processes.line import STALE, Line
from processes.notes import SENDERS, hand_of, is_running, leave_note, notes_of

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
# What is to be claimed right after a transaction waits so long for company in the next one; and what is gone, for one.
CLAIM_SECONDS = 0.03
GONE_SECONDS = 0.1
END_SECONDS = 10.0


class Sender:
    """Several may run, on several machines: the database gives each row to one of them."""

    def __init__(self, settings: Settings, channels: Callable[..., list[Channel]] = open_channels) -> None:
        self.name = f"s{uuid.uuid4().hex[:8]}"
        self._settings = settings
        self._engine = open_engine(settings.database)
        self._keys = load_keys(settings)
        self._channels = channels(settings, self._engine, self._keys)
        self._ringer = Ringer(bells(settings))
        common = (self._engine, self._keys, self.name, self._channels)
        self._pictures = Pictures(*common, wake=lambda: self._ringer.ring(INBOX))
        self._lines: dict[str, Line] = {}
        self._gone: dict[Gone, Line] = {}
        self._returned: list[Parcel] = []
        self._news = asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Until SIGTERM; what is on its way then is finished first."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        await run_in_threadpool(self._begin)
        bell = hang(bells(self._settings), f"outbox-{self.name}")
        bell.setblocking(False)
        loop.add_reader(bell, self._hear, bell)
        for channel in self._channels:
            await channel.open()
        await asyncio.gather(self._pictures.run(), self._serve())
        for channel in self._channels:
            await channel.close()
        self._end(bell)

    def _begin(self) -> None:
        """Free what senders of this machine held that died."""
        wait_until_migrated(self._engine)
        for note in notes_of(self._settings, SENDERS):
            # In a container the next one often gets the number of the one that died.
            if int(note.name) == os.getpid() or not is_running(int(note.name), SENDERS):
                delivery.release(self._engine, note.read_text(), left_in(hand_of(note)), utc_now())
                inbox.release(self._engine, note.read_text())
                note.unlink(missing_ok=True)
                hand_of(note).unlink(missing_ok=True)
        self._note = leave_note(self._settings, SENDERS, os.getpid(), self.name)
        self._hand = Hand(hand_of(self._note))
        courier = Courier(self._engine, self._keys, self._hand, self._arrived, self._hold, utc_now)
        self._lines = {channel.name: Line(channel, courier.deliver, self._news.set) for channel in self._channels}

    def _end(self, bell: socket.socket) -> None:
        asyncio.get_running_loop().remove_reader(bell)
        bell.close()
        (bells(self._settings) / f"outbox-{self.name}").unlink(missing_ok=True)
        unwritten = bool(self._gone or self._returned or any(line.tasks for line in self._lines.values()))
        if not unwritten:
            self._note.unlink(missing_ok=True)
        self._hand.close(keep=unwritten)
        self._ringer.close()
        self._engine.dispose()

    async def _serve(self) -> None:
        looked = 0.0
        while not self._stopping:
            self._news.clear()
            if time.monotonic() - looked > POLL_SECONDS:
                looked = time.monotonic()
                self._look_again()
            if await self._trade():
                await asyncio.sleep(CLAIM_SECONDS)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), POLL_SECONDS)
        for line in self._lines.values():
            self._hold(line, 0.0)
        if under_way := [task for line in self._lines.values() for task in line.tasks]:
            await asyncio.wait(under_way, timeout=END_SECONDS)
        await self._trade()

    def _look_again(self) -> None:
        """The net beneath the bells, and beneath what hangs."""
        for line in self._lines.values():
            self._returned += line.put_back(STALE)
            line.hungry = True
            line.go_on()

    async def _trade(self) -> bool:
        """Write down what is gone, give back what is not to be sent, claim what is to follow; whether there was any."""
        gone, returned = dict(self._gone), self._returned
        for line in gone.values():
            # Of the same person there may be more.
            line.hungry = True
        asking = [] if self._stopping else [(line, wish) for line in self._lines.values() if (wish := line.wish())]
        if not (gone or returned or asking):
            return False
        self._gone, self._returned = {}, []
        for line, _ in asking:
            # A bell that rings from now on tells of something that this does not bring.
            line.hungry = False
        try:
            await self._exchange(list(gone), returned, asking)
        except SQLAlchemyError as error:
            log.error("the database does not answer: %s", type(error).__name__)
            self._gone, self._returned = gone | self._gone, returned + self._returned
            for line, _ in asking:
                line.hungry = True
            await asyncio.sleep(DATABASE_PAUSE)
        return True

    async def _exchange(self, gone: list[Gone], returned: list[Parcel], asking: list[tuple[Line, Wish]]) -> None:
        if returned:
            await run_in_threadpool(delivery.give_back, self._engine, returned)
        wishes = [wish for _, wish in asking]
        common = (self._engine, self._keys, self.name, gone, wishes, utc_now(), LEASE)
        found = await run_in_threadpool(delivery.exchange, *common)
        self._hand.forget(gone)
        for (line, wish), parcels in zip(asking, found, strict=True):
            self._returned += line.take(parcels, wish.most)

    def _arrived(self, line: Line, gone: Gone) -> None:
        if not self._gone:
            asyncio.get_running_loop().call_later(GONE_SECONDS, self._news.set)
        self._gone[gone] = line

    def _hold(self, line: Line, seconds: float) -> None:
        self._returned += line.hold(seconds)

    def _hear(self, bell: socket.socket) -> None:
        """Who rang names the conversation."""
        with contextlib.suppress(BlockingIOError):
            line = self._lines.get(channel_of(bell.recv(200).decode()))
            if line and not line.hungry:
                line.hungry = True
                self._news.set()

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns when what is on its way is gone."""
        self._stopping = True
        self._pictures.stop()
        self._news.set()


def run_sender(settings: Settings) -> None:
    """Until SIGTERM."""
    uvloop.install()
    asyncio.run(Sender(settings).run())
