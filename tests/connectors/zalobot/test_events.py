"""What events mean: by table, and whatever else may come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.event import Event, EventKind
from bot.store.inbox import Incoming
from connectors.zalobot.events import read

CHAT = "6ede9afa66b88fe6d6a9"
Body = dict[str, Any]


def event(name: str = "text", **content: Any) -> Body:
    sender = {"id": CHAT, "display_name": "An", "is_bot": False}
    common = {"message_id": "2d758cb5e222177a4e35", "chat": {"id": CHAT, "chat_type": "PRIVATE"}, "from": sender}
    return {"event_name": f"message.{name}.received", "message": {**common, "date": 1750316131602, **content}}


def said(text: str = "", kind: EventKind | None = None, url: str | None = None) -> Incoming:
    about = Event(kind, url=url) if kind else None
    return Incoming("zalobot", "2d758cb5e222177a4e35", f"zalobot-{CHAT}", text, event=about)


EVENTS = [
    (event(text="xin chào"), said("xin chào")),
    (event(text="/restart"), said("restart")),
    (event("image", photo="https://a.zdn.vn/1.jpg"), said("", EventKind.IMAGE, "https://a.zdn.vn/1.jpg")),
    (event("image", photo_url="https://a.zdn.vn/1.jpg", caption="giấy hẹn"),
     said("giấy hẹn", EventKind.IMAGE, "https://a.zdn.vn/1.jpg")),
    (event("image"), said("", EventKind.UNKNOWN)),
    (event("sticker", sticker="20513", url="https://a.zdn.vn/s"), said("", EventKind.STICKER)),
    (event("voice", voice_url="https://a.zdn.vn/v.aac"), said("", EventKind.VOICE)),
    (event("link", url="https://dichvucong.gov.vn/x"), said("https://dichvucong.gov.vn/x", EventKind.LINK)),
    (event("unsupported"), said("", EventKind.UNKNOWN)),
    (event("something_of_2030"), said("", EventKind.UNKNOWN)),
    (event("reaction"), "ignored"),
    (event(text="x", chat={"id": CHAT, "chat_type": "GROUP"}), "ignored"),
    (event(text="x", **{"from": {"id": CHAT, "is_bot": True}}), "ignored"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "meaning"), EVENTS, ids=lambda value: str(value)[:40])
def test_events_bare_and_in_an_envelope(body: Body, meaning: Incoming | str) -> None:
    assert read(body) == meaning
    assert read({"ok": True, "result": body}) == meaning


@pytest.mark.parametrize(
    "body",
    [
        None, 7, "x", [], {}, {"ok": True}, {"ok": True, "result": None}, {"ok": True, "result": 7},
        event(text=7), event(message_id=""), event(message_id="x" * 81), event(chat={"id": "a b"}),
        event(chat={"id": "x" * 60}), event(chat={}), event(**{"from": 7}), {"event_name": "message.text.received"},
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_what_the_platform_would_not_send_is_told_as_unknown(body: object) -> None:
    assert read(body) == "unknown"


wild = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "chat", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(wild, st.sampled_from(["text", "chat", "from", "message_id", "photo", "caption"]))
def test_nothing_that_comes_breaks_it(value: object, name: str) -> None:
    for body in (value, {"result": value}, event(**{name: value}), event("image", **{name: value})):
        meaning = read(body)
        assert meaning in ("unknown", "ignored") or isinstance(meaning, Incoming)
