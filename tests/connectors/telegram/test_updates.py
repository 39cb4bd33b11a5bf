"""What updates mean: by table, and whatever else may come."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.event import Event, EventKind
from bot.store.inbox import Incoming
from connectors.telegram.updates import Blocked, Invited, Meaning, Nothing, Pressed, Unblocked, read

Body = dict[str, Any]
BOT = "1000000001"
AN = 5_000_000_001
USER = {"id": AN, "is_bot": False, "first_name": "An"}
CHAT = {"id": AN, "type": "private", "first_name": "An"}
GROUP = {"id": -1001234567890, "type": "supergroup", "title": "Tổ dân phố"}
FILE = {"file_id": "f1", "file_unique_id": "u1"}
SIZED = {**FILE, "width": 320, "height": 240}
CONTACT = {"phone_number": "84900000001", "first_name": "An"}
ORIGIN = {"type": "user", "sender_user": USER, "date": 1}
BUTTON = {"text": "Lệ phí", "callback_data": "#x:fee"}


def message(**content: Any) -> Body:
    return {"message_id": 7, "date": 1_800_000_000, "chat": CHAT, "from": USER, **content}


def update(**parts: Any) -> Body:
    return {"update_id": 42, **parts}


def said(text: str = "", event: Event | None = None, shown: str | None = None) -> Incoming:
    return Incoming("telegram", f"{BOT}:42", f"telegram-{AN}", text, shown, event=event)


def meant(body: object) -> Meaning:
    return read(body, BOT)


TEXTS = [
    ("xin chào", said("xin chào")),
    ("/start", said("", Event(EventKind.JOINED))),
    ("/start tt_1_001193", said("1.001193", Event(EventKind.JOINED))),
    ("/START@motcua_bot  tt_2_000635 ", said("2.000635", Event(EventKind.JOINED))),
    ("/start somebodys-campaign", said("", Event(EventKind.JOINED))),
    ("/start tt_1_001193;drop", said("", Event(EventKind.JOINED))),
    ("/help", said("trợ giúp", shown="Trợ giúp")),
    ("/help@motcua_bot", said("trợ giúp", shown="Trợ giúp")),
    ("/canbo", said("gặp cán bộ", shown="Gặp cán bộ")),
    ("/restart", said("restart")),
    ('/inform{"x":1}', said('inform{"x":1}')),
    ("/ / /help me", said("help me")),
    ("#dang-ky-ket-hon:fee", said("#dang-ky-ket-hon:fee")),
]


@pytest.mark.parametrize(("text", "meaning"), TEXTS)
def test_texts_and_commands(text: str, meaning: Incoming) -> None:
    assert meant(update(message=message(text=text))) == meaning


CONTENTS: list[tuple[Body, str, Event]] = [
    ({"photo": [SIZED, {**SIZED, "file_id": "f9", "width": 800, "height": 600}]}, "", Event(EventKind.IMAGE, url="f9")),
    ({"photo": [SIZED], "caption": "giấy hẹn"}, "giấy hẹn", Event(EventKind.IMAGE, url="f1")),
    ({"document": {**FILE, "mime_type": "image/png"}}, "", Event(EventKind.IMAGE, url="f1")),
    ({"document": {**FILE, "mime_type": "application/pdf"}}, "", Event(EventKind.FILE)),
    ({"animation": {**SIZED, "duration": 1}, "document": FILE}, "", Event(EventKind.STICKER)),
    ({"voice": {**FILE, "duration": 3}}, "", Event(EventKind.VOICE)),
    ({"audio": {**FILE, "duration": 3}}, "", Event(EventKind.VOICE)),
    ({"video": {**SIZED, "duration": 3}, "caption": "xem"}, "xem", Event(EventKind.VIDEO)),
    ({"video_note": {**FILE, "length": 3, "duration": 3}}, "", Event(EventKind.VIDEO)),
    (
        {"sticker": {**SIZED, "type": "regular", "is_animated": False, "is_video": False}},
        "",
        Event(EventKind.STICKER),
    ),
    ({"dice": {"value": 3, "emoji": "🎲"}}, "", Event(EventKind.STICKER)),
    (
        {"location": {"latitude": 21.03, "longitude": 105.85}},
        "",
        Event(EventKind.LOCATION, latitude=21.03, longitude=105.85),
    ),
    ({"contact": {**CONTACT, "user_id": AN}}, "", Event(EventKind.CONTACT, phone="84900000001", own=True)),
    ({"contact": {**CONTACT, "user_id": AN + 1}}, "", Event(EventKind.CONTACT, phone="84900000001")),
    ({"contact": CONTACT}, "", Event(EventKind.CONTACT, phone="84900000001")),
    (
        {"contact": {**CONTACT, "user_id": AN}, "forward_origin": ORIGIN},
        "",
        Event(EventKind.CONTACT, phone="84900000001"),
    ),
    ({"story": {"chat": GROUP, "id": 3}}, "", Event(EventKind.UNKNOWN)),
    ({"something_of_2030": {"x": 1}}, "", Event(EventKind.UNKNOWN)),
]


@pytest.mark.parametrize(("content", "text", "event"), CONTENTS, ids=lambda value: str(value)[:30])
def test_what_is_sent_besides_text(content: Body, text: str, event: Event) -> None:
    assert meant(update(message=message(**content))) == said(text, event)


def test_an_edited_message_is_the_new_text() -> None:
    edited = meant(update(edited_message=message(text="/khai sinh", edit_date=1)))
    assert edited == said("khai sinh", Event(EventKind.EDITED))


PRESSES: list[tuple[Body, Incoming | None]] = [
    ({"message": message(text="x", reply_markup={"inline_keyboard": [[BUTTON]]}), "data": "#x:fee"},
     said("#x:fee", shown="Lệ phí")),
    ({"message": message(text="x"), "data": "#x:fee"}, said("#x:fee")),
    ({"message": {"message_id": 7, "date": 0, "chat": CHAT}, "data": "#x:fee"}, said("#x:fee")),
    ({"message": message(text="x", chat=GROUP), "data": "#x:fee"}, None),
    ({"inline_message_id": "i1", "data": "#x:fee"}, None),
    ({"message": message(text="x"), "game_short_name": "g"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("press", "meaning"), PRESSES)
def test_a_press_is_always_one_to_be_answered(press: Body, meaning: Incoming | None) -> None:
    query = {"id": "q1", "from": USER, "chat_instance": "1", **press}
    assert meant(update(callback_query=query)) == Pressed("q1", meaning)


def member(chat: Body, before: str, now: str) -> Body:
    user = {"id": int(BOT), "is_bot": True, "first_name": "Một Cửa"}

    def state(status: str) -> Body:
        return {"user": user, "status": status, **({"until_date": 0} if status == "kicked" else {})}

    common = {"chat": chat, "from": USER, "date": 1}
    return {"my_chat_member": {**common, "old_chat_member": state(before), "new_chat_member": state(now)}}


@pytest.mark.parametrize(
    ("chat", "before", "now", "meaning"),
    [
        (CHAT, "member", "kicked", Blocked(f"telegram-{AN}")),
        (CHAT, "kicked", "member", Unblocked(f"telegram-{AN}")),
        (GROUP, "left", "member", Invited("telegram--1001234567890")),
        (GROUP, "member", "left", Nothing("ignored")),
        (GROUP, "member", "member", Nothing("ignored")),
        ({**GROUP, "type": "channel"}, "left", "member", Nothing("ignored")),
    ],
)
def test_who_lets_the_assistant_in_or_shuts_it_out(chat: Body, before: str, now: str, meaning: Meaning) -> None:
    assert meant(update(**member(chat, before, now))) == meaning


@pytest.mark.parametrize(
    "part",
    [
        {"message": message(text="xin chào", chat=GROUP)},
        {"message": message(text="xin chào", **{"from": {**USER, "is_bot": True}})},
        {"message": message(chat=GROUP, migrate_to_chat_id=-1009)},
        {"message": message(pinned_message=message(text="x"))},
        {"message": message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400})},
        {"edited_message": message(location={"latitude": 1.0, "longitude": 2.0, "live_period": 60})},
        {"edited_message": message(text="x", chat=GROUP)},
        {"channel_post": {"message_id": 7, "date": 1, "chat": {**GROUP, "type": "channel"}, "text": "tin"}},
    ],
)
def test_what_is_not_said_to_the_assistant_is_left_alone(part: Body) -> None:
    assert meant(update(**part)) == Nothing("ignored")


@pytest.mark.parametrize(
    "body",
    [
        None, 7, "x", [], {}, {"update_id": 1}, {"update_id": 1, "something_of_2030": {}},
        {"message": message(text="no number")},
        {"update_id": "42", "message": message(text="x")},
        {"update_id": 10**40, "message": message(text="x")},
        update(message=7), update(message=[]), update(message={}), update(message=message(text={"a": 1})),
        update(message=message(text="x", chat={"id": "a", "type": "private"})),
        update(message=message(text="x", chat={"id": 2**64, "type": "private"})),
        update(message=message(text="x", date="yesterday")), update(message=message(text="x", date=2**62)),
        update(message=message(location={"latitude": "north", "longitude": 1})),
        update(callback_query={"id": 7, "from": USER, "chat_instance": "1", "data": "x"}),
    ],
)  # fmt: skip
def test_what_telegram_would_not_send_is_told_as_unknown(body: object) -> None:
    assert meant(body) == Nothing("unknown")


NAMES = (
    "update_id message chat from id type text date photo contact location data entities message_id reply_markup "
    "inline_keyboard forward_origin new_chat_member old_chat_member status user is_bot caption document file_id"
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES.split()), inner, max_size=5),
    max_leaves=12,
)


@given(values, st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]))
def test_nothing_that_comes_breaks_it(value: object, kind: str) -> None:
    for body in (value, update(**{kind: value}), update(**{kind: message(**value) if isinstance(value, dict) else 1})):
        meaning = meant(body)
        stored = meaning.message if isinstance(meaning, Pressed) else meaning
        if isinstance(stored, Incoming):
            assert stored.conversation.startswith("telegram-") and len(stored.conversation) <= 60
            assert len(stored.message_id) <= 80
            msgspec.json.encode(stored.event)
