"""Whether a whole message is about a dossier that was handed in, without its code: "kiểm tra hồ sơ giúp em"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.language.text import fold
from bot.language.word_lists import filled

DATA = Path(__file__).parent / "own_dossier.yml"
# Longer ones say more than the question.
MOST_WORDS = 18


def asks_about_own_dossier(text: str) -> bool:
    """Where it is, what it lacks, how to get the letter of apology: each takes the code first."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return len(words) <= MOST_WORDS and bool(_pattern().fullmatch(" ".join(words)))


@cache
def _pattern() -> re.Pattern[str]:
    lists: dict[str, list[str]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return re.compile(filled("(?:{before} )*{asked}(?: {after})*", lists))
