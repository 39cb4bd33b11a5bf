"""Fields of administration: what a source calls one, mapped to a folder of ours, and the folders' names for people."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
import yaml

from bot.language.text import fold


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``printed``: folded phrases of a source's own name that belong here."""

    id: str
    label: str
    printed: tuple[str, ...]


@cache
def load_fields() -> tuple[Field, ...]:
    text = (Path(__file__).parent / "fields.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), tuple[Field, ...])


def label_of(field: str) -> str:
    """What people call a field. Raises KeyError for one that is not in ``fields.yml``."""
    return {known.id: known.label for known in load_fields()}[field]


def field_of(printed: str) -> str:
    """The field that a source's name of a field belongs to; the last one where none does."""
    folded = fold(printed)
    fields = load_fields()
    return next((known.id for known, words in _words() if words.search(folded)), fields[-1].id)


@cache
def _words() -> tuple[tuple[Field, re.Pattern[str]], ...]:
    return tuple((field, re.compile(rf"\b(?:{'|'.join(field.printed)})\b")) for field in load_fields() if field.printed)
