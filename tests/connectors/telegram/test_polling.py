"""Asking the stand-in: what is confirmed, and what each failure is told as."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from bot.store.engine import reading
from bot.store.tables import inbox as inbox_table
from connectors.fakes import telegram as fake
from connectors.fakes.people import Person
from connectors.fakes.whole import Fakes
from connectors.gateway import Gateway
from connectors.polling import NotPolled
from connectors.telegram import polling
from connectors.telegram.polling import TelegramPoller


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "POLL_SECONDS", 0)


def using(settings: Settings, work: Callable[[TelegramPoller], Awaitable[None]]) -> None:
    async def within() -> None:
        gateway = Gateway(settings)
        poller = TelegramPoller(gateway)
        try:
            await work(poller)
        finally:
            await poller.close()
            gateway.close()

    asyncio.run(within())


def stored(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(connection.execute(select(inbox_table.c.id)).all())


def test_an_update_is_confirmed_when_it_is_stored(settings: Settings, fakes: Fakes, an: Person, engine: Engine) -> None:
    for number in range(3):
        fakes.say("telegram", "an", f"tin {number}")

    def rename(table: str, name: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")

    async def work(poller: TelegramPoller) -> None:
        rename("inbox", "away")
        with pytest.raises(SQLAlchemyError):
            await poller.poll()
        rename("away", "inbox")
        assert fakes.telegram.waiting == 3
        await poller.poll()
        assert (stored(engine), fakes.telegram.waiting) == (3, 3)
        await poller.poll()
        assert (stored(engine), fakes.telegram.waiting) == (3, 0)

    using(settings, work)


def test_an_update_that_nobody_can_read_holds_up_no_other(
    settings: Settings, fakes: Fakes, an: Person, engine: Engine
) -> None:
    fakes.say("telegram", "an", kind="raw", body=msgspec.Raw(b'{"message": {"chat": 7}}'))
    fakes.say("telegram", "an", kind="raw", body=msgspec.Raw(b'{"message": {"text": {}}}'))
    fakes.say("telegram", "an", "xin chào")

    async def work(poller: TelegramPoller) -> None:
        await poller.poll()
        await poller.poll()

    using(settings, work)
    assert (stored(engine), fakes.telegram.waiting) == (1, 0)


def test_a_webhook_is_taken_away_first_and_noticed_later(settings: Settings, fakes: Fakes, an: Person) -> None:
    async def work(poller: TelegramPoller) -> None:
        fakes.telegram.set_webhook("http://127.0.0.1:9/", "x")
        with pytest.raises(NotPolled, match="Conflict"):
            await poller.poll()
        await poller.begin()
        assert fakes.telegram.push.url == ""
        await poller.poll()

    using(settings, work)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"telegram_token": "7:synthetic-wrong"}, "InvalidToken"),
        ({"telegram_url": "http://127.0.0.1:9"}, "NetworkError"),
    ],
)
def test_failures_are_told_by_their_class(settings: Settings, changed: dict[str, str], code: str) -> None:
    async def work(poller: TelegramPoller) -> None:
        for step in (poller.begin, poller.poll):
            with pytest.raises(NotPolled) as raised:
                await step()
            assert str(raised.value) == code and raised.value.__cause__ is None

    using(msgspec.structs.replace(settings, **changed), work)


def test_as_long_as_telegram_asks_for(settings: Settings, fakes: Fakes) -> None:
    fakes.faults.add("429", service="telegram", method="deleteWebhook", seconds=9)

    async def work(poller: TelegramPoller) -> None:
        with pytest.raises(NotPolled) as raised:
            await poller.begin()
        assert raised.value.wait and raised.value.wait.total_seconds() == 9

    using(settings, work)


def test_a_press_that_cannot_be_answered_is_stored_all_the_same(
    settings: Settings, fakes: Fakes, an: Person, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    markup = {"inline_keyboard": [[{"text": "Lệ phí", "callback_data": "#x:fee"}]]}
    values = {"chat_id": an.telegram, "text": "x", "reply_markup": markup}
    sent = httpx.post(f"{settings.telegram_url}/bot{fake.TOKEN}/sendMessage", json=values)
    assert sent.status_code == 200
    fakes.say("telegram", "an", "Lệ phí", kind="button")
    fakes.faults.add("500", service="telegram", method="answerCallbackQuery")

    async def work(poller: TelegramPoller) -> None:
        await poller.poll()

    using(settings, work)
    assert stored(engine) == 1 and fakes.faults.happened["500"] == 1
