"""A part of a dossier code, such as the receipt number alone, or one that is broken: what is there, what is missing."""

from __future__ import annotations

import re

import msgspec

from bot.language.code_letters import code_letters
from bot.language.text import fold

UNIT, DATE, SERIAL = "unit", "date", "serial"

_START, _END = r"(?<![\w.,/-])", r"(?![\w/]|[.,-]\w)"
_GAP = r"[ .\u2010-\u2015-]"
_CUT = r"[ .,:;/_-]{1,3}"
_LEVELS = rf"[hg]\d{{2}}(?:{_GAP}\d{{2}}){{1,3}}|000\.\w{{2}}\.\w{{2}}\.[hg]\d{{2}}"
_DAY = r"(?:20)?[1-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_OF = r"(?: (?:so|cua|em|e|toi|minh|la|co|mang|ma))*[ :]+"
_COUNTED = r"(?! (?:ban|anh|to|trang|dong|ngay|thang|nam|nguoi|trieu|nghin|ngan)\b)"
_PARTS = (
    (re.compile(rf"{_START}((?:{_LEVELS}){_GAP}{{1,3}}{_DAY}){_END}"), (SERIAL,)),
    (re.compile(rf"{_START}({_LEVELS}){_END}"), (DATE, SERIAL)),
    (re.compile(rf"{_START}({_DAY}{_GAP}{{1,3}}\d{{4,7}}){_END}"), (UNIT,)),
    (re.compile(rf"\b(?:bien nhan|tiep nhan|giay hen|phieu hen){_OF}(\d{{3,7}}){_END}{_COUNTED}"), (UNIT, DATE)),
    (re.compile(rf"\b(?:so thu tu|stt){_OF}(\d{{4,7}}){_END}{_COUNTED}"), (UNIT, DATE)),
    (re.compile(rf"\b(?:ho so|hs){_OF}(?!20[0-3]\d\b)(\d{{4,7}}){_END}{_COUNTED}"), (UNIT, DATE)),
)
# The parts of a code, of which one is too long, too short, or without its letter.
_HEAD = rf"(?:\w{{2,4}}\.){{0,3}}[hg]\d{{2,3}}{_CUT}(?:\d{{1,3}}|\d{{6,8}})"
_BROKEN = (
    re.compile(rf"{_START}(?<!\d )({_HEAD}(?:{_CUT}\d{{1,8}}){{1,5}})(?!\w)"),
    re.compile(rf"{_START}(\d{{2}}(?:\.\d{{2}}){{1,3}}{_GAP}{{1,3}}{_DAY}{_GAP}{{1,3}}\d{{4,7}}){_END}"),
)
_LEAST_DIGITS = 9
# What somebody answers who was asked for the missing parts.
_ANSWERS = (
    (re.compile(rf"({_DAY})"), (UNIT, SERIAL)),
    (re.compile(r"(\d{4}|\d{7})"), (UNIT, DATE)),
    (re.compile(r"([hg]\d{2})"), (DATE, SERIAL)),
)
_AROUND = re.compile(
    r"^(?:(?:da|a|em|e|la|so|ma|ho|hs|thu|tu|don|vi|ngay|nop|cua|toi|minh|day|no)[ :.,]+)+"
    r"|(?:[ .,]+(?:a|ak|nhe|nha|em|day|do|ban|oi))+$"
)


class PartialCode(msgspec.Struct, frozen=True):
    """``given`` as typed, in capitals; ``missing`` in the order in which the parts stand in a code: none of them where
    a code is there, but not as codes are."""

    given: str
    missing: tuple[str, ...]


def find_partial_code(text: str, asked: bool = False) -> PartialCode | None:
    """The longest part of a code in a text that holds no whole one. ``asked``: we have just asked for the code, so a
    part needs no name where it is all that is said."""
    folded = fold(code_letters(text))
    for pattern, missing in _PARTS:
        if match := pattern.search(folded):
            return PartialCode(match[1].upper(), missing)
    return find_broken_code(text) or (_answer(folded) if asked else None)


def find_broken_code(text: str) -> PartialCode | None:
    """What looks like a code and is none: to be asked about, since to leave it out would be silence."""
    folded = fold(code_letters(text))
    matches = (match for pattern in _BROKEN for match in pattern.finditer(folded))
    for match in matches:
        if len(re.findall(r"\d", match[1])) >= _LEAST_DIGITS:
            return PartialCode(match[1].upper(), ())
    return None


def _answer(folded: str) -> PartialCode | None:
    alone = _AROUND.sub("", folded.strip(" .,"))
    for pattern, missing in _ANSWERS:
        if match := pattern.fullmatch(alone):
            return PartialCode(match[1].upper(), missing)
    return None
