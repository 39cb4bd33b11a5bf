"""What a sender has claimed of one channel, against a send that ends when it is told to."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any, cast

import pytest

from bot.store.delivery import Parcel
from bot.store.paces import Pace
from connectors.channel import Channel
from processes import line as line_module
from processes.line import CLAIMED, Line

NOW = dt.datetime(2026, 11, 21, tzinfo=dt.timezone.utc)


class Quick:
    name = "zalo"
    pace = Pace(1000)


def parcels(count: int) -> list[Parcel]:
    return [Parcel(number, "zalo", f"zalo-{number}", None, "s:1", 0, 0, 0, NOW) for number in range(count)]


class Sending:
    """``begun``: the parcels whose send began; each ends by ``end``."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.end = asyncio.Event()
        self.line = Line(cast(Channel, Quick()), self._send, lambda: None)

    async def _send(self, line: Line, parcel: Parcel) -> None:
        self.begun.append(parcel.id)
        await self.end.wait()


def run(test: Callable[[Sending], Coroutine[Any, Any, None]]) -> None:
    async def within() -> None:
        sending = Sending()
        await test(sending)
        sending.end.set()
        await asyncio.gather(*sending.line.tasks)

    asyncio.run(within())


def test_one_is_on_its_way_and_the_others_follow() -> None:
    async def test(sending: Sending) -> None:
        assert sending.line.take(parcels(3), CLAIMED) == []
        await asyncio.sleep(0)
        assert sending.begun == [0]
        sending.end.set()
        for _ in range(9):
            await asyncio.sleep(0)
        assert sending.begun == [0, 1, 2]

    run(test)


def test_who_got_less_than_asked_for_asks_again_when_a_bell_rings() -> None:
    async def test(sending: Sending) -> None:
        line = sending.line
        line.hungry = False
        line.take(parcels(2), CLAIMED)
        assert line.wish() is None
        # A bell that rang while the claim was under way.
        line.hungry = True
        line.take([], CLAIMED)
        assert line.wish() is not None

    run(test)


def test_a_held_channel_begins_nothing_asks_for_nothing_and_gives_everything_back() -> None:
    async def test(sending: Sending) -> None:
        line, (first, *waiting) = sending.line, parcels(4)
        line.take([first, *waiting[:2]], CLAIMED)
        await asyncio.sleep(0)
        assert line.hold(60) == waiting[:2]
        assert line.wish() is None
        assert line.take(waiting[2:], CLAIMED) == waiting[2:]
        await asyncio.sleep(0)
        assert sending.begun == [0]
        line.hold(0)
        assert line.wish() is None, "a shorter hold ends no longer one"

    run(test)


def test_what_waited_too_long_does_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sending: Sending) -> None:
        sending.line.take(parcels(3), CLAIMED)
        await asyncio.sleep(0)
        monkeypatch.setattr(line_module, "STALE", 0.0)
        sending.line.go_on()
        await asyncio.sleep(0)
        assert sending.begun == [0]
        assert [parcel.id for parcel in sending.line.put_back(0.0)] == [1, 2]

    run(test)
