"""Bringing one parcel to its person, piece after piece, and writing down what became of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.dossiers.notices import is_daylight, next_morning
from bot.store import delivery, paces, reach
from bot.store.delivery import Gone, Parcel
from bot.store.secrets import Keys
from connectors.channel import Channel, NotDelivered, Piece, Trouble, recipient_of
from connectors.patience import MISSED, Verdict, judge
from processes.hand import Hand
from processes.line import Line

log = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=60)
DATABASE_PAUSE = 1.0
Result = TypeVar("Result")


class Courier:
    """One a sender. ``arrived`` is told of each parcel that is gone, ``held`` of a channel where nothing
    leaves for now."""

    def __init__(
        self,
        engine: Engine,
        keys: Keys,
        hand: Hand,
        arrived: Callable[[Line, Gone], None],
        held: Callable[[Line, float], None],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._engine, self._keys, self._hand, self._now = engine, keys, hand, now
        self._arrived, self._held = arrived, held

    async def deliver(self, line: Line, parcel: Parcel) -> None:
        """What became of it is written when the database answers, while our lease lasts; else the parcel is left to
        whoever comes after."""
        try:
            await self._hand_over(line, parcel)
        except NotDelivered as error:
            await self._fail(line, parcel, error)
        except SQLAlchemyError as error:
            log.error("what became of parcel %s could not be written: %s", parcel.id, type(error).__name__)
        except Exception as error:
            await self._fail(line, parcel, NotDelivered(Trouble.AGAIN, type(error).__name__))

    async def _hand_over(self, line: Line, parcel: Parcel) -> None:
        if parcel.reply is None:
            raise NotDelivered(Trouble.REFUSED, "unreadable")
        now = self._now()
        if parcel.notice and not is_daylight(now):
            # It was held up: what nobody waits for wakes nobody.
            raise NotDelivered(Trouble.LATER, "night", next_morning(now) - now)
        pieces = line.channel.pieces(parcel.reply, parcel.conversation)
        message_id = None
        for number in range(parcel.pieces_sent, len(pieces)):
            if number > parcel.pieces_sent and not await self._go_on(line.channel, parcel, number):
                return
            message_id = await self._send(line, parcel, pieces[number])
        rest = (parcel.conversation, line.channel.pace.chat)
        gone = Gone(parcel.id, parcel.claim, len(pieces), message_id, *rest)
        self._hand.end(parcel.id, gone)
        self._arrived(line, gone)

    async def _send(self, line: Line, parcel: Parcel, piece: Piece) -> str | None:
        self._hand.begin(parcel.id)
        began = time.monotonic()
        message_id = await line.channel.send(recipient_of(parcel.conversation), piece)
        line.note_seconds(time.monotonic() - began)
        return message_id

    async def _go_on(self, channel: Channel, parcel: Parcel, gone: int) -> bool:
        common = (self._engine, parcel, gone, self._now(), LEASE, channel.pace)
        ours = await self._write(parcel, delivery.piece_sent, *common)
        self._hand.end(parcel.id)
        await asyncio.sleep(channel.pace.chat if ours else 0)
        return ours

    async def _fail(self, line: Line, parcel: Parcel, error: NotDelivered) -> None:
        now, channel = self._now(), line.channel
        verdict = judge(parcel, error, now)
        level = logging.ERROR if error.trouble is Trouble.ALARM or verdict.outcome == "dead" else logging.WARNING
        log.log(level, "%s: parcel %s, %s; now %s", channel.name, parcel.id, error, verdict.outcome)
        if verdict.hold:
            self._held(line, (verdict.hold - now).total_seconds())
        try:
            await self._note_failure(parcel, error, verdict, now)
            self._hand.end(parcel.id)
            if verdict.hold:
                await run_in_threadpool(paces.hold, self._engine, channel.name, verdict.hold)
        except SQLAlchemyError as failure:
            log.error("what became of parcel %s could not be written: %s", parcel.id, type(failure).__name__)

    async def _note_failure(self, parcel: Parcel, error: NotDelivered, verdict: Verdict, now: dt.datetime) -> None:
        theirs = (self._engine, self._keys, parcel.conversation, now, parcel.claim)
        if verdict.outcome != MISSED:
            common = (self._engine, parcel, verdict.outcome, str(error), verdict.again_at, verdict.doubts)
            await self._write(parcel, delivery.failed, *common)
        if error.trouble is Trouble.GONE:
            await self._write(parcel, reach.lose, *theirs)
        elif verdict.outcome == MISSED:
            await self._write(parcel, reach.miss, *theirs)

    async def _write(self, parcel: Parcel, write: Callable[..., Result], *common: object) -> Result:
        """What ``write`` returns. Raises SQLAlchemyError where the database is away for as long as our lease."""
        over = time.monotonic() + LEASE.total_seconds() / 2
        while True:
            try:
                return await run_in_threadpool(write, *common)
            except OperationalError as error:
                if time.monotonic() > over:
                    raise
                log.warning("what became of parcel %s is to be written later: %s", parcel.id, type(error).__name__)
                await asyncio.sleep(DATABASE_PAUSE)
