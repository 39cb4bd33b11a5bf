"""Which list a message asks to look through: a field, a level, or what a turn in life brings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from bot.catalogue.fields import load_fields
from bot.catalogue.load import CatalogueError
from bot.catalogue.record import Level, Procedure
from bot.language.patterns import Browse
from bot.language.text import fold, without_takes

EVENTS = "viec-trong-doi"
_NOISE = re.compile(r"[^\w\s]+")
_DAYS = re.compile(r"\d+ ngày(?: làm việc)?")
_LISTING = re.compile(r"\b(?:thu tuc|tthc|tt|linh vuc|danh sach|danh muc|liet ke|ke|muc|nhom)\b")
_OPENLY = re.compile(
    r"\b(?:(?:phai|can|nen|thi|gio|di|se) )+lam (?:gi|j|chi|sao|nhung gi|cai gi|viec gi|(?:nhung )?giay (?:to )?gi)\b|"
    r"\blam (?:gi|j|chi|giay gi|nhung gi) (?:truoc|dau tien|day|gio|bay gio)\b|\b(?:bat dau|lam) tu dau\b"
)
_BY_FIELD = re.compile(r"\b(?:linh vuc|mang|nganh|nhom)\b")
_BY_EVENT = re.compile(r"\b(?:su kien|tinh huong|giai doan|viec trong doi)\b")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Step(_Part, frozen=True):
    procedure: str
    line: str


class LifeEvent(_Part, frozen=True):
    """``opening``: what is said first, in sorrow as in joy. ``steps``: in the order in which a person does them."""

    id: str
    label: str
    words: tuple[str, ...]
    opening: str
    steps: tuple[Step, ...]
    closing: str = ""


class LevelList(_Part, frozen=True):
    id: str
    level: Level
    label: str
    words: tuple[str, ...]


class Lists(_Part, frozen=True):
    """``fields``: what people call each field of ``fields.yml``."""

    fields: dict[str, tuple[str, ...]]
    levels: tuple[LevelList, ...]
    events: tuple[LifeEvent, ...]


@cache
def load_lists() -> Lists:
    """Raises CatalogueError naming the faulty part."""
    text = (Path(__file__).parent / "browse.yml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(yaml.safe_load(text), Lists)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CatalogueError(f"browse.yml: {error}") from error


def find_list(text: str) -> Browse:
    """The list that a message asks for; that of all fields where it names none. A turn in life says more than a field,
    unless the field is called one."""
    words = _plain(text)
    event, field = _longest("events", words), _longest("fields", words)
    levels = [key for key, pattern in _words("levels") if pattern.search(words)]
    level = levels[0] if len(levels) == 1 else ""
    if _BY_EVENT.search(words):
        return Browse(EVENTS)
    if event and not (field and _BY_FIELD.search(words)):
        return Browse(event)
    return Browse(field or level, level if field else "")


def what_to_do_after(text: str) -> Browse | None:
    """The turn in life that a message tells and asks openly what it brings: "vợ em mới đẻ thì làm gì trước"."""
    words = _plain(text)
    event = _longest("events", words) if _OPENLY.search(words) else ""
    return Browse(event) if event else None


def asks_for_list(text: str) -> bool:
    """Whether it speaks of procedures or lists as such, and not of the papers or steps of one."""
    return bool(_LISTING.search(_plain(text)))


def _plain(text: str) -> str:
    """Folded words, with a bar at each punctuation mark, which no words of a list cross."""
    return " ".join(_NOISE.sub(" | ", fold(without_takes(text))).split())


class _Words(NamedTuple):
    id: str
    pattern: re.Pattern[str]


@cache
def _words(kind: str) -> tuple[_Words, ...]:
    lists = load_lists()
    named: dict[str, Iterable[tuple[str, tuple[str, ...]]]] = {
        "events": [(event.id, event.words) for event in lists.events],
        "fields": lists.fields.items(),
        "levels": [(level.id, level.words) for level in lists.levels],
    }
    return tuple(_Words(key, _compiled(words)) for key, words in named[kind] if words)


def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b".replace(" … ", r" (?:\w+ ){0,3}"))


def _longest(kind: str, text: str) -> str:
    """Of what names the longest part of the text; empty where nothing does."""
    found = [(len(match[0]), key) for key, pattern in _words(kind) for match in pattern.finditer(text)]
    return max(found, key=lambda pair: pair[0])[1] if found else ""


def check_lists(lists: Lists, catalogue: Mapping[str, Procedure]) -> list[str]:
    """Everything in the lists that the types cannot say, a line a problem."""
    known = [field.id for field in load_fields()]
    names = [*known, EVENTS, *(level.id for level in lists.levels), *(event.id for event in lists.events)]
    problems = [f"two lists are called {name}" for name in sorted({n for n in names if names.count(n) > 1})]
    if sorted(lists.fields) != sorted(known):
        problems.append("fields are not those of fields.yml")
    steps = [(event.id, step) for event in lists.events for step in event.steps]
    problems += [f"{event}: unknown procedure {s.procedure}" for event, s in steps if s.procedure not in catalogue]
    sure = [(event, step, catalogue[step.procedure]) for event, step in steps if step.procedure in catalogue]
    problems += [
        f"{event}: {days} are not in the record of {record.id}"
        for event, step, record in sure
        for days in _DAYS.findall(step.line)
        if not any(days in text for text in (record.summary, *record.conditions, *record.notes, *record.steps))
    ]
    return [f"browse.yml: {problem}" for problem in problems]
