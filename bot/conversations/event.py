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


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """``url``: where the channel keeps a picture, or its own id of it. ``phone``: of a contact; ``own``: the channel
    vouches that it is the sender's. ``codes``: what the bars and squares of a picture say; None: nobody has looked yet.
    Degrees are WGS 84.
    """

    kind: EventKind
    url: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None
    own: bool = False
    codes: tuple[str, ...] | None = None
