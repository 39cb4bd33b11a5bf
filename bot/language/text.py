"""Vietnamese text: one canonical form, its folded twin, and the map back to what the person typed."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SPACES = re.compile(r"\s+")
_LETTERS = "[!-~\u00a1-\u02ff\u1e00-\u1eff]+"
# Single-spaced, and no mark that stands alone: each character is its own.
_PLAIN = re.compile(f"{_LETTERS}(?: {_LETTERS})*")
_MARKED_SLASH = re.compile(r"^[/\s]+")
_TAKES = re.compile(
    r"\bm[ấâa]t\s+(?=(?:bao|nhiêu|nhieu|phí|phi|tiền|tien|lệ|le phi|thời|thoi|lâu|lau|công|chi phí|chi phi|"
    r"(?:mấy|may|\d+)\s+(?:ngày|ngay|hôm|hom|bữa|bua|tuần|tuan|tháng|thang|tiếng|tieng|giờ|gio|đồng|dong))\b)",
    re.IGNORECASE,
)
_D = str.maketrans("đĐ", "dD")


class Mapped(NamedTuple):
    """``text`` is NFC, lower-case, single-spaced; ``origins[i]`` is where its character i begins in the original."""

    text: str
    origins: tuple[int, ...]


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """What every entrance does to a message: NFC, no control or direction characters, single spaces, trimmed.

    Lines stay lines, none of them empty: who writes a list asks about each.
    """
    kept = "".join(c for c in nfc(text) if c.isspace() or unicodedata.category(c) not in _DROPPED)
    lines = (_SPACES.sub(" ", line).strip() for line in kept.splitlines())
    return "\n".join(filter(None, lines))


# Controls, formats (zero-width, bidirectional overrides), lone surrogates, unassigned.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Cn"})


def disarm(text: str) -> str:
    """A typed text that Rasa cannot take for a command: no leading slash."""
    return _MARKED_SLASH.sub("", text)


def fold(text: str) -> str:
    """Lower case without tone marks, vowel marks and đ: "Đăng ký" → "dang ky". Vietnamese keeps its length in NFC."""
    return nfc(text).lower().translate(_FOLDED)


class _Folded(dict[int, str]):
    """Each character is taken apart once: this is done to every word of every message, many times."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code))
        self[code] = "".join(c for c in parts if not unicodedata.combining(c)).translate(_D)
        return self[code]


_FOLDED = _Folded()


def aligned(text: str) -> str:
    """NFC text folded with a character for each of its own, also where a mark stands alone or a script has letters
    that come apart."""
    folded = fold(text)
    return folded if len(folded) == len(text) else "".join(fold(c)[:1] or " " for c in text)


def mapped(text: str) -> Mapped:
    """The canonical form of any text with the place of each of its characters in the original."""
    lower = text.lower()
    if _PLAIN.fullmatch(text) and len(lower) == len(text):
        return Mapped(lower, tuple(range(len(text) + 1)))
    characters: list[str] = []
    origins: list[int] = []
    for start, cluster in _clusters(text):
        for character in nfc(cluster).lower():
            blank = character.isspace()
            if blank and (not characters or characters[-1] == " "):
                continue
            characters.append(" " if blank else character)
            origins.append(start)
    return Mapped("".join(characters), (*origins, len(text)))


def _clusters(text: str) -> list[tuple[int, str]]:
    """Base characters with their combining marks, so that NFC of each part is NFC of the whole."""
    starts = [i for i, c in enumerate(text) if i == 0 or not unicodedata.combining(c)]
    return [(start, text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=False)]


def without_takes(text: str) -> str:
    """The text without a "mất" that means "takes" ("mất bao lâu", "mất phí"), which else is read as "lost"."""
    return _TAKES.sub("", text)
