"""The Vietnamese templates about dossiers (``bot/texts/dossier.yml``) and how values are written in them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.dossiers.calendar import LOCAL

TEXTS = Path(__file__).parents[1] / "texts" / "dossier.yml"


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said instead of the status alone."""

    where: str
    todo: str


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys under ``labels`` and ``where`` are the names of ``Status`` in lower case; under ``beside`` with a state of
    payment or delivery behind."""

    weekdays: tuple[str, ...]
    date: str
    amount: str
    labels: dict[str, str]
    where: dict[str, str]
    beside: dict[str, Beside]
    accepted_on: str
    accepted_on_day: str
    returned_on: str
    reason: str
    todo: dict[str, str]
    when: dict[str, str]
    overdue: dict[str, str]
    further: dict[str, str]
    steps: dict[str, str]
    office: str
    ask: str
    applicant: str
    updated: str
    updated_day: str
    stale: str
    apology: dict[str, str]


@lru_cache(maxsize=1)
def texts() -> Texts:
    """The shipped templates, read once."""
    data: Any = yaml.load(TEXTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return msgspec.convert(data, Texts)


def say_day(day: dt.date | dt.datetime) -> str:
    """As in ``thứ Năm 26/11/2026``; a time is taken as a day in Vietnam."""
    day = local_day(day) if isinstance(day, dt.datetime) else day
    return texts().date.format(weekday=texts().weekdays[day.weekday()], day=f"{day:%d/%m/%Y}")


def say_time(time: dt.datetime) -> str:
    """Hours and minutes in Vietnam."""
    return f"{time.astimezone(LOCAL):%H:%M}"


def has_clock(time: dt.datetime | None) -> bool:
    """Whether the source told a time of day: a bare day comes as midnight, when no office works."""
    return time is not None and say_time(time) != "00:00"


def say_amount(amount: int) -> str:
    """As in ``1.250.000 đồng``."""
    return texts().amount.format(amount=say_count(amount))


def say_count(count: int) -> str:
    """As in ``1.250``."""
    return f"{count:,}".replace(",", ".")


def local_day(time: dt.datetime) -> dt.date:
    """The day in Vietnam."""
    return time.astimezone(LOCAL).date()


def mask_name(name: str) -> str:
    """``NGUYỄN VĂN A`` as ``N*** V** A``: of each word the first letter and at most three stars."""
    words = unicodedata.normalize("NFC", name).split()
    return " ".join(word[0] + "*" * min(3, len(word) - 1) for word in words)
