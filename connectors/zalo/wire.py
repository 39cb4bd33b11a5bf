"""The body of a webhook, read with care: any part may be missing, of another type, or a number where text is meant."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

_ID = re.compile(r"[0-9A-Za-z_]{1,40}")
_NAME = re.compile(r"[a-z][a-z_]{0,59}")
_KEY = re.compile(r"[\x21-\x7e]{1,80}")


class NotHeard(Exception):
    """The event is not taken in. ``status`` for HTTP; ``reason`` is one of ours, and says nothing of the content."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Wire(NamedTuple):
    """One event as JSON."""

    data: Mapping[str, Any]

    def at(self, *path: str | int) -> Any:
        """What stands there; None where nothing does."""
        value: Any = self.data
        for step in path:
            fits = isinstance(value, Mapping) if isinstance(step, str) else isinstance(value, list)
            if not fits or (isinstance(step, int) and step >= len(value)):
                return None
            value = value.get(step) if isinstance(step, str) else value[step]
        return value

    def text(self, *path: str | int) -> str:
        """Numbers as their digits; empty for anything that is neither."""
        value = self.at(*path)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return ""
        return str(value)

    def person(self, *path: str | int) -> str | None:
        """An id; None where there is none, or nothing that could be one."""
        return (_ID.fullmatch(self.text(*path)) and self.text(*path)) or None

    def number(self, *path: str | int) -> float | None:
        """A finite number, also where it is written as text."""
        try:
            value = float(self.text(*path) or self.at(*path))
        except (TypeError, ValueError, OverflowError):
            return None
        return value if math.isfinite(value) else None

    @property
    def name(self) -> str:
        """Of the event, if it looks like one."""
        name = self.text("event_name")
        return name if _NAME.fullmatch(name) else ""

    def key(self, subject: str) -> str:
        """Against duplicates: the message's id, else what makes the event one of a kind; at most 80 characters."""
        key = self.text("message", "msg_id") or f"{self.name}:{self.text('timestamp')}:{subject}"
        return key if _KEY.fullmatch(key) else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def read(body: bytes) -> Wire:
    """Raises NotHeard with 400 for what is no JSON object."""
    try:
        data = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotHeard(400, "no JSON") from error
    if not isinstance(data, dict):
        raise NotHeard(400, "no JSON object")
    return Wire(data)
