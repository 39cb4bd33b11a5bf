"""Groups of procedures that share a name in speech, and the short question that tells them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
import yaml

from bot.language.text import fold

_FILLER = re.compile(
    r"\b(?:mat bao lau|mat may ngay|mat bao nhieu ngay|bao lau|may ngay|bao gio|khi nao|xong|het bao nhieu|ton bao nhieu|"
    r"mat bao nhieu|bao nhieu tien|tien|le phi|phi|mat phi|can nhung gi|nhung gi|giay to|nop|online|qua mang|tren mang|"
    r"o mo|cho nao|dieu kien|mau don|to khai|mang theo|chuan bi|ho so gom|quy trinh|cac buoc|a|ak|alo|anh|ad|bac|ban|bao nhieu|can|can gi|cac|cai|cho|chi|chao|chu|co|con|cu|chau|cua|con|chua|di|de|"
    r"do|duoc|dc|em|e|gi|giup|gium|giay to gi|ho so|ho so gi|ho|hoi|j|khong|ko|la|lam sao|lam the nao|lien he|ma|"
    r"may|minh|mot|muon|nao|nay|nha|nhe|nhu the nao|nhung|o dau|oi|om|phai|sao|the|the nao|thi|thu tuc|toi|tui|tu van|"
    r"ve|vay|vui long|va|voi|xin|xin hoi|xin chao|xa|phuong|o|viec|y)\b"
)
_JUNK = re.compile(r"[^\w\s]+")


class Ambiguity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``choices`` are procedure ids, at most five, the usual one first."""

    id: str
    question: str
    choices: tuple[str, ...]
    phrases: tuple[str, ...]


@cache
def load_ambiguities() -> tuple[Ambiguity, ...]:
    text = (Path(__file__).parent / "ambiguities.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), tuple[Ambiguity, ...])


def said_barely(text: str) -> Ambiguity | None:
    """The group whose shared name is all that the message says, besides politeness and question words."""
    words = f" {' '.join(_JUNK.sub(' ', fold(text)).split())} "
    for phrase, group in _phrases():
        if phrase in words and not _FILLER.sub(" ", words.replace(phrase, " ", 1)).strip():
            return group
    return None


def group_of(choices: Sequence[str]) -> Ambiguity | None:
    """The first group that holds all of these choices."""
    return next((group for group in load_ambiguities() if set(choices) <= set(group.choices)), None)


@cache
def _phrases() -> tuple[tuple[str, Ambiguity], ...]:
    """Folded, the longest first, so that no phrase is hidden by a part of it."""
    pairs = [(f" {fold(phrase)} ", group) for group in load_ambiguities() for phrase in group.phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
