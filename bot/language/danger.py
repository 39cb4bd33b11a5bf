"""Danger to life, and fraud: found by phrases of ``patterns.yml``, so that no trained model decides about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.text import fold, nfc

_NOISE = re.compile(r"[^\w\s]+")
_LINK = re.compile(
    r"(?:https?://|www\.)([\w.-]+)|\b([\w-]+(?:\.[\w-]+)*\.(?:com|net|top|xyz|info|cc|vip|online|site|example|vn))\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"(?:^|\.)gov\.vn$", re.IGNORECASE)
_GAP = "…"
_UP_TO_TWO = r"(?:\S+ ){0,2}"


def find_danger(text: str) -> str | None:
    """``crisis`` or ``scam`` where a listed phrase stands in the message. A link outside gov.vn counts as a scam."""
    if any(not _OFFICIAL.search(a or b) for a, b in _LINK.findall(text)):
        return "scam"
    words = _words(nfc(text).lower())
    bare = fold(words) == words
    if _threat("crisis", bare).search(_without_figures(words)) or (
        _now().search(words) and not _asking().search(words)
    ):
        return "crisis"
    return "scam" if _threat("scam", bare).search(words) else None


def is_weary(text: str) -> bool:
    """Whether the message has a figure of speech for waiting, heat, hunger: "chờ muốn chết"."""
    words = _words(nfc(text).lower())
    return _without_figures(words) != words


def _without_figures(words: str) -> str:
    """A figure of speech ends like a danger ("cười muốn chết") and is none."""
    words = _figures().sub(" ", words)
    return _weary().sub(" ", words) if _causes().search(words) else words


def _words(text: str) -> str:
    return f" {' '.join(_NOISE.sub(' ', text).split())} "


@cache
def _threat(kind: str, bare: bool) -> re.Pattern[str]:
    """What is a danger whatever stands beside it; ``bare``: the whole message was typed without marks."""
    data = _lists()[kind]
    spelled = "" if bare else "|".join(_spelled(phrase) for phrase in data.get("spelled", ()))
    return re.compile("|".join(filter(None, (_any(data["phrases"]).pattern, spelled))))


@cache
def _now() -> re.Pattern[str]:
    return _any(_lists()["crisis"]["now"])


@cache
def _asking() -> re.Pattern[str]:
    return _any(_lists()["asking"])


@cache
def _figures() -> re.Pattern[str]:
    return _any(_lists()["figures"])


@cache
def _weary() -> re.Pattern[str]:
    return _any(_lists()["weary"]["figures"])


@cache
def _causes() -> re.Pattern[str]:
    return _any(_lists()["weary"]["causes"])


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """One of these phrases; a word without marks in the message is any word that it may be."""
    return re.compile("|".join(rf" (?:{_typed(phrase)})(?= )" for phrase in phrases))


def _typed(phrase: str) -> str:
    slots = [slot if slot == _GAP else _slot(slot) for slot in _NOISE_BUT_BARS.sub(" ", phrase).split()]
    return " ".join(slots).replace(f"{_GAP} ", _UP_TO_TWO)


def _slot(slot: str) -> str:
    words = dict.fromkeys(form for word in slot.split("|") for form in (word, fold(word)))
    return f"(?:{'|'.join(words)})"


def _spelled(phrase: str) -> str:
    return f" {phrase}(?= )"


_NOISE_BUT_BARS = re.compile(rf"[^\w\s|{_GAP}]+")


@cache
def _lists() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "patterns.yml").read_text(encoding="utf-8"))
    return data
