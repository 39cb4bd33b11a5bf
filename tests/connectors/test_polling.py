"""Asking goes on whatever happens, slower while it fails, by one process at a time."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.store.alone import Busy, alone
from bot.store.engine import open_engine
from connectors import polling
from connectors.polling import NotPolled, serve

# No test waits so often: who does asks for ever.
ENOUGH = 20


class Scripted:
    """``script``: what each poll does; the last entry is never reached, the test ends there."""

    name = "telegram"

    def __init__(self, engine: Engine, *script: Exception | None) -> None:
        self.steps: list[str] = []
        self._script = list(script)
        self._engine = engine

    async def begin(self) -> None:
        self.steps.append("begin")

    async def poll(self) -> None:
        self.steps.append("poll")
        if not self._script:
            with pytest.raises(Busy), alone(self._engine, "polling-telegram", wait=False):
                pytest.fail("two at a time")
            raise asyncio.CancelledError
        outcome = self._script.pop(0)
        if outcome:
            raise outcome

    async def close(self) -> None: ...


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it would have waited."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        assert len(slept) < ENOUGH, "it goes on without end"

    monkeypatch.setattr(polling, "sleep", sleep)
    return slept


def served(poller: Scripted, engine: Engine) -> None:
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(serve(poller, engine))


def test_each_failure_begins_anew_and_waits_longer(engine: Engine, pauses: list[float]) -> None:
    away = OperationalError("SELECT 1", {}, Exception("mật khẩu"))
    script = [None, NotPolled("Conflict"), away, NotPolled("TimedOut"), None, NotPolled("NetworkError")]
    poller = Scripted(engine, *script)
    served(poller, open_engine(engine.url.render_as_string(hide_password=False)))
    assert pauses == [1, 2, 4, 1]
    assert poller.steps == ["begin", *["poll"] * 2, *["begin", "poll"] * 2, "begin", *["poll"] * 2, "begin", "poll"]


def test_as_long_as_the_channel_asks_for(engine: Engine, pauses: list[float]) -> None:
    served(Scripted(engine, NotPolled("RetryAfter", dt.timedelta(seconds=33))), engine)
    assert pauses == [33]


def test_what_nobody_thought_of_is_named_by_its_class(
    engine: Engine, pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    served(Scripted(engine, ValueError("số điện thoại 0900 000 001")), engine)
    assert "ValueError" in caplog.text and "0900" not in caplog.text


def test_while_another_asks_this_one_waits(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    other = open_engine(engine.url.render_as_string(hide_password=False))
    poller = Scripted(engine)
    lock = alone(other, "polling-telegram", wait=False)
    lock.__enter__()
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        assert poller.steps == []
        if len(waited) == 3:
            lock.__exit__(None, None, None)

    monkeypatch.setattr(polling, "sleep", sleep)
    served(poller, engine)
    assert waited == [polling.BUSY_SECONDS] * 3 and poller.steps == ["begin", "poll"]
    other.dispose()
