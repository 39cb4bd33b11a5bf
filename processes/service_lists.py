"""Lists for the unit: ratings by month, late dossiers, and changes of dossiers that no rule explains."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from sqlalchemy.engine import Engine
from tqdm import tqdm

from bot.dossiers.ratings import MOST_STARS, without_persons
from bot.dossiers.texts import LOCAL, mask_name
from bot.store import ratings, unexplained
from bot.store.facts import Late
from bot.store.secrets import Keys
from processes.files import FileRefused

Say = Callable[[str], None]
# A spreadsheet would take such a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_ratings(engine: Engine, first: dt.datetime, last: dt.datetime, file: IO[str]) -> int:
    """Of each unit and month: how many were asked, how many answered, by stars; how many rows."""
    head = ["unit", "month", "asked", "answered", *(f"stars_{n}" for n in range(1, MOST_STARS + 1))]
    counted = ratings.counts(engine, *_months(first, last))
    return _write(file, head, ([c.unit, c.month, c.asked, sum(c.stars), *c.stars] for c in counted))


def write_reasons(engine: Engine, keys: Keys, first: dt.datetime, last: dt.datetime, file: IO[str]) -> int:
    """What was said besides stars, without numbers that lead to a person; how many rows."""
    said = ratings.reasons(engine, keys, *_months(first, last))
    rows = ([r.unit, r.month, r.procedure, r.stars, without_persons(r.text)] for r in said)
    return _write(file, ["unit", "month", "procedure", "stars", "reason"], rows)


def tell_late(late: Sequence[Late], say: Say) -> None:
    """Names are masked. What no export has shown for long may be finished by now: so each says when one last did."""
    for dossier, seen_at in late:
        due = f"{dossier.due_at.astimezone(LOCAL):%d/%m/%Y}" + "~" * dossier.due_expected if dossier.due_at else ""
        seen = f"seen {seen_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" if seen_at else "seen -"
        name = mask_name(dossier.applicant_name)
        say("  ".join((dossier.code, due, seen, dossier.handler, dossier.procedure_name, name)))
    say(f"{len(late)} dossiers are late. ~ is counted from the time limit: no due date was given.")


def tell_unexplained(engine: Engine, keys: Keys, say: Say) -> None:
    with tqdm(unit=" dossiers", delay=2, leave=False) as bar:
        rows = unexplained.waiting(engine, keys, bar.update)
    for row in rows:
        change = f"{int(row.before) if row.before else '?'} → {int(row.after)}"
        when = f"{row.at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
        say(f"{row.id:>8}  {row.code or '(no longer here)':<28}  {change:<8}  {when}  {row.source}")
    say(f"{len(rows)} changes that no legal path explains. --done ID takes one off the list.")


def settle_unexplained(engine: Engine, ids: list[int], now: dt.datetime, say: Say) -> None:
    """Raises FileRefused where one of them is not in the list."""
    settled = unexplained.done(engine, ids, now)
    say(f"{settled} of {len(ids)} taken off the list.")
    if settled < len(ids):
        raise FileRefused("the others are not in the list: look at it with `motcua dossiers unexplained`")


def _months(first: dt.datetime, last: dt.datetime) -> tuple[str, str]:
    return f"{first:%Y-%m}", f"{last:%Y-%m}"


def _write(file: IO[str], head: list[str], rows: Iterable[list[Any]]) -> int:
    lines = [[_harmless(cell) for cell in row] for row in rows]
    csv.writer(file).writerows([head, *lines])
    return len(lines)


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
