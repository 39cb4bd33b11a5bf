"""Stars for a result and the reason for them, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.language.text import fold, nfc

DATA = Path(__file__).parent / "stars.yml"


class Stars(NamedTuple):
    """``subject``: the beginning of a dossier's pseudonym, from a button. ``clear``: stars and nothing else; what may
    be a number or copies of a paper only counts right after the question. ``reason``: what stands behind them, as it
    was written."""

    number: int
    subject: str | None = None
    clear: bool = True
    reason: str | None = None


def find_stars(text: str) -> Stars | None:
    """Stars by a button or in words, also with a reason behind them."""
    text = text.strip()
    return _alone(text) or _with_reason(text)


def skips(text: str) -> bool:
    """No answer to the question, please."""
    return re.sub(r" (?:a|em|nhe|nha)$", "", _words(text)) in _lists()["skip"]


def asks(text: str) -> bool:
    """Whether a message is a question or a request, by its words."""
    return bool(re.search(rf"\b{_any(_lists()['asking'])}", _words(text))) or text.rstrip().endswith("?")


_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_BUTTON = re.compile(r"#sao:([1-5])@([0-9a-f]{12})")
_DRAWN = re.compile(r"(?:[⭐★]\ufe0f?\s*){1,5}")
_SAO = re.compile(
    r"(?:(?:em|toi|minh|cho|cham|danh gia|da|la|vote|dc|duoc) )*([1-5]|mot|hai|ba|bon|nam)"
    r" (sao|diem|tren 5(?: sao)?|phan 5 sao|phan 5)(?: (?:a|nhe|nha|em|ban|thoi|luon))*"
)
# The first stop, or "vì"; else all that stands behind the stars themselves. "Ba sao" is "bà sao" too.
_PARTS = (
    re.compile(r"(.+?)(?:\s*[,.;:!\n]+\s*|\s+(?=(?:vì|vi|do|tại|tai|bởi|boi)\b))(.+)", re.DOTALL),
    re.compile(r"(.*?\b(?:[1-5] ?(?:sao\b|\*|⭐|★)|(?:một|hai|bốn|năm) sao\b)\ufe0f?|[⭐★\ufe0f ]+)\s*(.+)", re.DOTALL),
)


def _alone(text: str) -> Stars | None:
    if match := _BUTTON.fullmatch(text):
        return Stars(int(match[1]), match[2])
    if drawn := _DRAWN.fullmatch(text):
        return Stars(len(re.findall("[⭐★]", drawn[0])))
    marked = re.sub(r"(?<=[1-5])\s*(?:\*|⭐|★)", " sao", text)
    words = _words(re.sub(r"(?<=\b[1-5])\s?/\s?5\b", " phan 5", marked))
    if match := _SAO.fullmatch(words):
        # "4/5" is a day as well.
        return Stars(_NUMBERS.get(match[1]) or int(match[1]), clear=match[2] != "phan 5")
    if _DRAWN.search(marked):
        return None
    said = re.sub(r"^(?:da|em|minh|toi|thay|rat la|la|vang)\s+|\s+(?:a|nhe|nha|em|lam)$", "", words)
    number = next((number for number, phrases in _lists()["stars"].items() if said in phrases), None)
    return Stars(number, clear=False) if number else None


def _with_reason(text: str) -> Stars | None:
    """ "5 sao, cán bộ nhiệt tình", "1 sao chờ lâu quá"."""
    for match in filter(None, (part.fullmatch(text) for part in _PARTS)):
        stars = _alone(match[1])
        if stars and not stars.subject and not asks(match[2]) and not _copies().match(_words(match[2])):
            return stars._replace(clear=False, reason=match[2])
    return None


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(nfc(text))))


@cache
def _copies() -> re.Pattern[str]:
    return re.compile(_any(_lists()["copies"]))


def _any(parts: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(parts, key=len, reverse=True))})"


@cache
def _lists() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data
