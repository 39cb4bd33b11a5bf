"""Imported procedures in the database: taken in whole files, with their history, and read as what holds now."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.engine import Connection, Engine

from bot.catalogue.portal.imported import Imported
from bot.catalogue.portal.merge import Seen
from bot.catalogue.portal.merge import procedures as merged
from bot.catalogue.record import Procedure
from bot.store.engine import reading, writing
from bot.store.tables import imports, procedures
from bot.store.work import VIETNAM

LOCK_NUMBER = 0x6D6F74637562
_BATCH = 500


class File(NamedTuple):
    """Where records come from. ``skipped``: how many lines of it could not be taken."""

    name: str
    sha256: str
    shape: str
    scope: str
    skipped: int


class Report(NamedTuple):
    """Codes by what became of them. ``missing``: had by an earlier import of a file of this name, and kept."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    missing: tuple[str, ...]


class Version(NamedTuple):
    """One state of a record. ``until`` None: it holds now. Times are UTC."""

    record: Imported
    since: dt.datetime
    until: dt.datetime | None
    file: str


class _Current(NamedTuple):
    """A row that holds now."""

    id: int
    sha256: str
    file: str


def import_procedures(engine: Engine, records: Sequence[Imported], file: File, now: dt.datetime) -> Report:
    """Take the records of one file over in one transaction. What did not change stays; what did gets a new row, and the
    old one an end. Two imports at a time wait for each other."""
    bodies = _bodies(records)
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK_NUMBER})
        current = _current(connection, file)
        report = _compare(bodies, current, file)
        _write(connection, report, bodies, current, file, now)
    return report


def preview(engine: Engine, records: Sequence[Imported], file: File) -> Report:
    """What an import would do."""
    with reading(engine) as connection:
        return _compare(_bodies(records), _current(connection, file), file)


def current_procedures(engine: Engine, curated: Iterable[Procedure]) -> list[Procedure]:
    """Imported procedures that hold now and that no curated one answers for. Costs about a millisecond a record."""
    query = select(procedures.c.record, procedures.c.seen_at).where(procedures.c.valid_to.is_(None))
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(procedures.c.id)).all()
    decoder = msgspec.json.Decoder(Imported)
    seen = (Seen(decoder.decode(row.record), row.seen_at.astimezone(VIETNAM).date()) for row in rows)
    return merged(seen, curated)


def catalogue_version(engine: Engine) -> int:
    """Grows with every import: one that changes nothing still says when it was. 0 before the first."""
    with reading(engine) as connection:
        return int(connection.execute(select(func.coalesce(func.max(imports.c.id), 0))).scalar_one())


def history(engine: Engine, code: str) -> list[Version]:
    """Every state of an imported record under a code, the newest first."""
    query = select(procedures, imports.c.file).join(imports).where(procedures.c.code == code)
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(procedures.c.id.desc())).all()
    decoder = msgspec.json.Decoder(Imported)
    return [Version(decoder.decode(row.record), row.valid_from, row.valid_to, row.file) for row in rows]


def _bodies(records: Sequence[Imported]) -> dict[str, str]:
    """JSON by code; the same record always gives the same text."""
    encoder = msgspec.json.Encoder(order="deterministic")
    return {record.code: encoder.encode(record).decode() for record in records}


def _sha256(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _current(connection: Connection, file: File) -> dict[str, _Current]:
    query = select(procedures.c.code, procedures.c.id, procedures.c.sha256, imports.c.file).join(imports)
    same = (procedures.c.shape == file.shape) & (procedures.c.scope == file.scope) & procedures.c.valid_to.is_(None)
    return {row.code: _Current(row.id, row.sha256, row.file) for row in connection.execute(query.where(same))}


def _compare(bodies: dict[str, str], current: dict[str, _Current], file: File) -> Report:
    known = {code for code in bodies if code in current}
    same = {code for code in known if current[code].sha256 == _sha256(bodies[code])}
    missing = [code for code, row in current.items() if row.file == file.name and code not in bodies]
    differ = known - same
    return Report(
        new=tuple(code for code in bodies if code not in known),
        changed=tuple(code for code in bodies if code in differ),
        unchanged=tuple(code for code in bodies if code in same),
        missing=tuple(missing),
    )


def _write(
    connection: Connection,
    report: Report,
    bodies: dict[str, str],
    current: dict[str, _Current],
    file: File,
    now: dt.datetime,
) -> None:
    counts = {"new": len(report.new), "changed": len(report.changed), "unchanged": len(report.unchanged)}
    values = {"file": file.name, "sha256": file.sha256, "skipped": file.skipped, "at": now, **counts}
    where = {"scope": file.scope, "shape": file.shape}
    number = connection.execute(insert(imports).values({**values, **where})).inserted_primary_key[0]
    _mark(connection, [current[code].id for code in report.changed], valid_to=now)
    _mark(connection, [current[code].id for code in report.unchanged], seen_at=now)
    common = {**where, "import_id": number, "valid_from": now, "seen_at": now}
    taken = {code: bodies[code] for code in report.new + report.changed}
    rows = [{**common, "code": code, "sha256": _sha256(body), "record": body} for code, body in taken.items()]
    if rows:
        connection.execute(insert(procedures), rows)


def _mark(connection: Connection, ids: Sequence[int], **values: dt.datetime) -> None:
    for start in range(0, len(ids), _BATCH):
        batch = procedures.c.id.in_(ids[start : start + _BATCH])
        connection.execute(update(procedures).where(batch).values(**values))
