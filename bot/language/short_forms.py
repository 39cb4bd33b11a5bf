"""Short forms and teencode read as the words they stand for: "gplx" → giấy phép lái xe, "đủ đk" → đủ điều kiện."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.language.text import aligned, nfc

_AGE = re.compile(r"(?<![\w.,/-])(\d{1,2})t(?![\w/-])", re.IGNORECASE)


def expand(text: str) -> str:
    """NFC, with every short form replaced, "75t" as an age; everything else stays as typed."""
    text = _AGE.sub(r"\1 tuổi", nfc(text))
    parts, position = [], 0
    for match in _pattern().finditer(aligned(text)):
        parts += [text[position : match.start()], _readings()[" ".join(match[0].split())]]
        position = match.end()
    return "".join([*parts, text[position:]])


def is_short_form(word: str) -> bool:
    """Of a folded word."""
    return word in _readings()


@cache
def _readings() -> dict[str, str]:
    text = (Path(__file__).parent / "short_forms.yml").read_text(encoding="utf-8")
    forms: dict[str, list[str]] = yaml.safe_load(text)
    return {form: reading for reading, shorts in forms.items() for form in shorts}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = "|".join(sorted(_readings(), key=len, reverse=True)).replace(" ", " +")
    return re.compile(rf"(?<![\w.-])(?:{longest_first})(?![\w-])")
