"""Patterns of words with lists in them: a name in braces is any entry of that list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Lists = Mapping[str, Sequence[str]]
_NAME = re.compile(r"\{([a-z_]+)\}")


def filled(pattern: str, lists: Lists) -> str:
    """The pattern with the lists whose names stand in braces, and the names in those."""
    return _NAME.sub(lambda name: filled(f"(?:{'|'.join(_entries(name[1], lists))})", lists), pattern)


def _entries(name: str, lists: Lists) -> list[str]:
    """The longest first, each once, also of the lists within: who says "em" ten times is read in one way only."""
    parts: set[str] = set()
    for part in lists[name]:
        inner = _NAME.fullmatch(part)
        parts |= set(_entries(inner[1], lists)) if inner else {part}
    return sorted(parts, key=lambda part: (-len(part), part))
