"""The parts of a message that may each be a request of their own, and what their words show about that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.language.text import fold, nfc


class Role(str, Enum):
    """What a part does. CALLS: "cô Năm hỏi …". ITEM: of a list. HEADS: a question before what it is about.

    TELLS: a cause, a purpose, what is done already, or what must be shown: never a request.
    """

    ASKS = "asks"
    HEADS = "heads"
    CALLS = "calls"
    ITEM = "item"
    NAMES = "names"
    TELLS = "tells"


class Part(NamedTuple):
    """``tied`` to the part before by "và" and the like. ``wants``: it says a wish. ``papers``: it takes papers as
    its object, so that a name tied to it may be one more of them."""

    text: str
    role: Role
    tied: bool = False
    wants: bool = False
    papers: bool = False


class _Patterns(NamedTuple):
    divider: re.Pattern[str]
    item_divider: re.Pattern[str]
    number: re.Pattern[str]
    opening: re.Pattern[str]
    hidden: re.Pattern[str]
    asks: re.Pattern[str]
    heads: re.Pattern[str]
    calls: re.Pattern[str]
    tells: re.Pattern[str]
    needs: re.Pattern[str]
    wants: re.Pattern[str]
    papers: re.Pattern[str]
    joint: re.Pattern[str]


def find_parts(text: str) -> tuple[Part, ...]:
    """All of them in order, none empty; a single one where nothing divides."""
    text = nfc(text)
    spelled, folded = "".join(character.lower()[0] for character in text), fold(text)
    patterns = _patterns(spelled != folded)
    parts = tuple(_part(text[start:end].strip(), link) for start, end, link in _spans(spelled, patterns))
    joint = patterns.joint.search(spelled)
    return tuple(part._replace(role=Role.TELLS) if joint and part.role is not Role.ASKS else part for part in parts)


def _spans(text: str, patterns: _Patterns) -> Iterator[tuple[int, int, str]]:
    """Where each part stands, without its connecting words, and what divides it from the part before."""
    listed = len(patterns.number.findall(text)) > 1 or text.startswith(("-", "•", "*", "+"))
    divider = patterns.item_divider if listed else patterns.divider
    start, link = 0, "stop"
    for match in [*divider.finditer(text), None]:
        kind = str(match.lastgroup) if match else ""
        end = match.start() if match else len(text)
        opening = patterns.opening.match(text, start, end)
        start = opening.end() if opening else start
        if text[start:end].strip():
            yield start, end, link
            link = "stop"
        if match:
            start = match.end()
            link = "item" if listed and kind in ("item", "dash") else kind if link == "stop" else link


def _part(words: str, link: str) -> Part:
    text = words.lower()
    patterns = _patterns(text != fold(text))
    papers = bool(patterns.papers.search(text))
    text = patterns.hidden.sub("_", text)
    return Part(words, _role(text, link, patterns), link == "and", bool(patterns.wants.search(text)), papers)


def _role(text: str, link: str, patterns: _Patterns) -> Role:
    if patterns.needs.search(text):
        return Role.TELLS
    if patterns.asks.search(text):
        return Role.ASKS
    if patterns.heads.search(text):
        return Role.HEADS
    if patterns.tells.search(text):
        return Role.TELLS
    if patterns.calls.search(text):
        return Role.CALLS
    return Role.ITEM if link == "item" else Role.NAMES


@cache
def _patterns(marked: bool) -> _Patterns:
    """For messages with marks and without: a folded word means too many things to be looked for in marked text."""
    data = yaml.safe_load((Path(__file__).parent / "parts.yml").read_text(encoding="utf-8"))
    words = {kind: _any(listed if marked else [fold(word) for word in listed]) for kind, listed in data.items()}
    return _Patterns(
        **{name: re.compile(source) for name, source in (_dividers(words, marked) | _roles(words)).items()}
    )


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def _dividers(words: dict[str, str], marked: bool) -> dict[str, str]:
    number = r"(?:^|(?<=[\s(]))\(?[1-9]\s?[.)/](?=\s)"
    then = rf"{words['then']}(?!\s{words['after_done']}\b)"
    ties = rf"{words['ties']}|{words['with']}(?!\s{words['people']}\b)|{then}|[+&]"
    still = rf"|\s(?={words['still']}\s)" if marked else ""
    divider = (
        rf"(?P<and>\s*\n\s*|\s*[,;]?\s(?:{ties})\s)|(?P<dash>\s[-•]\s)|(?P<stop>[,.?!;:]+(?=\s|$)|\s[/|–—]\s{still})"
    )
    return {
        "number": number,
        "divider": divider,
        "item_divider": rf"(?P<item>{number}|(?:^|\s*\n\s*)[-•*+]\s)|{divider}",
        "opening": rf"[\s(]*(?:(?:{words['openings']})\s+)*",
    }


def _roles(words: dict[str, str]) -> dict[str, str]:
    ask_last = rf"\b{words['asks_last']}(?:\s{words['particles']})*\W*$"
    required = rf"\b{words['shown']}\s(?!{words['needed']}\b).*{ask_last}"
    return {
        "hidden": words["hidden"],
        "asks": rf"\b{words['asks']}\b|{ask_last}",
        "heads": rf"^(?:{words['before_heads']}\s)*{words['heads']}\b",
        "calls": rf"^{words['callers']}\s\w+\s{words['calls']}\s(?!{words['called_for']}\b)",
        "tells": rf"\b{words['done']}\W*$|^(?:{words['tellers']}\s)*{words['told']}\b",
        "needs": rf"^(?:{words['before_needs']}\s)*{words['needs']}\b|{required}",
        "wants": rf"\b{words['wants']}\b",
        "joint": rf"\b{words['joint']}\b",
        "papers": rf"\b{words['papers']}\b",
    }
