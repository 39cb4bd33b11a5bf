"""A message as the readers of codes see it, letter for letter at the same place: other widths, dashes and dots, and
letters typed for the digits that look like them."""

from __future__ import annotations

import re
import unicodedata

# Tokens of digits with an O or l among them, also behind the H or G of a code; whole ones of O in front of a dot.
_DIGITS = re.compile(r"(?<![^\W_])(?:(?:hs)?[hg])?(?=[oil]*[0-9])[0-9oil]+(?![^\W_])", re.IGNORECASE)
_ZEROS = re.compile(r"(?<![^\W_])o{2,3}(?=[.\s/-])", re.IGNORECASE)
# The unit's letter and a zero, "000.AO.01": elsewhere "to", "so", "xo" are words.
_LETTER_AND_ZERO = re.compile(r"(?<=000[.\s/-])([A-Z])o(?=[.\s/-])", re.IGNORECASE)
_LOOKALIKES = str.maketrans("OoIl", "0011")
_DOTS = "\u2024\u3002\uff61\u00b7\u2022\u2219\u22c5"


def code_letters(text: str) -> str:
    """Of the same length as ``text``. To find codes in, and nothing else."""
    plain = text if text.isascii() else "".join(map(_plain, text))
    for pattern in (_DIGITS, _ZEROS):
        plain = pattern.sub(_digits, plain)
    return _LETTER_AND_ZERO.sub(r"\g<1>0", plain)


def _digits(match: re.Match[str]) -> str:
    return match[0].translate(_LOOKALIKES)


def _plain(letter: str) -> str:
    if unicodedata.category(letter) == "Pd" or letter == "\u2212":
        return "-"
    if letter in _DOTS:
        return "."
    narrow = unicodedata.normalize("NFKC", letter)
    return narrow if len(narrow) == 1 and narrow.isascii() else letter
