"""Desk checklist P29: every sentence that citizens read is short, and every abbreviation is one they know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot.texts

# The fakes' page and the report are read by operators.
OURS = {"fakes", "report"}
FILES = sorted(path for path in Path(bot.texts.__file__).parent.glob("*.yml") if path.stem not in OURS)
MOST_SYLLABLES = 25
# Abbreviation: why it may stand without being spelled out.
KNOWN = {
    "OTP": "banks' messages say so themselves, and the warning quotes them",
    "VNeID": "the app's name",
    "MC": "beginning of our own ticket numbers",
    "QR": "what everybody calls the square on receipts and cards",
}
ABBREVIATION = re.compile(r"\b[A-ZĐ]{2,}\b")
PLACE = re.compile(r"\{[^}]*\}")
CODE = re.compile(r"\bH\d\d\.\S+")
DOUBLE_NEGATION = re.compile(r"không (?:thể )?(?:không|chưa)\b|chưa (?:không|chưa)\b", re.IGNORECASE)
WHAT_NOW = re.compile(r"anh/chị|gọi|nhắn|gửi|nhận|mang", re.IGNORECASE)


def lines(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from ((name, line.strip()) for line in value.splitlines() if line.strip())
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from lines(part, f"{name}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from lines(part, name)


LINES = [pair for file in FILES for pair in lines(yaml.safe_load(file.read_text(encoding="utf-8")), file.stem)]


def sentences(line: str) -> list[str]:
    """Cut at full stops; a place that is filled in counts as one syllable."""
    return re.split(r"(?<=[.!?;:…])\s+", CODE.sub("mã", PLACE.sub("x", line)))


@pytest.mark.parametrize(("name", "line"), LINES)
def test_p29_sentences_are_short(name: str, line: str) -> None:
    assert [s for s in sentences(line) if len(re.findall(r"\w+", s)) > MOST_SYLLABLES] == []


@pytest.mark.parametrize(("name", "line"), LINES)
def test_p29_abbreviations_are_known(name: str, line: str) -> None:
    assert set(ABBREVIATION.findall(CODE.sub("", PLACE.sub("", line)))) <= set(KNOWN)


@pytest.mark.parametrize(("name", "line"), LINES)
def test_p29_no_double_negation(name: str, line: str) -> None:
    assert not DOUBLE_NEGATION.search(line)


@pytest.mark.parametrize("key", ["not_understood", "refusal", "locked", "wrong_factor", "error", "too_long", "unsure"])
def test_p29_bad_news_says_what_to_do_now(key: str) -> None:
    text = bot.texts.texts("talk")[key].strip()
    assert WHAT_NOW.search(text.splitlines()[-1])
