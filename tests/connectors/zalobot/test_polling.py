"""Asking the stand-in, which does not bring an event twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from bot.store.engine import reading
from bot.store.tables import inbox as inbox_table
from connectors.fakes.people import Person
from connectors.fakes.whole import Fakes
from connectors.gateway import Gateway
from connectors.polling import NotPolled
from connectors.zalobot import polling
from connectors.zalobot.polling import ZaloBotPoller
from tests.connectors.zalobot.test_events import event


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "POLL_SECONDS", 0)


def using(settings: Settings, work: Callable[[ZaloBotPoller], Awaitable[None]]) -> None:
    async def within() -> None:
        gateway = Gateway(settings)
        poller = ZaloBotPoller(gateway)
        try:
            await work(poller)
        finally:
            await poller.close()
            gateway.close()

    asyncio.run(within())


def stored(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(connection.execute(select(inbox_table.c.id)).all())


def test_what_could_not_be_stored_is_not_lost(settings: Settings, fakes: Fakes, an: Person, engine: Engine) -> None:
    fakes.say("zalobot", "an", "xin chào")

    def rename(table: str, name: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")

    async def work(poller: ZaloBotPoller) -> None:
        rename("inbox", "away")
        with pytest.raises(SQLAlchemyError):
            await poller.poll()
        rename("away", "inbox")
        await poller.poll()
        await poller.poll()

    using(settings, work)
    assert stored(engine) == 1


def test_no_news_is_no_failure(settings: Settings, engine: Engine) -> None:
    async def work(poller: ZaloBotPoller) -> None:
        await poller.poll()

    using(settings, work)
    assert stored(engine) == 0


def test_several_events_at_once_are_taken_too(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(poller: ZaloBotPoller) -> None:
        async def call(method: str, patience: float = 0.0, **values: Any) -> Any:
            return [event(text="một"), event(text="hai", message_id="m2"), 7]

        monkeypatch.setattr(poller._client, "call", call)
        await poller.poll()

    using(settings, work)
    assert stored(engine) == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"zalobot_token": "7:synthetic-wrong"}, "code 401"), ({"zalobot_url": "http://127.0.0.1:9"}, "ConnectError")],
)
def test_failures_are_told_by_their_code(settings: Settings, changed: dict[str, str], code: str) -> None:
    async def work(poller: ZaloBotPoller) -> None:
        for step in (poller.begin, poller.poll):
            with pytest.raises(NotPolled) as raised:
                await step()
            assert str(raised.value) == code and raised.value.__cause__ is None

    using(msgspec.structs.replace(settings, **changed), work)


def test_a_webhook_is_taken_away_first(settings: Settings, fakes: Fakes) -> None:
    fakes.zalobot.push.url = "http://127.0.0.1:9/"

    async def work(poller: ZaloBotPoller) -> None:
        with pytest.raises(NotPolled, match="code 409"):
            await poller.poll()
        await poller.begin()
        await poller.poll()

    using(settings, work)
    assert fakes.zalobot.push.url == ""
