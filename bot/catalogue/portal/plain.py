"""Small tools for printed text: tidy it, cut it where it may be cut, find out that it says nothing."""

from __future__ import annotations

import re
import unicodedata

from bot.language.text import nfc

# Members of a character class: the letters of Vietnamese by case, which Unicode mixes.
_LETTERS = [chr(point) for point in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))]
LOWER = "a-z" + "".join(letter for letter in _LETTERS if letter.islower())
UPPER = "A-Z" + "".join(letter for letter in _LETTERS if letter.isupper())

_BULLET = re.compile(r"^(?:[-+*•–—➢▪]\s*|\(?(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4})[).]\s+)+", re.IGNORECASE)
_NOTHING = frozenset(
    {"", "khong", "khong co", "khong co thong tin", "khong quy dinh", "chua quy dinh", "trinh tu thuc hien", "-", "--"}
)
_FOLDED = dict.fromkeys(range(768, 880)) | {ord("đ"): "d"}
_LONGEST_NOTHING = 40
# What Vietnamese text needs none of: controls but tab and line ends, marks of width and direction, soft hyphens.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n[ \n]*")
_SPACES = re.compile(r"\s+")
_ENDS = re.compile(r"[.;]\s")
_PAUSES = re.compile(r"[,:]\s|\s(?=(?:và|hoặc|của|theo|do|để|tại|đối với|trong|trường hợp)\s)")
_SENTENCE = re.compile(rf"(?<=[{LOWER})])([.;])(?=[{UPPER}])")


def fold(text: str) -> str:
    """What ``bot.language.text.fold`` gives, many times as fast: an import folds millions of characters."""
    return unicodedata.normalize("NFD", text.lower()).translate(_FOLDED)


def entrance(text: str) -> str:
    """A field as it comes from a file: NFC, without invisible characters, runs of blanks and empty lines."""
    return _EMPTY_LINES.sub("\n", _BLANKS.sub(" ", _INVISIBLE.sub("", nfc(text))))


def tidy(text: str) -> str:
    """One line, without bullet or number in front and without a loose mark at the end."""
    line = _SENTENCE.sub(r"\1 ", _SPACES.sub(" ", text)).strip()
    return _BULLET.sub("", line).rstrip(" .;,:")


def says_nothing(text: str) -> bool:
    """Whether a field that stands there says only that there is nothing."""
    return len(text) < _LONGEST_NOTHING and fold(tidy(text)).strip() in _NOTHING


def lines(text: str) -> list[str]:
    """The lines of a field that say something, tidied."""
    return [line for line in map(tidy, text.splitlines()) if not says_nothing(line)]


def cut(text: str, most: int) -> str:
    """At most ``most`` characters: a whole sentence if one fits, else up to a pause, else a word; then with "…"."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    for pattern, least in ((_ENDS, most // 2), (_PAUSES, most // 2)):
        found = [match.start() for match in pattern.finditer(head) if match.start() >= least]
        if found:
            return f"{head[: found[-1]].rstrip(' ,;:')}…"
    return f"{head.rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def unique(items: list[str]) -> list[str]:
    """In order, each once, whatever their case."""
    return list({fold(item): item for item in reversed(items)}.values())[::-1]
