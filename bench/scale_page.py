"""The page of ``bench.scale``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

LOOK_UP_BOUND, REPORT_BOUND, REPORT_AT = 1.5, 3.0, 1_000_000
PAGE = """\
# What more dossiers cost

{date}, {cores} cores, load average {load:.1f} over the last quarter of an hour: other work ran beside it. Read ratios,
not absolutes.

{table}

**How.** `python -m bench.scale` fills new databases with synthetic dossiers of one year, ten a phone, encrypted as
always, and drops them at the end. Above a million they have no history, and ten share an encrypted record. A look-up is
what a conversation does: by code the record, decrypted and decoded; by phone the list of all ten of a person, from an
index. 20,000 random ones at each size, the sizes in turns, look-up by look-up, so that what else the machine does falls
on all alike.

The report is `motcua dossiers report` for the whole year, five tables into an XLSX file, nothing precomputed, the
median of three.

The ratio is that of the p99 to the smallest size on the same database; it should not be above {bound}, and the report
at a million dossiers not above {report:g} s on PostgreSQL. On a busy machine a p99 is mostly the wait for a core; then
the p50 says more.

{verdict}
"""


class Found(NamedTuple):
    """Look-ups as p50 and p99 in milliseconds; ``filled`` and ``report`` in seconds, ``size`` in bytes."""

    database: str
    rows: int
    filled: float
    by_code: tuple[float, float]
    by_phone: tuple[float, float]
    report: float
    size: int


def page(found: Sequence[Found], date: dt.date, cores: int, load: float) -> str:
    heads = [
        "Database",
        "Dossiers",
        "On disk",
        "Filled in",
        "By code p50",
        "p99",
        "ratio",
        "By phone p50",
        "p99",
        "ratio",
    ]
    lines = ["| " + " | ".join([*heads, "Report of a year"]) + " |", "|---|" + "---:|" * len(heads)]
    lines += [_line(one, _smallest(found, one)) for one in found]
    values = {"date": date.isoformat(), "cores": cores, "load": load}
    bounds = {"bound": LOOK_UP_BOUND, "report": REPORT_BOUND}
    return PAGE.format(table="\n".join(lines), verdict=_verdict(found), **values, **bounds)


def ratios(one: Found, smallest: Found) -> tuple[float, float]:
    """Of the p99 by code and by phone."""
    return one.by_code[1] / smallest.by_code[1], one.by_phone[1] / smallest.by_phone[1]


def _smallest(found: Sequence[Found], one: Found) -> Found:
    return min((other for other in found if other.database == one.database), key=lambda other: other.rows)


def _line(one: Found, smallest: Found) -> str:
    code, phone = ratios(one, smallest)
    looked_up = [f"{one.by_code[0]:.2f} ms", f"{one.by_code[1]:.2f} ms", f"{code:.2f}"]
    looked_up += [f"{one.by_phone[0]:.2f} ms", f"{one.by_phone[1]:.2f} ms", f"{phone:.2f}"]
    size = f"{one.size / 1e6:,.0f} MB"
    cells = [one.database, f"{one.rows:,}", size, f"{one.filled:,.0f} s", *looked_up, f"{one.report:.2f} s"]
    return "| " + " | ".join(cells) + " |"


def _verdict(found: Sequence[Found]) -> str:
    """Which of the bounds were not kept."""
    missed = [
        f"{one.database} at {one.rows:,}: p99 {worst:.2f} times that of the smallest"
        for one in found
        if (worst := max(ratios(one, _smallest(found, one)))) > LOOK_UP_BOUND
    ]
    missed += [
        f"{one.database} at {one.rows:,}: the report took {one.report:.1f} s"
        for one in found
        if one.database == "postgresql" and one.rows == REPORT_AT and one.report > REPORT_BOUND
    ]
    return f"Not kept: {'; '.join(missed)}." if missed else "All of these bounds were kept."
