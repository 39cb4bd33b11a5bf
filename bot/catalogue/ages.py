"""The age that a message tells, where it decides between procedures: "còn đứa 9 tuổi thì sao"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from bot.language.text import fold

_ONES = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_SPOKEN = {word: number for number, word in enumerate(_ONES)} | {"lam": 5, "tu": 4, "moi": 10}
# "Dưới 14 tuổi" is a limit and nobody's age.
_AGE = re.compile(
    rf"(?<!duoi )(?<!tren )(?<!tu )(?<!du )(?<!chua )(?<!hon )(?<!qua )(?<!muoi )(?<!phai )(?<![<>])"
    rf"\b(?:(?P<years>\d{{1,3}})\s?t(?:uoi)?|"
    rf"(?P<ten>muoi )?(?P<one>{'|'.join(_SPOKEN)}) tuoi|(?P<round>muoi) tuoi)\b(?! (?:tro|moi)\b)"
)


def ages_in(text: str) -> tuple[int, ...]:
    """In years, each once, in the order of the text."""
    return tuple(dict.fromkeys(_years(match) for match in _AGE.finditer(fold(text))))


def of_age(procedures: Sequence[str], age: int) -> tuple[str, ...]:
    """Each that is not for somebody of this age gives way to those of its family that are."""
    return tuple(dict.fromkeys(fit for one in procedures for fit in _fitting(one, age)))


def _fitting(procedure: str, age: int) -> Sequence[str]:
    family = next((family for family in families() if procedure in family), {procedure: [age, age]})
    fit = [one for one, (first, last) in family.items() if first <= age <= last]
    return fit if fit and procedure not in fit else [procedure]


def _years(match: re.Match[str]) -> int:
    if match["years"]:
        return int(match["years"])
    return 10 if match["round"] else 10 * bool(match["ten"]) + _SPOKEN[match["one"]]


@cache
def families() -> list[dict[str, list[int]]]:
    """Procedures that only the age tells apart, each with its first and last year."""
    text = (Path(__file__).parent / "ages.yml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))
