"""The sender: brings replies and notices to the messengers, in order, with patience, and looks at their pictures."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
import signal
import socket
import time
import uuid
from collections.abc import Callable, Collection

import uvloop
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.dossiers.notices import is_daylight, next_morning
from bot.settings import Settings
from bot.store import delivery, inbox, paces
from bot.store.bell import INBOX, Ringer, bells, hang
from bot.store.delivery import Parcel
from bot.store.engine import open_engine
from bot.store.secrets import load_keys
from bot.store.version import wait_until_migrated
from connectors.channel import Channel, NotDelivered, Trouble, recipient_of
from connectors.messengers import open_channels
from connectors.patience import judge
from connectors.pictures import Pictures
from connectors.together import Together
from processes.notes import SENDERS, is_running, leave_note, notes_of

log = logging.getLogger(__name__)

IN_HAND = 16
# Of what is in hand when a sender dies nobody knows whether it arrived. Where answers come at once, one is in hand, and
# one more for each so many seconds that an answer takes; what hangs for longer holds up nobody.
ONE_MORE = 0.02
HANGS = 1.0
LEASE = dt.timedelta(seconds=60)
POLL_SECONDS = 0.5
DATABASE_PAUSE = 1.0
END_SECONDS = 10.0


class Sender:
    """Several may run, on several machines: the database gives each row to one of them."""

    def __init__(self, settings: Settings, channels: Callable[..., list[Channel]] = open_channels) -> None:
        self.name = f"s{uuid.uuid4().hex[:8]}"
        self._settings = settings
        self._engine = open_engine(settings.database)
        self._keys = load_keys(settings)
        self._channels = channels(settings, self._engine, self._keys)
        self._news = {channel.name: asyncio.Event() for channel in self._channels}
        self._sent = Together(lambda sent: delivery.sent(self._engine, sent, _now()))
        self._ringer = Ringer(bells(settings))
        common = (self._engine, self._keys, self.name, self._channels)
        self._pictures = Pictures(*common, wake=lambda: self._ringer.ring(INBOX))
        self._seconds: dict[str, float] = {}
        self._in_hand: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def run(self) -> None:
        """Until SIGTERM; what is in hand then is finished first."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        await run_in_threadpool(self._begin)
        bell = hang(bells(self._settings), f"outbox-{self.name}")
        bell.setblocking(False)
        loop.add_reader(bell, self._hear, bell)
        for channel in self._channels:
            await channel.open()
        await asyncio.gather(self._pictures.run(), *(self._serve(channel) for channel in self._channels))
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=END_SECONDS)
        for channel in self._channels:
            await channel.close()
        self._end(bell)

    def _begin(self) -> None:
        """Free what senders of this machine held that died."""
        wait_until_migrated(self._engine)
        for note in notes_of(self._settings, SENDERS):
            if not is_running(int(note.name), SENDERS):
                delivery.release(self._engine, note.read_text(), _now())
                inbox.release(self._engine, note.read_text())
                note.unlink(missing_ok=True)
        self._note = leave_note(self._settings, SENDERS, os.getpid(), self.name)

    def _end(self, bell: socket.socket) -> None:
        asyncio.get_running_loop().remove_reader(bell)
        bell.close()
        (bells(self._settings) / f"outbox-{self.name}").unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self._ringer.close()
        self._engine.dispose()

    async def _serve(self, channel: Channel) -> None:
        news, in_hand = self._news[channel.name], dict[asyncio.Task[None], float]()
        while not self._stopping:
            news.clear()
            for parcel in await self._claim(channel, self._room(channel, in_hand.values())):
                task = asyncio.create_task(self._deliver(channel, parcel))
                in_hand[task] = time.monotonic()
                self._in_hand.add(task)
                task.add_done_callback(in_hand.pop)
                task.add_done_callback(self._in_hand.discard)
                task.add_done_callback(lambda task: news.set())
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(news.wait(), POLL_SECONDS)

    def _room(self, channel: Channel, begun: Collection[float]) -> int:
        """How many more may be taken in hand: what keeps a channel busy, and not more."""
        window = 1 + int(self._seconds.get(channel.name, 0.0) / ONE_MORE)
        young = sum(time.monotonic() - at < HANGS for at in begun)
        return min(window - young, IN_HAND - len(begun))

    async def _claim(self, channel: Channel, most: int) -> list[Parcel]:
        if most <= 0:
            return []
        common = (self._engine, self._keys, self.name, channel.name)
        try:
            return await run_in_threadpool(delivery.claim, *common, _now(), LEASE, channel.pace, most)
        except SQLAlchemyError as error:
            log.error("the database does not answer: %s", type(error).__name__)
            await asyncio.sleep(DATABASE_PAUSE)
            return []

    async def _deliver(self, channel: Channel, parcel: Parcel) -> None:
        """One reply, piece after piece. A database that is away leaves the parcel to whoever comes after our lease."""
        try:
            await self._hand_over(channel, parcel)
        except NotDelivered as error:
            await self._fail(channel, parcel, error)
        except SQLAlchemyError as error:
            log.error("what became of parcel %s could not be written: %s", parcel.id, type(error).__name__)
        except Exception as error:
            await self._fail(channel, parcel, NotDelivered(Trouble.AGAIN, type(error).__name__))

    async def _hand_over(self, channel: Channel, parcel: Parcel) -> None:
        if parcel.reply is None:
            raise NotDelivered(Trouble.REFUSED, "unreadable")
        now = _now()
        if parcel.notice and not is_daylight(now):
            # It was held up: what nobody waits for wakes nobody.
            raise NotDelivered(Trouble.LATER, "night", next_morning(now) - now)
        pieces = channel.pieces(parcel.reply, parcel.conversation)
        message_id = None
        for number in range(parcel.pieces_sent, len(pieces)):
            if number > parcel.pieces_sent and not await self._go_on(channel, parcel, number):
                return
            began = time.monotonic()
            message_id = await channel.send(recipient_of(parcel.conversation), pieces[number])
            self._note_seconds(channel, time.monotonic() - began)
        await self._sent.do((parcel, len(pieces), message_id))

    def _note_seconds(self, channel: Channel, took: float) -> None:
        """What an answer takes of late; the latest counts for a fifth."""
        known = self._seconds.get(channel.name, took)
        self._seconds[channel.name] = known + (took - known) / 5

    async def _go_on(self, channel: Channel, parcel: Parcel, gone: int) -> bool:
        common = (self._engine, parcel, gone, _now(), LEASE, channel.pace)
        if not await run_in_threadpool(delivery.piece_sent, *common):
            return False
        await asyncio.sleep(channel.pace.chat)
        return True

    async def _fail(self, channel: Channel, parcel: Parcel, error: NotDelivered) -> None:
        now = _now()
        verdict = judge(parcel, error, now)
        level = logging.ERROR if error.trouble is Trouble.ALARM or verdict.outcome == "dead" else logging.WARNING
        log.log(level, "%s: parcel %s, %s; now %s", channel.name, parcel.id, error, verdict.outcome)
        try:
            common = (self._engine, parcel, verdict.outcome, str(error), verdict.again_at, verdict.doubts)
            await run_in_threadpool(delivery.failed, *common)
            if verdict.hold:
                await run_in_threadpool(paces.hold, self._engine, channel.name, verdict.hold)
        except SQLAlchemyError as failure:
            log.error("what became of parcel %s could not be written: %s", parcel.id, type(failure).__name__)

    def _hear(self, bell: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            bell.recv(200)
        for event in self._news.values():
            event.set()

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns when what is in hand is gone."""
        self._stopping = True
        self._pictures.stop()
        for event in self._news.values():
            event.set()


def run_sender(settings: Settings) -> None:
    """Until SIGTERM."""
    uvloop.install()
    asyncio.run(Sender(settings).run())


def _now() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)
