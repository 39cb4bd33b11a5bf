"""Whether somebody asks how much money one gets, and not what one pays."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.language.text import fold

_NOISE = re.compile(r"[^\w\s]+")


def asks_benefit(text: str) -> bool:
    """ "Được bao nhiêu tiền", "mỗi tháng được mấy đồng"; not "mất bao nhiêu"."""
    words = " ".join(_NOISE.sub(" ", fold(text)).split())
    gets, pays = _patterns()
    return bool(gets.search(words)) and not pays.search(words)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: dict[str, str] = yaml.safe_load((Path(__file__).parent / "benefits.yml").read_text(encoding="utf-8"))
    money = rf"{data['how_much']}\b(?! {data['no_money']}\b)"
    gets = rf"\b(?:{data['gets']}(?: {data['between']})* {money}|{data['before']} {money}|(?:{data['level']})\b)"
    return re.compile(gets), re.compile(rf"\b{data['pays']}\b")
