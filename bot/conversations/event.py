"""What a person does besides typing: a photo, a place, a phone number, a first visit."""

from __future__ import annotations

from enum import Enum

import msgspec


class EventKind(str, Enum):
    """``JOINED``: followed, pressed start or opened the chat. ``OFFICER``: a person of the unit wrote in the channel's
    own tool. ``FLOOD``: far too many messages at once; stands for all of them. ``UNKNOWN``: nothing that we know."""

    JOINED = "joined"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    FILE = "file"
    LINK = "link"
    EDITED = "edited"
    DELETED = "deleted"
    OFFICER = "officer"
    FLOOD = "flood"
    UNKNOWN = "unknown"


# With these a text is a caption or the person's own words; with the others it is not meant for us.
_SPEAKING = frozenset(
    {EventKind.JOINED, EventKind.EDITED, EventKind.IMAGE, EventKind.VOICE, EventKind.VIDEO, EventKind.FILE}
    | {EventKind.LINK, EventKind.UNKNOWN}
)


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """``url``: where the channel keeps a picture, or its own id of it. ``phone``: of a contact; ``own``: the channel
    vouches that it is the sender's. ``codes``: what was kept of the bars and squares of a picture, see
    bot/language/pictured.py; None: nobody has looked yet.
    Degrees are WGS 84.
    """

    kind: EventKind
    url: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None
    own: bool = False
    codes: tuple[str, ...] | None = None


def is_spoken(event: Event, text: str) -> bool:
    """Whether the text that came with it is to be answered; a code that was read goes before a caption."""
    return event.kind in _SPEAKING and not event.codes and text.strip() not in ("", event.url)


def without_strangers(event: Event) -> Event:
    """Without the number of a card that is not the sender's own: it is of no use to us."""
    foreign = event.kind is EventKind.CONTACT and not event.own
    return msgspec.structs.replace(event, phone=None) if foreign else event
