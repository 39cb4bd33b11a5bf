"""What a message says besides asking: the words that are no cue of a facet, no politeness, nobody's "I"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

import bot.language
from bot.catalogue.ambiguity import core
from bot.catalogue.record import Procedure
from bot.language.text import fold

_CUES = Path(bot.language.__file__).parent / "facet_cues.yml"
_NOISE = re.compile(r"[^\w\s]+")


def leftover(text: str) -> str:
    """Folded; empty where the message only asks on: "thế còn lệ phí", "bao lâu thì xong"."""
    left = core(_cues().sub(" ", _plain(text)))
    return " ".join(word for word in left.split() if word not in _empty())


def speaks_of(record: Procedure, words: str) -> bool:
    """Whether at least half of these folded words stand in the record."""
    papers = (document.name for document in record.documents)
    texts = (
        record.short_name,
        *record.aliases,
        record.summary,
        *papers,
        *record.conditions,
        *record.steps,
        *record.notes,
    )
    known, said = set(_plain(" ".join(texts)).split()), words.split()
    return 2 * sum(word in known for word in said) >= len(said)


def _plain(text: str) -> str:
    return " ".join(_NOISE.sub(" ", fold(text)).split())


@cache
def _cues() -> re.Pattern[str]:
    lists: dict[str, list[str]] = yaml.safe_load(_CUES.read_text(encoding="utf-8"))
    longest_first = sorted({cue for cues in lists.values() for cue in cues}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")


@cache
def _empty() -> frozenset[str]:
    return frozenset(yaml.safe_load((Path(__file__).parent / "leftover.yml").read_text(encoding="utf-8")))
