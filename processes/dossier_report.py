"""`motcua dossiers report`: the figures of a period as CSV or XLSX, with the meaning of every column in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy.engine import Engine

from bot.dossiers.calendar import LOCAL, default_calendar
from bot.dossiers.statistics import SMALLEST_GROUP, By, Counts, Row, by_one, rates, total, without_small_groups
from bot.store.statistics import Period, count_by
from bot.texts import texts
from processes.files import FileRefused
from processes.report_files import NAME_WIDTH, Cell, Page, write_csv, write_xlsx

MEANING_WIDTHS = (60, 120)
CROSSED = (By.UNIT, By.MONTH, By.CHANNEL)


def months(first: dt.date, last: dt.date, now: dt.datetime) -> Period:
    """From the month of one day to that of another; unfinished dossiers are judged at its end, but not ahead of now.
    Raises FileRefused."""
    if first > last:
        raise FileRefused(f"no months from {first:%Y-%m} to {last:%Y-%m}")
    following = (last.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    end = dt.datetime.combine(following, dt.time(), LOCAL).astimezone(dt.timezone.utc)
    return Period(first.year * 100 + first.month, last.year * 100 + last.month, min(end, now))


def uncertain_years(period: Period) -> str:
    """Years of the period whose days off are not entered, or not final: "2025, 2027"."""
    years = range(period.first // 100, period.last // 100 + 1)
    return ", ".join(str(year) for year in years if not default_calendar().is_final(year))


def dimensions(names: str) -> tuple[By, ...]:
    """As typed: "unit,month". Raises FileRefused."""
    try:
        return tuple(dict.fromkeys(By(name.strip()) for name in names.split(",") if name.strip()))
    except ValueError as error:
        known = ", ".join(by.value for by in By)
        raise FileRefused(f"--by {names}: known are {known}, separated by commas") from error


def report(
    engine: Engine, path: Path, period: Period, by: Sequence[By], procedures: Mapping[str, str], public: bool = False
) -> int:
    """Write the file; how many dossiers it counts. ``by``: a further table with these dimensions crossed.
    ``procedures``: short names by id. ``public``: the whole and at most one dimension, without groups that show a
    person. Raises FileRefused."""
    if path.suffix not in (".csv", ".xlsx"):
        raise FileRefused(f"{path.name}: a report is a .csv or .xlsx file")
    if public and len(by) > 1:
        raise FileRefused("--public takes one dimension, such as --by unit: a crossed table tells of small groups")
    found = _alone(engine, period)
    if tuple(by) not in found:
        found[tuple(by)] = count_by(engine, by, period)
    whole = found[()][0].counts.received
    if public:
        found = _published(found, tuple(by))
    names = (NAME_WIDTH,) * (1 + len(By))
    pages = [Page(_title(them), heads(), list(_lines(them, rows, procedures)), names) for them, rows in found.items()]
    words = texts("report")
    meaning = [words["column"], words["meaning"]]
    explained = Page(words["meanings_sheet"], meaning, meanings(period, public), MEANING_WIDTHS)
    (write_csv if path.suffix == ".csv" else write_xlsx)(path, pages, explained)
    return whole


def _published(found: dict[tuple[By, ...], list[Row]], by: tuple[By, ...]) -> dict[tuple[By, ...], list[Row]]:
    """The whole and one dimension: a figure of 1 in two tables is one person, told by both."""
    try:
        return {them: without_small_groups(found[them]) for them in dict.fromkeys([(), by])}
    except ValueError as error:
        raise FileRefused(f"nothing was written: {error}") from error


def _alone(engine: Engine, period: Period) -> dict[tuple[By, ...], list[Row]]:
    """The total and each dimension by itself. Going through a year's dossiers is what costs, so it is done once for
    all dimensions that have few groups together."""
    crossed = count_by(engine, CROSSED, period)
    units, by_month, channels = (by_one(crossed, place) for place in range(len(CROSSED)))
    return {
        (): [Row((), total(crossed))],
        (By.UNIT,): units,
        (By.PROCEDURE,): count_by(engine, (By.PROCEDURE,), period),
        (By.MONTH,): sorted(by_month, key=_untold_last),
        (By.CHANNEL,): sorted(channels, key=_untold_last),
    }


def _untold_last(row: Row) -> tuple[bool, str]:
    return row.names[0] is None, row.names[0] or ""


def heads() -> list[str]:
    words = texts("report")
    rate_heads = [
        words[part].format(rate=rate[0])
        for rate in words["rates"].values()
        for part in ("numerator", "denominator", "percent")
    ]
    named = [words["sheets"][by.value] for by in By]
    return [words["group"], *named, *(head for head, _ in words["counts"].values()), *rate_heads]


def meanings(period: Period, public: bool) -> list[tuple[str, str]]:
    """Every column with what it means, then the notes on the whole."""
    words = texts("report")
    found = [(words["group"], words["group_meaning"])]
    found += [(head, meaning) for head, meaning in words["counts"].values()]
    for name, meaning in words["rates"].values():
        found.append((words["numerator"].format(rate=name), meaning))
        found.append((words["denominator"].format(rate=name), meaning))
        found.append((words["percent"].format(rate=name), words["percent_meaning"].format(meaning=meaning)))
    values = {
        "first": _month(str(period.first)),
        "last": _month(str(period.last)),
        "end": f"{period.end.astimezone(LOCAL):%H:%M %d/%m/%Y}",
        "smallest": SMALLEST_GROUP,
        "years": uncertain_years(period),
    }
    days_off = [words["days_off"]] if values["years"] else []
    notes = (*words["notes"], *days_off, words["public" if public else "internal"])
    return [*found, *(("", note.format(**values)) for note in notes)]


def _title(by: tuple[By, ...]) -> str:
    sheets = texts("report")["sheets"]
    return str(sheets[by[0].value if len(by) == 1 else "crossed" if by else "total"])


def _lines(by: tuple[By, ...], rows: Sequence[Row], procedures: Mapping[str, str]) -> Iterator[list[Cell]]:
    for row in rows:
        names = dict(zip(by, row.names, strict=True))
        shown = [_name(dimension, names, row.merged, procedures) for dimension in By]
        yield [_title(by), *shown, *row.counts, *_rate_cells(row.counts)]


def _name(dimension: By, names: Mapping[By, str | None], merged: bool, procedures: Mapping[str, str]) -> str | None:
    if dimension not in names:
        return None
    words, name = texts("report"), names[dimension]
    if merged:
        return str(words["groups"]["merged"]).format(smallest=SMALLEST_GROUP)
    if name is None:
        return str(words["groups"]["unknown"])
    if dimension is By.MONTH:
        return _month(name)
    if dimension is By.CHANNEL:
        return str(words["channels"][name])
    return procedures.get(name, name) if dimension is By.PROCEDURE else name


def _month(name: str) -> str:
    return f"{name[4:]}/{name[:4]}"


def _rate_cells(counts: Counts) -> Iterator[Cell]:
    for rate in rates(counts).values():
        yield from (rate.numerator, rate.denominator, rate.percent)
