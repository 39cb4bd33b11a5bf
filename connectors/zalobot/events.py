"""What an event of the Zalo Bot Platform means to us. Pure: JSON in, a message out."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from bot.conversations.event import Event, EventKind
from bot.language.text import disarm
from bot.store.inbox import Incoming

NAME = "zalobot"
Id = Annotated[str, Meta(min_length=1, max_length=50, pattern=r"^[A-Za-z0-9_-]+$")]
# message.<name>.received; what is not here is told as unknown: the person did send something.
KINDS = {
    "text": None,
    "image": EventKind.IMAGE,
    "sticker": EventKind.STICKER,
    "voice": EventKind.VOICE,
    "video": EventKind.VIDEO,
    "link": EventKind.LINK,
    "location": EventKind.LOCATION,
    "unsupported": EventKind.UNKNOWN,
}
# Nobody expects an answer to these.
SILENT = frozenset({"reaction"})


class Chat(msgspec.Struct, frozen=True):
    id: Id
    chat_type: str = "PRIVATE"


class Sender(msgspec.Struct, frozen=True):
    is_bot: bool = False


class Message(msgspec.Struct, frozen=True):
    """``photo`` or ``photo_url``: seen both."""

    message_id: Id
    chat: Chat
    sender: Sender = msgspec.field(name="from", default=Sender())
    text: str = ""
    caption: str = ""
    photo: str | None = None
    photo_url: str | None = None
    url: str | None = None


class Body(msgspec.Struct, frozen=True):
    event_name: str
    message: Message


def read(body: Any) -> Incoming | str:
    """A message, or why there is none: ``ignored``, or ``unknown`` for what was not sent when this was written.

    The event comes bare or in an envelope.
    """
    result = body.get("result") if isinstance(body, dict) else None
    try:
        event = msgspec.convert(body if result is None else result, Body)
    except msgspec.ValidationError:
        return "unknown"
    name = event.event_name.removeprefix("message.").removesuffix(".received")
    private = event.message.chat.chat_type == "PRIVATE"
    if not private or event.message.sender.is_bot or name in SILENT:
        return "ignored"
    return _incoming(event.message, KINDS.get(name, EventKind.UNKNOWN))


def _incoming(message: Message, kind: EventKind | None) -> Incoming:
    text = disarm(message.text or message.caption)
    url = message.photo or message.photo_url or message.url
    if kind is EventKind.LINK and not text:
        text = url or ""
    if kind is EventKind.IMAGE and url is None:
        kind = EventKind.UNKNOWN
    event = None if kind is None else Event(kind, url=url if kind is EventKind.IMAGE else None)
    return Incoming(NAME, message.message_id, f"{NAME}-{message.chat.id}", text, event=event)
