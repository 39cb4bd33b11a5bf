"""The status of a row: a word or a number of its system, or both, where they say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from bot.dossiers.export.cells import Cell, Unreadable, mask, text_of
from bot.dossiers.export.mapping import word_of
from bot.dossiers.status import Status

DATA = Path(__file__).parent / "status_words.yml"
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
    """Whoever extends the mapping wants to see it; but where a column is shifted it is a name, or a reason."""
    both = _BOTH.fullmatch(text)
    words = "".join(f"{word} " for word in re.findall(r"[^\W_]+", (both["word"] if both else text).lower()))
    return text if len(text) <= LONGEST and _made_of_status_words().fullmatch(words) else mask(text)


@cache
def _made_of_status_words() -> re.Pattern[str]:
    lists: dict[str, list[str]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    word = "|".join(word for words in lists.values() for word in words)
    return re.compile(f"(?:(?:{word}) )*")
