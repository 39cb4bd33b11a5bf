"""Read and check the curated records. Every problem is reported at once, with file and cause."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
import yaml

from bot.catalogue.record import Procedure

RECORDS = Path(__file__).parent / "records"
CODE = re.compile(r"^[1-6]\.\d{6}$")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class CatalogueError(ValueError):
    """The catalogue cannot be used; the message lists every problem, a line each."""


def read_record(path: Path) -> Procedure:
    """One record. Raises CatalogueError naming the file and the faulty field."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return msgspec.convert(data, Procedure)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error


def load_catalogue(root: Path = RECORDS) -> dict[str, Procedure]:
    """All curated records by id. Raises CatalogueError with every problem found."""
    records, problems = _read_all(sorted(root.glob("*/*.yml")))
    problems += [problem for record in records.values() for problem in check_record(record, records)]
    problems += _repeated_codes(records.values())
    if problems:
        raise CatalogueError("\n".join(problems))
    return records


@cache
def curated() -> dict[str, Procedure]:
    """The shipped records, read once in a process: those the reader knows, among all that can be answered about."""
    return load_catalogue()


def _read_all(paths: Iterable[Path]) -> tuple[dict[str, Procedure], list[str]]:
    records: dict[str, Procedure] = {}
    problems: list[str] = []
    for path in paths:
        try:
            record = read_record(path)
        except CatalogueError as error:
            problems.append(str(error))
            continue
        if (record.id, record.field) != (path.stem, path.parent.name):
            problems.append(f"{path.name}: id and field must be the file's and the folder's name")
        records[record.id] = record
    return records, problems


def _repeated_codes(records: Iterable[Procedure]) -> list[str]:
    seen: dict[str, str] = {}
    problems = []
    for record in records:
        if record.code and record.code in seen:
            problems.append(f"{record.id}: code {record.code} is that of {seen[record.code]} too")
        seen[record.code or record.id] = record.id
    return problems


def check_record(record: Procedure, catalogue: dict[str, Procedure]) -> list[str]:
    """Everything in one record that the types cannot say, a line a problem."""
    cases = {case.id for case in record.cases.options} if record.cases else set()
    forms = {form.id for form in record.forms}
    rules = [
        (bool(SLUG.match(record.id)), "id is not a slug (lower-case letters, digits, hyphens)"),
        (record.code is None or bool(CODE.match(record.code)), f"code {record.code} is not of the form d.dddddd"),
        (len(record.aliases) >= 4, "fewer than 4 aliases"),
        (record.cases is None or len(cases) >= 2, "a case question needs two different options"),
        (bool(record.documents), "no documents"),
        (bool(record.fees), "no fees: write one with amount null and a note"),
        (bool(record.times), "no times: write one with amount null and a note"),
        (bool(record.steps) and bool(record.result), "no steps or no result"),
        (record.source.date <= record.verified, "verified before the source was read"),
    ]
    problems = [text for holds, text in rules if not holds]
    problems += [f"document '{d.name}': unknown case {c}" for d in record.documents for c in d.cases if c not in cases]
    problems += [
        f"document '{d.name}': unknown form {d.form}" for d in record.documents if d.form and d.form not in forms
    ]
    problems += [f"unknown sibling {s.id}" for s in record.siblings if s.id not in catalogue]
    problems += _unsaid(record)
    return [f"{record.id}: {problem}" for problem in problems]


def _unsaid(record: Procedure) -> list[str]:
    """Unknown amounts must say why, else the answer would be silence."""
    fees = [
        f"fee '{f.what}': amount null needs set_by_province or a note"
        for f in record.fees
        if f.amount is None and not f.set_by_province and not f.note
    ]
    times = ["time: amount null needs a note" for t in record.times if t.amount is None and not t.note]
    benefits = [
        f"benefit '{b.what}': amount null needs a note" for b in record.benefits if b.amount is None and not b.note
    ]
    return fees + times + benefits


def in_force(valid_from: dt.date | None, valid_to: dt.date | None, today: dt.date) -> bool:
    """Whether a dated fact holds on ``today`` (both ends included)."""
    return (valid_from or today) <= today <= (valid_to or today)
