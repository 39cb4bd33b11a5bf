"""What is known of a channel, as data: whether it vouches for who writes, and how replies reach people there."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

DATA = Path(__file__).parent / "channels.yml"


class Channels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vouches: dict[str, Literal["always", "demo", "never"]]
    pushed: tuple[str, ...]
    shown: tuple[str, ...]
    reply_days: dict[str, int]
    screen: dict[str, int]
    shares: dict[str, tuple[Literal["phone", "place"], ...]]


def vouches(channel: str, demo: bool) -> bool:
    """Whether the sender is who the channel says. A channel that nobody described vouches for nobody."""
    told = _channels().vouches.get(channel, "never")
    return told == "always" or (told == "demo" and demo)


def is_pushed(channel: str) -> bool:
    """Whether a sender brings the replies there; else they are fetched."""
    return channel in _channels().pushed


def is_shown(channel: str) -> bool:
    """Whether a message that nobody asked for is read there at the next visit, though it does not come by itself."""
    return channel in _channels().shown


def reply_window(channel: str) -> dt.timedelta | None:
    """How long after somebody wrote the channel lets us write to them; None: always."""
    days = _channels().reply_days.get(channel)
    return None if days is None else dt.timedelta(days=days)


def screen(channel: str) -> int | None:
    """How many characters of a reply are shown at once, the rest behind "xem thêm"; None: all of it."""
    return _channels().screen.get(channel)


def can_share(channel: str, what: str) -> bool:
    """Whether a person there can hand over their verified ``phone``, or the ``place`` where they are."""
    return what in _channels().shares.get(channel, ())


@cache
def _channels() -> Channels:
    return msgspec.convert(yaml.safe_load(DATA.read_text(encoding="utf-8")), Channels)
