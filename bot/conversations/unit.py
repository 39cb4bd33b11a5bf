"""The one-stop shop that runs the assistant: name, hours, counters, hotlines. Data of the unit, not code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import yaml


class Hotline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    number: str


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    address: str
    hours: str
    counters: tuple[str, ...]
    hotlines: tuple[Hotline, ...]


@cache
def load_unit(path: str) -> Unit:
    """Raises OSError or msgspec.ValidationError, which name the file or the faulty field."""
    return msgspec.convert(yaml.safe_load(Path(path).read_text(encoding="utf-8")), Unit)
