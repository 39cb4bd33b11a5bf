"""What a message says besides asking: the words that are no cue of a facet, no politeness, nobody's "I"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

import bot.language
from bot.catalogue.ambiguity import core
from bot.language.text import fold

_CUES = Path(bot.language.__file__).parent / "facet_cues.yml"
_NOISE = re.compile(r"[^\w\s]+")


def leftover(text: str) -> str:
    """Folded; empty where the message only asks on: "thế còn lệ phí", "bao lâu thì xong"."""
    words = " ".join(_NOISE.sub(" ", fold(text)).split())
    return core(_cues().sub(" ", words))


@cache
def _cues() -> re.Pattern[str]:
    lists: dict[str, list[str]] = yaml.safe_load(_CUES.read_text(encoding="utf-8"))
    longest_first = sorted({cue for cues in lists.values() for cue in cues}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")
