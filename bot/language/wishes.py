"""Wishes that the text itself proves: be told of a dossier, be told no more, what is told, rate the service."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.language.text import fold, nfc

DATA = Path(__file__).parent / "wishes.yml"
# Longer ones tell a story, in which the words stand by the way.
MOST_WORDS = 18


class Wish(str, Enum):
    """``STOP``: no more notices. ``LIST``: of what one is told. ``RATE``: the service, when the result is there."""

    SUBSCRIBE = "subscribe"
    STOP = "stop"
    LIST = "list"
    RATE = "rate"


class Stars(NamedTuple):
    """``subject``: the beginning of a dossier's pseudonym, from a button. ``clear``: stars and not only a number."""

    number: int
    subject: str | None = None
    clear: bool = True


def find_wish(text: str, codes: Iterable[str] = ()) -> Wish | None:
    """What a whole message wishes; ``codes``: texts of dossier codes in it, which may stand anywhere."""
    for code in codes:
        text = text.replace(code, " ")
    words = _words(text)
    if len(words.split()) > MOST_WORDS:
        return None
    for wish, pattern in _whole():
        if pattern.fullmatch(words):
            return wish
    return Wish.SUBSCRIBE if _asks_to_be_told(words) else None


def find_ends(text: str) -> tuple[str, ...]:
    """The last digits of codes in a wish: "dừng báo 0001 và 0002 nhé"."""
    return tuple(re.findall(r"(?<!\d)\d{4,7}(?!\d)", text))


def means_this(text: str) -> bool:
    """ "Dừng báo hồ sơ này": the dossier in hand."""
    return bool(re.search(r"\b(?:ho so|hs|cai|viec) (?:nay|do|kia)\b", _words(text)))


def find_stars(text: str) -> Stars | None:
    """Stars by a button or in words; "hài lòng" and the like only count right after the question."""
    if match := _BUTTON.fullmatch(text.strip()):
        return Stars(int(match[1]), match[2])
    if drawn := _DRAWN.fullmatch(text.strip()):
        return Stars(len(re.findall("[⭐★]", drawn[0])))
    words = _words(re.sub(r"(?<=[1-5])\s*(?:\*|⭐|★)", " sao", text))
    if match := _SAO.fullmatch(words):
        return Stars(_NUMBERS.get(match[1]) or int(match[1]))
    said = re.sub(r"^(?:da|em|minh|toi|thay|rat la|la|vang)\s+|\s+(?:a|nhe|nha|em|lam)$", "", words)
    number = next((number for number, phrases in _lists()["stars"].items() if said in phrases), None)
    return Stars(number, clear=False) if number else None


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
    r"(?:(?:em|toi|minh|cho|cham|danh gia|da|la|vote|dc|duoc) )*([1-5]|mot|hai|ba|bon|nam) (?:sao|diem|tren 5)"
    r"(?: (?:a|nhe|nha|em|ban|thoi))*"
)


def _words(text: str) -> str:
    """Folded, but for "nhận" (to take), which would else be "nhắn" (to write)."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(_TAKE.sub("nhaan", nfc(text)))))


_TAKE = re.compile(r"\bnhận\b", re.IGNORECASE)


def _asks_to_be_told(words: str) -> bool:
    """Somebody is to be told, near the words for the occasion."""
    told, story = _parts()
    return bool(told.search(words)) and not story.search(words)


@cache
def _parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    person = "(?:(?: cho| voi)? {me}| cho {kin}| {particles})"
    told = f"(?:{{tell}}(?: {{fillers}})*{person}|{{tell_kin}}(?: {{fillers}})* {{kin_told}}|muon (?:duoc|dc) {{tell}})"
    near = r"(?: \w+){0,4}? "
    either = rf"(?:{{occasions}}{near}{told}|{{occasions}} {told}|{told}{near}{{occasions}}|{told} {{occasions}})\b"
    last = rf"{{occasions}}(?:(?: (?:thi|la|nho))* {{tell}}|(?:{near}| ){{know}})(?: {{polite}})*$"
    known = r"{know} (?:khi|luc|neu)(?! nao) (?:\w+ ){0,4}{done}(?: {polite})*$"
    search = re.compile(_filled(rf"\b(?:{either}|{last}|{known})"))
    return search, re.compile(_filled(r"\b{no_wish}\b"))


@cache
def _whole() -> list[tuple[Wish, re.Pattern[str]]]:
    around = {Wish.STOP: ("(?:{stop_before}|{polite})", "(?:{stop_more}|{polite})")}
    order = (Wish.STOP, Wish.LIST, Wish.RATE, Wish.SUBSCRIBE)
    return [
        (wish, re.compile(_filled(f"(?:{before} )*{{{wish.value}}}(?: {after})*")))
        for wish in order
        for before, after in [around.get(wish, ("{polite}", "{polite}"))]
    ]


def _filled(pattern: str) -> str:
    """The pattern with the lists whose names stand in braces, and the names in those."""
    return re.sub(r"\{([a-z_]+)\}", lambda name: _filled(_any(_lists()[name[1]])), pattern)


def _any(parts: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(parts, key=len, reverse=True))})"


@cache
def _lists() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data
