"""The status of a row: a word or a number of its system, or both, where they say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dossiers.export.cells import Cell, Unreadable, mask, text_of
from bot.dossiers.export.mapping import word_of
from bot.dossiers.status import Status

LONGEST = 60
_BOTH = re.compile(r"(?P<number>\d{1,3})(?P<word>\W+[^\W\d_].*|)")


def read_status(cell: Cell, statuses: Mapping[str, Status]) -> Status:
    """Raises Unreadable."""
    text = text_of(cell)
    if status := statuses.get(word_of(text)):
        return status
    if not text:
        raise Unreadable("empty")
    both = _BOTH.fullmatch(text)
    numbered, named = (statuses.get(word_of(both[part])) for part in ("number", "word")) if both else (None, None)
    if numbered and named and numbered is not named:
        raise Unreadable(f"its number and its words mean two statuses: {_shown(text)}")
    if not numbered or not named:
        raise Unreadable(f"not in the mapping: {_shown(text)}")
    return named


def _shown(text: str) -> str:
    """Whoever extends the mapping wants to see it. Names, which a shifted column may hold, have capitals within."""
    both = _BOTH.fullmatch(text)
    words = both["word"].strip(" -.:)") if both else text
    sentence = " " in words and words[0].isupper() and words[1:] == words[1:].lower() and not re.search(r"\d", words)
    return text if len(text) <= LONGEST and (not words or sentence) else mask(text)
