"""What is known of a channel, as data: whether it vouches for who writes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

DATA = Path(__file__).parent / "channels.yml"


class Channels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vouches: dict[str, Literal["always", "demo", "never"]]


def vouches(channel: str, demo: bool) -> bool:
    """Whether the sender is who the channel says. A channel that nobody described vouches for nobody."""
    told = _channels().vouches.get(channel, "never")
    return told == "always" or (told == "demo" and demo)


@cache
def _channels() -> Channels:
    return msgspec.convert(yaml.safe_load(DATA.read_text(encoding="utf-8")), Channels)
