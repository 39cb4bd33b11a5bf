"""Titles as people might say them in part: what the linker learns from, besides messages about curated procedures.

Made by chance and not by hand: a stretch of a title, words left out, some replaced by what people call them, asked.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from bot.catalogue.record import Procedure
from bot.catalogue.spoken import LONGEST, Words, said_for, typed_words
from bot.language.text import fold

_BRACKETS = re.compile(r"\([^)]*\)")
_BEFORE = ("", "", "em muốn", "tôi muốn", "cho hỏi", "công ty em", "làm sao để", "muốn", "xin hỏi", "nhà em")
_AFTER = ("", "", "cần gì", "thì làm sao", "hồ sơ gồm những gì", "ở đâu", "mất bao lâu", "thế nào", "phí bao nhiêu")
_SHORTEST, _LONG, _LENGTHS = 8, 14, (8, 18)
_CUT, _LEFT_OUT, _TURNED, _WITHOUT_MARKS = 0.6, 0.25, 0.25, 0.5
_PHRASE, _WORD = 0.6, 0.35


def said_in_part(procedures: Sequence[Procedure], seed: int) -> list[tuple[str, str]]:
    """(procedure, what somebody may say), one each, the same ones for a seed."""
    chance, spoken = random.Random(seed), said_for()
    return [(record.id, _said(record.official_name, spoken, chance)) for record in procedures]


def _said(title: str, spoken: Mapping[Words, Sequence[Words]], chance: random.Random) -> str:
    words = _stretch(_BRACKETS.sub(" ", title) if chance.random() < _CUT else title, chance)
    told = _told(words, spoken, chance)
    if len(told) > 4 and chance.random() < _TURNED:
        middle = chance.randrange(2, len(told) - 1)
        told = told[middle:] + told[:middle]
    text = " ".join([chance.choice(_BEFORE), *told, chance.choice(_AFTER)]).strip()
    return fold(text) if chance.random() < _WITHOUT_MARKS else text


def _stretch(title: str, chance: random.Random) -> Words:
    words = typed_words(title)
    if len(words) <= _LONG:
        return words
    start = chance.randrange(max(1, len(words) - _SHORTEST)) if chance.random() < _CUT else 0
    return words[start : start + chance.randrange(*_LENGTHS)]


def _told(words: Words, spoken: Mapping[Words, Sequence[Words]], chance: random.Random) -> list[str]:
    told: list[str] = []
    while words:
        length, said = _replaced(words, spoken, chance)
        if said:
            told += said
        elif chance.random() < _LEFT_OUT:
            length = chance.choice((1, 1, 2, 2, 3))
        else:
            told.append(words[0])
        words = words[length:]
    return told


def _replaced(words: Words, spoken: Mapping[Words, Sequence[Words]], chance: random.Random) -> tuple[int, Words]:
    for length in range(min(LONGEST, len(words)), 0, -1):
        known = spoken.get(words[:length])
        if known and chance.random() < (_PHRASE if length > 1 else _WORD):
            return length, chance.choice(known)
    return 1, ()
