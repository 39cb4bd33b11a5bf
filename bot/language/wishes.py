"""Wishes that the text itself proves: be told of a dossier, be told no more, what is told, rate the service."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.text import fold, nfc
from bot.language.word_lists import filled

DATA = Path(__file__).parent / "wishes.yml"
# Longer ones tell a story, in which the words stand by the way.
MOST_WORDS = 18


class Wish(str, Enum):
    """``STOP``: no more notices. ``LIST``: of what one is told. ``RATE``: the service, when the result is there."""

    SUBSCRIBE = "subscribe"
    STOP = "stop"
    LIST = "list"
    RATE = "rate"


def find_wish(text: str, codes: Iterable[str] = ()) -> Wish | None:
    """What a whole message wishes; ``codes``: texts of dossier codes in it, which may stand anywhere."""
    for code in codes:
        text = text.replace(code, " ")
    words = _words(text)
    if len(words.split()) > MOST_WORDS:
        return None
    for wish, pattern in _whole():
        if pattern.fullmatch(words):
            return None if wish is Wish.STOP and _misses_notices(text) else wish
    return Wish.SUBSCRIBE if _asks_to_be_told(words) else None


def find_ends(text: str) -> tuple[str, ...]:
    """How codes in a wish end: "dừng báo 0001 và 0002 nhé", "dừng báo 261118-0001"."""
    return tuple(re.findall(r"(?<!\d)(?:(?:\d\d\.)*\d\d-)?(?:\d{6}-)?\d{4,7}(?!\d)", text))


def means_this(text: str) -> bool:
    """ "Dừng báo hồ sơ này": the dossier in hand."""
    return bool(re.search(r"\b(?:ho so|hs|cai|viec) (?:nay|do|kia)\b", _words(text)))


def _words(text: str) -> str:
    """Folded, but for "nhận" (to take), which would else be "nhắn" (to write)."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(_TAKE.sub("nhaan", nfc(text)))))


_TAKE = re.compile(r"\bnhận\b", re.IGNORECASE)


def _asks_to_be_told(words: str) -> bool:
    """Somebody is to be told, near the words for the occasion."""
    told, story = _parts()
    return bool(told.search(words)) and not story.search(words)


def _misses_notices(text: str) -> bool:
    """ "Sao không báo nữa", "không báo cho em nữa à". A spelled "ạ" is polite and asks nothing."""
    return bool(_no_stop().search(_words(_POLITE_A.sub("", nfc(text)))))


_POLITE_A = re.compile(r"\bạ\b", re.IGNORECASE)


@cache
def _no_stop() -> re.Pattern[str]:
    return re.compile(_filled(r"\b{no_stop}"))


@cache
def _parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    person = "(?:(?: cho| voi)? {me}| cho {kin}| {kin} {particles}| {particles})"
    told = f"(?:{{tell}}(?: {{fillers}})*{person}|{{tell_kin}}(?: {{fillers}})* {{kin_told}}|muon (?:duoc|dc) {{tell}})"
    near = r"(?: \w+){0,4}? "
    either = rf"(?:{{occasions}}{near}{told}|{{occasions}} {told}|{told}{near}{{occasions}}|{told} {{occasions}})\b"
    last = rf"{{occasions}}(?:(?: (?:thi|la|nho))* {{tell}}|(?:{near}| ){{know}})(?: {{polite}})*$"
    known = r"{know} (?:khi|luc|neu)(?! nao) (?:\w+ ){0,4}{done}(?: {polite})*$"
    search = re.compile(_filled(rf"\b(?:{either}|{last}|{known})"))
    return search, re.compile(_filled(r"\b{no_wish}\b"))


@cache
def _whole() -> list[tuple[Wish, re.Pattern[str]]]:
    around = {Wish.STOP: ("{stop_before}", "{stop_more}")}
    order = (Wish.STOP, Wish.LIST, Wish.RATE, Wish.SUBSCRIBE)
    return [
        (wish, re.compile(_filled(f"(?:{before} )*{{{wish.value}}}(?: {after})*")))
        for wish in order
        for before, after in [around.get(wish, ("{before}", "{polite}"))]
    ]


def _filled(pattern: str) -> str:
    return filled(pattern, _lists())


@cache
def _lists() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data
