"""Sending to the stand-in: what people read, and what each failure is told as."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
import msgspec
import pytest

from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.settings import Settings
from connectors.channel import NotDelivered, NotFetched, Trouble
from connectors.fakes.people import Person
from connectors.fakes.whole import Fakes
from connectors.zalobot import client
from connectors.zalobot.channel import ZaloBotChannel
from processes.logs import start_logging

Result = TypeVar("Result")
# It asks nothing of a database.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def using(settings: Settings, work: Callable[[ZaloBotChannel], Awaitable[Result]]) -> Result:
    async def within() -> Result:
        channel = ZaloBotChannel(settings)
        await channel.open()
        try:
            return await work(channel)
        finally:
            await channel.close()

    return asyncio.run(within())


def send(settings: Settings, recipient: str, reply: Reply) -> list[str | None]:
    async def work(channel: ZaloBotChannel) -> list[str | None]:
        return [await channel.send(recipient, piece) for piece in channel.pieces(reply, f"zalobot-{recipient}")]

    return using(settings, work)


def answer(text: str, *buttons: Button) -> Reply:
    return Reply(text, Custom(Kind.ANSWER), buttons)


def test_buttons_are_words_and_a_phone_cannot_be_shared(settings: Settings, fakes: Fakes, an: Person) -> None:
    share = Button("Chia sẻ số điện thoại", "#share-phone")
    (number,) = send(settings, an.zalobot, answer("Lệ phí: không", Button("Giấy tờ", "#x:documents"), share))
    (sent,) = fakes.log.to("an")
    assert sent.text == "Lệ phí: không\n\nAnh/chị có thể nhắn tiếp: “Giấy tờ”." and sent.id == number


def test_a_long_reply_comes_in_pieces(settings: Settings, fakes: Fakes, an: Person) -> None:
    text = "\n\n".join("Giấy tờ cần nộp gồm có. " * 30 for _ in range(8))
    send(settings, an.zalobot, answer(text))
    sent = [one.text for one in fakes.log.to("an")]
    assert len(sent) > 2 and all(len(one) <= 2000 for one in sent)
    assert "".join("".join(sent).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("fault", "trouble", "delivered"),
    [
        ("429", Trouble.BUSY, 0),
        ("expired", Trouble.ALARM, 0),
        ("blocked", Trouble.GONE, 0),
        ("-201", Trouble.REFUSED, 0),
        ("502", Trouble.AGAIN, 0),
        ("504", Trouble.UNSURE, 0),
        ("timeout_after", Trouble.UNSURE, 1),
        ("timeout_before", Trouble.UNSURE, 0),
    ],
)
def test_what_each_failure_means(
    settings: Settings,
    fakes: Fakes,
    an: Person,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    trouble: Trouble,
    delivered: int,
) -> None:
    monkeypatch.setattr(client, "TIMEOUT", httpx.Timeout(0.3))
    fakes.faults.add(fault, service="zalobot", method="sendMessage", seconds=7)
    with pytest.raises(NotDelivered) as raised:
        send(settings, an.zalobot, answer("x"))
    assert raised.value.trouble is trouble and len(fakes.log.to("an")) == delivered


def test_where_nobody_listens_nothing_was_sent(settings: Settings) -> None:
    with pytest.raises(NotDelivered) as raised:
        send(msgspec.structs.replace(settings, zalobot_url="http://127.0.0.1:9"), "1", answer("x"))
    assert raised.value.trouble is Trouble.AGAIN


def test_pictures_come_from_known_hosts_only(settings: Settings, fakes: Fakes) -> None:
    number = fakes.world.pictures.add(b"jpeg" * 100)

    async def fetch(channel: ZaloBotChannel) -> bytes:
        for url in ("http://127.0.0.1:9/x.jpg", "https://example.vn/x.jpg", "file:///etc/passwd", "x"):
            with pytest.raises(NotFetched):
                await channel.fetch(url, 9000)
        return await channel.fetch(f"{fakes.world.url}/zalo/media/{number}.jpg", 9000)

    assert using(settings, fetch) == b"jpeg" * 100


@pytest.mark.parametrize("fault", ["expired", "500", "timeout_before", "429"])
@pytest.mark.parametrize("where", ["", "http://127.0.0.1:9"])
def test_the_token_is_in_no_log_and_no_error(
    settings: Settings,
    fakes: Fakes,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    where: str,
) -> None:
    monkeypatch.setattr(client, "TIMEOUT", httpx.Timeout(0.2))
    start_logging("DEBUG")
    caplog.set_level(logging.DEBUG)
    fakes.faults.add(fault, service="zalobot")
    there = msgspec.structs.replace(settings, zalobot_url=where or settings.zalobot_url)
    with pytest.raises(NotDelivered) as raised:
        send(there, "1", answer("x"))
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert settings.zalobot_token.partition(":")[2] not in told
