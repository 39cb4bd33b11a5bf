"""The words of ``parts.yml`` as patterns, for messages with marks and for those without."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.language.text import fold


class Patterns(NamedTuple):
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
    plural: re.Pattern[str]
    acts: re.Pattern[str]
    who: re.Pattern[str]


@cache
def patterns(marked: bool) -> Patterns:
    """A folded word means too many things to be looked for in marked text."""
    data = yaml.safe_load((Path(__file__).parent / "parts.yml").read_text(encoding="utf-8"))
    own = data.pop("asks_marked")
    data["asks"] += own if marked else []
    words = {kind: _any(listed if marked else [fold(word) for word in listed]) for kind, listed in data.items()}
    sources = _dividers(words, marked) | _roles(words) | _people(words)
    return Patterns(**{name: re.compile(source) for name, source in sources.items()})


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def _dividers(words: dict[str, str], marked: bool) -> dict[str, str]:
    number = r"(?:^|(?<=[\s(]))\(?[1-9]\s?[.)/](?=\s)"
    then = rf"{words['then']}(?!\s{words['after_done']}\b)"
    person = rf"{words['kin']}(?:\s{words['kin_after']})*\s(?:{words['acts']}|{words['wishes']})"
    also = rf"(?<!\bso\s){words['with']}(?:(?=\s{person}\b)|(?!\s{words['people']}\b))"
    after = rf"{words['then_act']}(?=\s(?:{words['then_wish']}\s)?{words['acts']}\b)"
    ties = rf"{words['ties']}|{also}|{then}|{after}|[+&]"
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
    caller = rf"^(?:{words['some']}\s)*{words['callers']}(?:\s\w+)?\s{words['calls']}\s(?!{words['called_for']}\b)"
    other = rf"(?:{words['some']}\s|{words['before_kin']}\s)*{words['others']}(?:\s{words['kin_after']})*\s(?:thì\s)?"
    wish = rf"(?:{words['kin']}\s(?:\w+\s){{0,6}}?|(?:\w+\s){{0,3}}?){words['wishes']}\s(?!{words['no_wish']}\b)"
    return {
        "hidden": words["hidden"],
        "asks": rf"\b{words['asks']}\b|{ask_last}",
        "heads": rf"^(?:{words['before_heads']}\s)*{words['heads']}\b",
        "calls": rf"{caller}|^{other}{words['want']}\s(?!{words['no_wish']}\b)",
        "tells": rf"\b{words['done']}\W*$|^(?:{words['tellers']}\s)*{words['told']}\b",
        "needs": rf"^(?:{words['before_needs']}\s)*{words['needs']}\b|{required}",
        "wants": rf"\b{words['wants']}\b",
        "joint": rf"\b{words['joint']}\b",
        "papers": rf"\b{words['papers']}\b",
        "plural": rf"\b{words['plural']}\b",
        "acts": rf"^(?:(?:{words['then_wish']}\s)*|{other}){words['acts']}\b|^{wish}",
    }


def _people(words: dict[str, str]) -> dict[str, str]:
    """ "Cho bà A", "bác Sáu:", "anh Hải"; a capital tells a name."""
    kin = rf"(?:{words['before_kin']}\s)*{words['kin']}(?:\s{words['kin_after']})*"
    name = rf"(?P<name>(?:\s(?:(?i:{words['names']})\b|[^\W\d_a-zà-ỹ]\w*)){{0,2}})"
    return {"who": rf"(?i:{kin})\b{name}(?P<mark>\s?[:–—-](?:\s|$))?\s*"}
