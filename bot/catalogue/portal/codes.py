"""Codes of procedures as exports print them: "1.001193.000.00.00.H37", glued, spaced, or a number of the province's."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.catalogue.record import Level
from bot.language.text import clean, fold

NATIONAL = re.compile(r"^[1-6]\.\d{6}$")
_PRINTED = re.compile(r"^([1-6])\.?(\d{6})(?![\d])(.*)$|^([1-6])\.?(\d{6})(0{2,4}[.,]?0{1,2}[.,]?0{1,2}.*)$")
_UNIT = re.compile(r"^[.,\s0]*(?:([HG]\d{2})([.\d]*)(?:\.([HXT]))?)?\.*$")
_LOCAL = re.compile(r"^[A-ZĐ][A-ZĐ0-9]*(?:[_.-][A-ZĐ0-9]+)+$")
_ENDS = {"H": None, "X": Level.COMMUNE, "T": Level.PROVINCE}


class Code(NamedTuple):
    """``unit`` is the H or G code behind it, ``level`` what a last letter tells; ``mended``: not printed like this."""

    text: str
    national: bool
    unit: str | None = None
    level: Level | None = None
    mended: bool = False


def read_code(printed: str | float | int | None) -> Code | None:
    """The code, or None where it is none that can be repaired with certainty (five digits, say).

    A number is what a spreadsheet makes of a code: 1.00012 is 1.000120.
    """
    if isinstance(printed, (float, int)):
        text = f"{printed:.6f}"
        return Code(text, True, mended=text != str(printed)) if NATIONAL.match(text) else None
    text = re.sub(r"\s+", "", clean(printed or "")).upper()
    match = _PRINTED.match(text)
    if not match:
        return Code(text, False) if _LOCAL.match(text) else None
    code = f"{match[1] or match[4]}.{match[2] or match[5]}"
    unit = _UNIT.match(match[3] if match[1] else match[6])
    if not unit:
        return None
    regular = text == code or re.fullmatch(rf"{re.escape(code)}\.000\.00\.00\.[HG]\d{{2}}", text)
    return Code(code, True, unit[1], _ENDS.get(unit[3] or ""), mended=not regular)


def slug(code: str) -> str:
    """A code as a part of an id: "1.000110" becomes "1-000110", "DBXH_01" becomes "dbxh-01"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(code)).strip("-")
