"""Which days public offices work: the yearly table ``holidays.yml``, as a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import yaml

HOLIDAYS = Path(__file__).parent / "holidays.yml"
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")  # for people; everything stored is UTC
SATURDAY = 5


class Calendar(msgspec.Struct, frozen=True):
    """``final_years``: the years whose official notice is entered. A year not in the table has weekends only."""

    days_off: frozenset[dt.date]
    working_saturdays: frozenset[dt.date]
    final_years: frozenset[int]

    def is_working(self, day: dt.date) -> bool:
        """Whether offices work on ``day``."""
        if day in self.days_off:
            return False
        return day.weekday() < SATURDAY or day in self.working_saturdays

    def is_final(self, year: int) -> bool:
        """False: a due date in that year may still move, so it is given with that warning."""
        return year in self.final_years

    def next_working_day(self, day: dt.date) -> dt.date:
        """``day`` itself when it is a working day, else the first one after it."""
        while not self.is_working(day):
            day += dt.timedelta(days=1)
        return day


class _Question(msgspec.Struct, forbid_unknown_fields=True):
    assume: str
    options: dict[str, tuple[dt.date, ...]]


class _Year(msgspec.Struct, forbid_unknown_fields=True):
    final: bool
    days_off: tuple[dt.date, ...]
    working_saturdays: tuple[dt.date, ...]
    source: str
    undecided: dict[str, _Question] = {}


@lru_cache(maxsize=1)
def default_calendar() -> Calendar:
    """The shipped table with its assumptions, read once."""
    return load_calendar()


def load_calendar(path: Path = HOLIDAYS, decisions: Mapping[str, str] | None = None) -> Calendar:
    """The table at ``path``. ``decisions`` answers undecided questions, such as ``{"tet": "4-10/2"}``."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    years = msgspec.convert(data, dict[int, _Year])
    for number, year in years.items():
        _check(number, year)
    off = (day for year in years.values() for day in (*year.days_off, *_decided(year, decisions or {})))
    saturdays = (day for year in years.values() for day in year.working_saturdays)
    return Calendar(frozenset(off), frozenset(saturdays), frozenset(n for n, year in years.items() if year.final))


def _decided(year: _Year, decisions: Mapping[str, str]) -> list[dt.date]:
    return [
        day
        for name, question in year.undecided.items()
        for day in question.options[decisions.get(name, question.assume)]
    ]


def _check(number: int, year: _Year) -> None:
    if year.final and year.undecided:
        raise ValueError(f"holidays {number}: a final year has nothing undecided")
    if any(day.weekday() != SATURDAY for day in year.working_saturdays):
        raise ValueError(f"holidays {number}: a make-up working day is not a Saturday")
    options = [day for question in year.undecided.values() for days in question.options.values() for day in days]
    if any(day.year != number for day in (*year.days_off, *year.working_saturdays, *options)):
        raise ValueError(f"holidays {number}: a day of another year")
