"""Sending to the stand-in: what people see, and what each failure is told as."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
import pytest
from sqlalchemy.engine import Engine

from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.settings import Settings
from bot.store import payloads
from bot.store.secrets import Keys
from connectors.channel import NotDelivered, NotFetched, Trouble
from connectors.fakes import telegram as fake
from connectors.fakes.people import Person
from connectors.fakes.telegram_html import units
from connectors.fakes.whole import Fakes
from connectors.telegram import bot
from connectors.telegram.channel import TelegramChannel

# What it asks of a database is tried on both in tests/store.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
Result = TypeVar("Result")
Use = Callable[[TelegramChannel], Awaitable[Result]]
SHORT = Button("Lệ phí", "#dang-ky-ket-hon:fee")
LONG = Button("Thêm giấy tờ", "#" + "thu-tuc-co-ten-rat-dai-" * 3 + ":documents@truong-hop")
SHARE = Button("Chia sẻ số điện thoại", "#share-phone")


@pytest.fixture
def use(settings: Settings, engine: Engine, keys: Keys) -> Callable[[Use[Result]], Result]:
    """Runs something with an open channel."""

    def run(work: Use[Result]) -> Result:
        async def within() -> Result:
            channel = TelegramChannel(settings, engine, keys)
            await channel.open()
            try:
                return await work(channel)
            finally:
                await channel.close()

        return asyncio.run(within())

    return run


def answer(text: str, *buttons: Button, kind: Kind = Kind.ANSWER) -> Reply:
    return Reply(text, Custom(kind), buttons)


def sending(reply: Reply, person: Person) -> Use[list[str | None]]:
    async def work(channel: TelegramChannel) -> list[str | None]:
        pieces = channel.pieces(reply, f"telegram-{person.telegram}")
        assert pieces == channel.pieces(reply, f"telegram-{person.telegram}")
        return [await channel.send(str(person.telegram), piece) for piece in pieces]

    return work


def test_an_answer_has_bold_headings_and_buttons(use: Callable[..., object], fakes: Fakes, an: Person) -> None:
    reply = answer("Đăng ký kết hôn\nGiấy tờ:\n• đơn < 2 tờ & bản sao", SHORT, Button("Nộp ở đâu", "#a:place"))
    assert use(sending(reply, an)) == ["1"]
    (sent,) = fakes.log.to("an")
    assert sent.text == reply.text
    bold = [sent.text[e["offset"] : e["offset"] + e["length"]] for e in sent.content["entities"]]
    assert bold == ["Đăng ký kết hôn", "Giấy tờ:"] and {e["type"] for e in sent.content["entities"]} == {"bold"}
    (row,) = sent.content["reply_markup"]["inline_keyboard"]
    assert [(button["text"], button["callback_data"]) for button in row] == [
        ("Lệ phí", SHORT.payload),
        ("Nộp ở đâu", "#a:place"),
    ]


def test_a_long_payload_stands_behind_a_key_that_is_kept_first(
    use: Callable[..., object], fakes: Fakes, an: Person, engine: Engine, keys: Keys
) -> None:
    assert len(LONG.payload.encode()) > 64
    use(sending(answer("Chọn:", SHORT, LONG), an))
    rows = fakes.log.to("an")[0].content["reply_markup"]["inline_keyboard"]
    data = [button["callback_data"] for row in rows for button in row]
    assert data[0] == SHORT.payload and data[1].startswith("~")
    assert payloads.find(engine, keys, data[1][1:]) == LONG


def test_many_titles_are_laid_out_for_a_phone(use: Callable[..., object], fakes: Fakes, an: Person) -> None:
    titles = ["Giấy tờ", "Lệ phí", "Bao lâu", "Nộp ở đâu", "Đăng ký kết hôn có yếu tố nước ngoài", "Các bước"]
    use(sending(answer("Chọn", *(Button(title, f"#{n}") for n, title in enumerate(titles))), an))
    rows = fakes.log.to("an")[0].content["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [titles[:3], titles[3:4], titles[4:5], titles[5:]]


def test_a_phone_is_asked_for_by_telegrams_own_button(use: Callable[..., object], fakes: Fakes, an: Person) -> None:
    use(sending(answer("Anh/chị cho em số điện thoại.", SHARE, SHORT), an))
    (sent,) = fakes.log.to("an")
    markup = sent.content["reply_markup"]
    assert markup["keyboard"] == [[{"text": SHARE.title, "request_contact": True}]] and markup["one_time_keyboard"]
    assert sent.text.endswith("nhắn tiếp: “Lệ phí”.")


def test_a_long_reply_comes_in_pieces_with_the_buttons_below(
    use: Callable[..., object], fakes: Fakes, an: Person
) -> None:
    text = "\n\n".join(f"Đoạn {n}: " + "giấy tờ & 😀 bản sao < 2 tờ. " * 40 for n in range(12))
    use(sending(answer(text, SHORT), an))
    sent = fakes.log.to("an")
    assert len(sent) > 3 and all(units(one.text) <= 4096 for one in sent)
    assert "".join("".join(one.text for one in sent).split()) == "".join(text.split())
    assert ["reply_markup" in one.content for one in sent] == [False] * (len(sent) - 1) + [True]


def test_nothing_is_sent_for_an_empty_text(use: Callable[..., object], an: Person) -> None:
    assert use(sending(answer(" \n"), an)) == []


def test_html_that_telegram_cannot_read_leaves_as_plain_text(
    use: Callable[..., object], fakes: Fakes, an: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.telegram.channel.html", lambda text, lead: f"<i>{text}")
    use(sending(answer("a < b", SHORT), an))
    (sent,) = fakes.log.to("an")
    assert sent.text == "a < b" and "entities" not in sent.content and "reply_markup" in sent.content


def test_a_chat_that_moved_is_written_to_at_its_new_number(
    use: Callable[..., object], fakes: Fakes, an: Person
) -> None:
    new = fakes.telegram.move(an)

    async def twice(channel: TelegramChannel) -> None:
        for text in ("một", "hai"):
            await channel.send(str(an.telegram), channel.pieces(answer(text), "telegram-1")[0])

    use(twice)
    assert [(sent.text, sent.to) for sent in fakes.log.to("an")] == [("một", str(new)), ("hai", str(new))]
    refused = [call for call in fakes.log.calls if call.method == "sendMessage" and call.outcome != "ok"]
    assert len(refused) == 1


def failure(use: Callable[..., object], person: Person) -> NotDelivered:
    with pytest.raises(NotDelivered) as raised:
        use(sending(answer("xin chào"), person))
    return raised.value


@pytest.mark.parametrize(
    ("fault", "trouble", "delivered"),
    [
        ("429", Trouble.SLOW, 0),
        ("blocked", Trouble.GONE, 0),
        ("expired", Trouble.ALARM, 0),
        ("500", Trouble.AGAIN, 0),
        ("502", Trouble.AGAIN, 0),
        ("503", Trouble.AGAIN, 0),
        ("504", Trouble.UNSURE, 0),
        ("timeout_after", Trouble.UNSURE, 1),
        ("timeout_before", Trouble.UNSURE, 0),
        ("-201", Trouble.REFUSED, 0),
    ],
)
def test_what_each_failure_means(
    use: Callable[..., object],
    fakes: Fakes,
    an: Person,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    trouble: Trouble,
    delivered: int,
) -> None:
    monkeypatch.setattr(bot, "TIMEOUT", 0.3)
    fakes.faults.add(fault, service="telegram", method="sendMessage", seconds=7)
    error = failure(use, an)
    assert error.trouble is trouble
    assert error.wait == (dt.timedelta(seconds=7) if fault == "429" else None)
    assert len(fakes.log.to("an")) == delivered


def test_where_a_second_chat_hears_it_too_the_bot_was_too_fast(use: Callable[..., object], fakes: Fakes) -> None:
    fakes.faults.add("429", service="telegram", method="sendMessage", seconds=7)
    binh, chi = fakes.people.named("binh"), fakes.people.named("chi")
    heard: list[Trouble] = []

    async def send(channel: TelegramChannel) -> None:
        for person in (binh, binh, chi):
            with pytest.raises(NotDelivered) as raised:
                await sending(answer("xin chào"), person)(channel)
            heard.append(raised.value.trouble)

    use(send)
    assert heard == [Trouble.SLOW, Trouble.SLOW, Trouble.BUSY]


def test_a_chat_that_is_not_there_is_gone(use: Callable[..., object], fakes: Fakes) -> None:
    assert failure(use, fakes.people.named("nobody")).trouble is Trouble.GONE


def test_where_nobody_listens_nothing_was_sent(settings: Settings, engine: Engine, keys: Keys, an: Person) -> None:
    away = msgspec.structs.replace(settings, telegram_url="http://127.0.0.1:9")

    async def send() -> None:
        channel = TelegramChannel(away, engine, keys)
        await channel.open()
        try:
            await channel.send("1", channel.pieces(answer("x"), "telegram-1")[0])
        finally:
            await channel.close()

    with pytest.raises(NotDelivered) as raised:
        asyncio.run(send())
    assert (raised.value.trouble, raised.value.code) == (Trouble.AGAIN, "ClientConnectorError")


def test_where_buttons_cannot_be_kept_nothing_was_sent(
    use: Callable[..., object], fakes: Fakes, an: Person, engine: Engine
) -> None:
    async def send(channel: TelegramChannel) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE payloads RENAME TO away")
        try:
            await channel.send(str(an.telegram), channel.pieces(answer("x", LONG), "telegram-1")[0])
        finally:
            with engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE away RENAME TO payloads")

    with pytest.raises(NotDelivered) as raised:
        use(send)
    assert raised.value.trouble is Trouble.AGAIN and fakes.log.to("an") == []


def test_the_menu_of_commands_is_in_vietnamese(use: Callable[..., object], fakes: Fakes, an: Person) -> None:
    use(sending(answer("x"), an))
    menu = {command["command"]: command["description"] for command in fakes.telegram.calls.commands}
    assert menu["help"] == "Trợ giúp" and next(iter(menu)) == "start"


def test_a_picture_is_fetched_and_not_a_larger_one(use: Callable[..., object], fakes: Fakes, an: Person) -> None:
    number = fakes.world.pictures.add(b"jpeg" * 1000)

    async def fetch(channel: TelegramChannel) -> bytes:
        for name, most in ((f"fake-photo-{number}-x", 3999), ("fake-photo-999-x", 9000)):
            with pytest.raises(NotFetched):
                await channel.fetch(name, most)
        return await channel.fetch(f"fake-photo-{number}-x", 4000)

    assert use(fetch) == b"jpeg" * 1000


@pytest.mark.parametrize("fault", ["expired", "500", "timeout_before", "429", "-201"])
@pytest.mark.parametrize("where", ["", "http://127.0.0.1:9", "http://[not-an-address"])
def test_the_token_is_in_no_log_and_no_error(
    settings: Settings,
    engine: Engine,
    keys: Keys,
    fakes: Fakes,
    an: Person,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    where: str,
) -> None:
    monkeypatch.setattr(bot, "TIMEOUT", 0.2)
    caplog.set_level(logging.DEBUG)
    fakes.faults.add(fault, service="telegram")
    told = []

    async def everything() -> None:
        channel = TelegramChannel(
            msgspec.structs.replace(settings, telegram_url=where or settings.telegram_url), engine, keys
        )
        await channel.open()
        for call in (channel.send("1", channel.pieces(answer("x"), "telegram-1")[0]), channel.fetch("f", 9)):
            try:
                await call
            except (NotDelivered, NotFetched) as error:
                told.append("".join(traceback.format_exception(error)))
        await channel.close()

    asyncio.run(everything())
    assert len(told) == 2
    secret = fake.TOKEN.partition(":")[2]
    assert not any(secret in text for text in [*told, caplog.text])
