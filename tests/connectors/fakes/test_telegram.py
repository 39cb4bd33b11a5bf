"""Telegram: python-telegram-bot speaks to the fake as it does to the real one."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from connectors.fakes.telegram import SECRET, TOKEN
from connectors.fakes.whole import Fakes
from tests.support.product import Product


def bot_of(fakes: Fakes, token: str = TOKEN) -> Bot:
    url = f"{fakes.world.url}/telegram"
    requests = [HTTPXRequest(read_timeout=1, httpx_kwargs={"trust_env": False}) for _ in range(2)]
    return Bot(token, f"{url}/bot", f"{url}/file/bot", request=requests[0], get_updates_request=requests[1])


@pytest.fixture
def chat(fakes: Fakes) -> int:
    """The chat of a person who pressed start."""
    return int(fakes.telegram.meet(fakes.people.named("an")))


def run(fakes: Fakes, work: Callable[[Bot], Awaitable[Any]], token: str = TOKEN) -> Any:
    async def inside() -> Any:
        async with bot_of(fakes, token) as bot:
            return await work(bot)

    return asyncio.run(inside())


def updates(product: Product) -> list[Update]:
    return [Update.de_json(json.loads(body), None) for name, _, body in product.got if name == "telegram"]


def test_a_bot_introduces_itself(fakes: Fakes) -> None:
    async def work(bot: Bot) -> None:
        assert bot.bot.is_bot and bot.username == "motcua_fake_bot"

    run(fakes, work)


def test_a_wrong_token_is_refused(fakes: Fakes) -> None:
    with pytest.raises(InvalidToken):
        run(fakes, lambda bot: bot.get_me(), "1:wrong")


def test_html_arrives_as_text_with_entities(fakes: Fakes, chat: int) -> None:
    async def work(bot: Bot) -> None:
        sent = await bot.send_message(chat, "<b>Cần có</b> 1 &lt; 2 &amp; Á", parse_mode="HTML")
        assert sent.text == "Cần có 1 < 2 & Á"
        assert [(entity.type, sent.parse_entity(entity)) for entity in sent.entities] == [("bold", "Cần có")]
        assert sent.message_id == 1 and sent.chat_id == chat

    run(fakes, work)
    assert [(row.text, row.person, row.to) for row in fakes.log.sent] == [("Cần có 1 < 2 & Á", "an", str(chat))]


@pytest.mark.parametrize("text", ["<x>", "1 < 2", "<b>a", "a</b>", "<b><i>a</b></i>", "<p>a</p>", "<br>", "<b"])
def test_other_html_cannot_be_parsed(text: str, fakes: Fakes, chat: int) -> None:
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        run(fakes, lambda bot: bot.send_message(chat, text, parse_mode="HTML"))
    assert run(fakes, lambda bot: bot.send_message(chat, text)).text == text


def test_a_text_has_1_to_4096_characters_without_tags(fakes: Fakes, chat: int) -> None:
    run(fakes, lambda bot: bot.send_message(chat, f"<b>{'ệ' * 4096}</b>", parse_mode="HTML"))
    for text, words in (("ệ" * 4097, "too long"), ("😀" * 2049, "too long"), (" ", "text is empty")):
        with pytest.raises(BadRequest, match=words):
            run(fakes, lambda bot, text=text: bot.send_message(chat, text))


def test_a_stranger_cannot_be_written_to(fakes: Fakes) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        run(fakes, lambda bot: bot.send_message(fakes.people.named("binh").telegram, "x"))


def keyboard(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Lệ phí", callback_data=data)]])


def test_a_button_carries_64_bytes(fakes: Fakes, chat: int) -> None:
    run(fakes, lambda bot: bot.send_message(chat, "x", reply_markup=keyboard("ệ" * 21 + "x")))
    for data in ("ệ" * 22, "x" * 65):
        with pytest.raises(BadRequest, match=r"(?i)BUTTON_DATA_INVALID"):
            run(fakes, lambda bot, data=data: bot.send_message(chat, "x", reply_markup=keyboard(data)))


def test_a_row_has_eight_buttons_and_a_button_one_purpose(fakes: Fakes, chat: int) -> None:
    wide = InlineKeyboardMarkup([[InlineKeyboardButton(str(n), callback_data=str(n)) for n in range(9)]])
    idle = InlineKeyboardMarkup([[InlineKeyboardButton("x")]])
    for markup in (wide, idle):
        with pytest.raises(BadRequest):
            run(fakes, lambda bot, markup=markup: bot.send_message(chat, "x", reply_markup=markup))


def test_a_pressed_button_asks_to_be_answered_once(fakes: Fakes, chat: int, product: Product) -> None:
    run(fakes, lambda bot: bot.send_message(chat, "Chọn", reply_markup=keyboard("#le-phi")))
    fakes.say("telegram", "an", "Lệ phí", kind="button")
    fakes.idle()
    (update,) = updates(product)
    query = update.callback_query
    assert query and (query.data, query.message.message_id, query.from_user.id) == ("#le-phi", 1, chat)
    assert run(fakes, lambda bot: bot.answer_callback_query(query.id))
    for number, text in ((query.id, None), ("5", None)):
        with pytest.raises(BadRequest, match="Query is too old"):
            run(fakes, lambda bot, number=number, text=text: bot.answer_callback_query(number, text))
    with pytest.raises(LookupError):
        fakes.say("telegram", "an", "Nơi nộp", kind="button")


def test_a_phone_is_asked_for_and_shared(fakes: Fakes, chat: int, product: Product) -> None:
    keys = ReplyKeyboardMarkup([[KeyboardButton("Chia sẻ số", request_contact=True)]], one_time_keyboard=True)
    run(fakes, lambda bot: bot.send_message(chat, "Số?", reply_markup=keys))
    assert fakes.log.sent[0].content["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    fakes.say("telegram", "an", kind="contact")
    fakes.say("telegram", "an", kind="contact", own=False, phone="84900000009")
    fakes.say("telegram", "an", kind="contact", forwarded=True)
    fakes.idle()
    own, foreign, forwarded = (update.message for update in updates(product))
    assert own and own.contact.user_id == own.from_user.id and own.contact.phone_number == "84900000001"
    assert foreign and foreign.contact.user_id is None
    assert forwarded and forwarded.forward_origin is not None


def test_a_photo_is_fetched_by_its_largest_size(fakes: Fakes, product: Product) -> None:
    fakes.say("telegram", "an", kind="photo", qr="H37.99.99-261118-0001", text="biên nhận")
    fakes.idle()
    (update,) = updates(product)
    assert update.message and update.message.caption == "biên nhận"

    async def work(bot: Bot) -> bytes:
        file = await bot.get_file(update.message.photo[-1].file_id)
        return bytes(await file.download_as_bytearray())

    assert run(fakes, work).startswith(b"\xff\xd8")
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id"):
        run(fakes, lambda bot: bot.get_file("5"))


@pytest.mark.parametrize("kind", ["voice", "video", "sticker", "location", "file"])
def test_other_things_are_parsed_by_the_library(kind: str, fakes: Fakes, product: Product) -> None:
    fakes.say("telegram", "an", kind=kind)
    fakes.idle()
    (update,) = updates(product)
    assert update.message and update.message.effective_attachment is not None


def test_start_edit_and_block(fakes: Fakes, chat: int, product: Product) -> None:
    fakes.say("telegram", "an", "tt_1_001193", kind="start")
    fakes.say("telegram", "an", "sửa lại", kind="edit")
    fakes.say("telegram", "an", kind="block")
    fakes.idle()
    start, edit, block = updates(product)
    assert start.message and start.message.text == "/start tt_1_001193"
    assert edit.edited_message and edit.edited_message.message_id == start.message.message_id
    assert block.my_chat_member and block.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="blocked by the user"):
        run(fakes, lambda bot: bot.send_message(chat, "x"))
    fakes.say("telegram", "an", kind="unblock")
    run(fakes, lambda bot: bot.send_message(chat, "x"))


def test_a_chat_moves(fakes: Fakes, chat: int) -> None:
    fakes.say("telegram", "an", kind="move")
    with pytest.raises(ChatMigrated) as moved:
        run(fakes, lambda bot: bot.send_message(chat, "x"))
    run(fakes, lambda bot: bot.send_message(moved.value.new_chat_id, "x"))
    assert [(row.person, row.to) for row in fakes.log.sent] == [("an", str(moved.value.new_chat_id))]


def test_files_commands_and_typing(fakes: Fakes, chat: int) -> None:
    async def work(bot: Bot) -> None:
        assert (await bot.send_photo(chat, b"a picture", caption="chú thích")).photo
        assert (await bot.send_document(chat, b"a form", filename="mau.pdf")).document
        with pytest.raises(BadRequest, match="caption is too long"):
            await bot.send_photo(chat, b"a picture", caption="x" * 1025)
        assert await bot.set_my_commands([("start", "Bắt đầu"), ("help", "Trợ giúp")])
        assert [command.command for command in await bot.get_my_commands()] == ["start", "help"]
        with pytest.raises(BadRequest):
            await bot.set_my_commands([("Trợ giúp", "x")])
        assert await bot.send_chat_action(chat, "typing")
        with pytest.raises(BadRequest):
            await bot.send_chat_action(chat, "dancing")
        sent = await bot.send_message(chat, "x", reply_markup=keyboard("#a"))
        assert await bot.edit_message_reply_markup(chat, sent.message_id, reply_markup=None)
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_reply_markup(chat, sent.message_id, reply_markup=None)

    run(fakes, work)
    assert fakes.telegram.calls.actions == [("an", "typing")]


def test_polling_keeps_what_is_not_confirmed(product: Product, fakes: Fakes) -> None:
    async def work(bot: Bot) -> None:
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        assert await bot.delete_webhook()
        fakes.say("telegram", "an", "một")
        fakes.say("telegram", "an", "hai")
        first, second = await bot.get_updates()
        assert [first.message.text, second.message.text] == ["một", "hai"]
        assert len(await bot.get_updates()) == 2
        assert [update.update_id for update in await bot.get_updates(first.update_id + 1)] == [second.update_id]
        assert await bot.get_updates(second.update_id + 1) == ()

    run(fakes, work)
    assert product.got == []


def test_a_poll_waits_and_a_second_poll_ends_it(fakes: Fakes) -> None:
    async def work(bot: Bot) -> None:
        await bot.delete_webhook()
        waiting = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.2)
        other = asyncio.create_task(bot.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await waiting
        fakes.say("telegram", "an", "một")
        assert [update.message.text for update in await other] == ["một"]

    run(fakes, work)


def test_a_webhook_has_rules_and_takes_what_waited(fakes: Fakes, product: Product) -> None:
    url = f"{product.url}/webhooks/telegram"

    async def work(bot: Bot) -> None:
        for wrong in (
            {"url": "http://motcua.example/"},
            {"url": "https://motcua.example:8000/"},
            {"url": url, "secret_token": "có dấu"},
            {"url": url, "max_connections": 101},
        ):
            with pytest.raises(BadRequest):
                await bot.set_webhook(**wrong)
        await bot.delete_webhook()
        fakes.say("telegram", "an", "trước")
        assert (await bot.get_webhook_info()).pending_update_count == 1
        await bot.set_webhook(url, secret_token="another-secret", allowed_updates=["message"])

    run(fakes, work)
    fakes.say("telegram", "an", kind="block")
    fakes.idle()
    assert [update.message.text for update in updates(product) if update.message] == ["trước"]
    assert product.got[0][1]["x-telegram-bot-api-secret-token"] == "another-secret"
    assert len(product.got) == 1


def test_rates_are_kept_where_they_are_switched_on(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    people = [int(fakes.telegram.meet(fakes.people.named(f"p{n}"))) for n in range(31)]

    async def work(bot: Bot) -> None:
        await bot.send_message(people[0], "x")
        await bot.send_message(people[0], "x")
        fakes.telegram.limits = True
        await bot.send_message(people[0], "x")
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(people[0], "x")
        assert refused.value.retry_after == dt.timedelta(seconds=1)

    run(fakes, work)
    url = f"/telegram/bot{TOKEN}/sendMessage"
    with httpx.Client(base_url=fakes.world.url, trust_env=False) as client:
        statuses = [client.post(url, json={"chat_id": person, "text": "x"}).status_code for person in people[1:]]
    assert statuses[:29] == [200] * 29 and statuses[29] == 429


def test_faults_are_what_the_library_knows(fakes: Fakes, chat: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    async def work(bot: Bot) -> None:
        for fault, error in (("429", RetryAfter), ("blocked", Forbidden), ("expired", InvalidToken)):
            fakes.faults.add(fault, service="telegram", method="sendMessage", times=1)
            with pytest.raises(error):
                await bot.send_message(chat, "x")
        for fault in ("timeout_before", "timeout_after"):
            fakes.faults.add(fault, service="telegram", method="sendMessage", times=1)
            with pytest.raises(TimedOut):
                await bot.send_message(chat, fault)

    run(fakes, work)
    assert [row.text for row in fakes.log.sent] == ["timeout_after"]


def test_the_secret_is_wrong_on_purpose(fakes: Fakes, product: Product) -> None:
    fakes.faults.add("wrong_signature", service="telegram", nth=[1])
    fakes.say("telegram", "an", "một")
    fakes.say("telegram", "an", "hai")
    fakes.idle()
    secrets = [headers["x-telegram-bot-api-secret-token"] for _, headers, _ in product.got]
    assert secrets == ["a-foreign-secret", SECRET]
