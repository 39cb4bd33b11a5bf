"""A part of a dossier code, such as the receipt number alone: what of the code is there, and what is missing."""

from __future__ import annotations

import re

import msgspec

from bot.language.text import fold

UNIT, DATE, SERIAL = "unit", "date", "serial"

_START, _END = r"(?<![\w.,/-])", r"(?![\w/]|[.,-]\w)"
_GAP = r"[ .\u2010-\u2015-]"
_LEVELS = rf"[hg]\d{{2}}(?:{_GAP}\d{{2}}){{1,3}}|000\.\w{{2}}\.\w{{2}}\.[hg]\d{{2}}"
_DAY = r"(?:20)?[1-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_OF = r"(?: (?:so|cua|em|e|toi|minh|la|co|mang|ma))*[ :]+"
_COUNTED = r"(?! (?:ban|anh|to|trang|dong|ngay|thang|nam|nguoi|trieu|nghin|ngan)\b)"
_PARTS = (
    (re.compile(rf"{_START}((?:{_LEVELS}){_GAP}{{1,3}}{_DAY}){_END}"), (SERIAL,)),
    (re.compile(rf"{_START}({_LEVELS}){_END}"), (DATE, SERIAL)),
    (re.compile(rf"{_START}({_DAY}{_GAP}{{1,3}}\d{{4,7}}){_END}"), (UNIT,)),
    (re.compile(rf"\b(?:bien nhan|tiep nhan|giay hen|phieu hen){_OF}(\d{{3,7}}){_END}{_COUNTED}"), (UNIT, DATE)),
    (re.compile(rf"\b(?:ho so|hs){_OF}(?!20[0-3]\d\b)(\d{{4,7}}){_END}{_COUNTED}"), (UNIT, DATE)),
)


class PartialCode(msgspec.Struct, frozen=True):
    """``given`` as typed, in capitals; ``missing`` in the order in which the parts stand in a code."""

    given: str
    missing: tuple[str, ...]


def find_partial_code(text: str) -> PartialCode | None:
    """The longest part of a code in a text that holds no whole one."""
    folded = fold(text)
    for pattern, missing in _PARTS:
        if match := pattern.search(folded):
            return PartialCode(match[1].upper(), missing)
    return None
