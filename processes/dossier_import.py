"""`motcua dossiers import`: check a whole file, then take it into the database batch by batch, and say what became of
it. No line of the report quotes a person's data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import Engine

from bot.catalogue.load import curated
from bot.catalogue.record import Procedure
from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import Spell
from bot.dossiers.export.heads import Head
from bot.dossiers.export.mapping import SHIPPED, Mapping, load_mapping, shipped_mappings
from bot.dossiers.export.rows import AHEAD, RowReader
from bot.dossiers.facts import Rules
from bot.dossiers.terms import terms_of
from bot.store.alone import Busy, alone
from bot.store.catalogue import current_procedures
from bot.store.exports import Taken, take
from bot.store.secrets import Keys
from processes.dossier_check import BATCH, Checked, check, progress
from processes.dossier_files import read_export
from processes.dossier_summary import Say, tell
from processes.files import FileRefused


class Options(NamedTuple):
    """``mapping``: name of a shipped one, or a file. ``exported_at``: when the export was made. ``outages``: what no
    deadline counts."""

    mapping: str | None = None
    encoding: str | None = None
    exported_at: dt.datetime | None = None
    dry_run: bool = False
    verbose: bool = False
    outages: tuple[Spell, ...] = ()


class Imported(NamedTuple):
    """``rejected``: how many rows could not be taken."""

    taken: Taken
    rejected: int


def import_file(engine: Engine, keys: Keys, path: Path, options: Options, now: dt.datetime, say: Say) -> Imported:
    """Raises FileRefused when nothing was taken. Whatever ends it in between, the same command again completes it."""
    try:
        with alone(engine, "importing", wait=False):
            return _import(engine, keys, path, options, now, say)
    except Busy as error:
        raise FileRefused("another import is running: wait until it is done, then run this again") from error


def _import(engine: Engine, keys: Keys, path: Path, options: Options, now: dt.datetime, say: Say) -> Imported:
    written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.timezone.utc).replace(microsecond=0)
    if options.exported_at and options.exported_at > now + AHEAD:
        raise FileRefused(f"--exported: {_shown(options.exported_at)} is in the future. Nothing was taken")
    known = _by_code(engine)

    def reader_of(head: Head) -> RowReader:
        if options.exported_at is None and "updated_at" not in head.columns:
            raise _no_time(path, written)
        return RowReader(head, known, options.exported_at, now)

    checked = check(path, read_export(path, _mappings(options.mapping), options.encoding), reader_of)
    taken = _take(engine, keys, checked, options, options.exported_at or min(written, now))
    say(f"{path.name}: {checked.rows} rows read by the mapping {checked.source}" + " (dry run)" * options.dry_run)
    tell(taken, checked, say, options.verbose)
    return Imported(taken, len(checked.rejected))


def _take(engine: Engine, keys: Keys, checked: Checked, options: Options, exported_at: dt.datetime) -> Taken:
    taken, counted_with = Taken(), rules(options.outages)
    for batch in progress(checked.batches(), "importing", -(-checked.rows // BATCH), " batches"):
        taken = taken.plus(take(engine, keys, batch, checked.source, exported_at, options.dry_run, counted_with))
    return taken


def _no_time(path: Path, written: dt.datetime) -> FileRefused:
    """The time of the file is no stand-in: that of a copy is later, and old rows would beat true news."""
    return FileRefused(
        f"{path.name} has no column that says when a row changed: say when it was exported, such as --exported "
        f'"{_shown(written)}", when this file was written. Of a copy that is later: then name the time of the export'
    )


def _shown(time: dt.datetime) -> str:
    """As it is typed."""
    return f"{time.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def rules(outages: tuple[Spell, ...]) -> Rules:
    """What deadlines are counted with: the time limits of today's curated records, and the outages."""
    return Rules(terms_of(curated()), outages)


def _mappings(name: str | None) -> tuple[Mapping, ...]:
    if name is None:
        return shipped_mappings()
    path = Path(name) if Path(name).suffix else SHIPPED / f"{name}.yml"
    if not path.exists():
        known = ", ".join(mapping.name for mapping in shipped_mappings())
        raise FileRefused(f"there is no mapping {name!r}: shipped are {known}; another one is named by its .yml file")
    return (load_mapping(path),)


def known_procedures(engine: Engine) -> list[Procedure]:
    """Imported and curated ones; where two have a code, the curated one is the last."""
    return [*current_procedures(engine, curated().values()), *curated().values()]


def _by_code(engine: Engine) -> dict[str, tuple[str, str]]:
    """Id and short name of procedures by every national code they answer for."""
    return {
        code: (procedure.id, procedure.short_name)
        for procedure in known_procedures(engine)
        for code in (procedure.code, *procedure.other_codes)
        if code
    }


def local(time: dt.datetime | None) -> dt.datetime | None:
    """A time as typed in Vietnam, in UTC."""
    return time.replace(tzinfo=LOCAL).astimezone(dt.timezone.utc) if time else None
