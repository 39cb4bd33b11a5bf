"""`motcua dossiers import`: check a whole file, then take it into the database batch by batch, and say what became of
it. No line of the report quotes a person's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import Engine

from bot.catalogue.load import curated
from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import Spell
from bot.dossiers.export.mapping import SHIPPED, Mapping, load_mapping, shipped_mappings
from bot.dossiers.export.rows import RowReader
from bot.dossiers.facts import Rules
from bot.dossiers.terms import terms_of
from bot.store.alone import Busy, alone
from bot.store.dossiers import Taken, take
from bot.store.secrets import Keys
from processes.dossier_check import BATCH, Checked, Note, check, progress
from processes.dossier_files import open_table
from processes.files import FileRefused

MOST_SHOWN = 20
Say = Callable[[str], None]


class Options(NamedTuple):
    """``mapping``: name of a shipped one, or a file. ``exported_at``: when the export was made. ``outages``: what no
    deadline counts."""

    mapping: str | None = None
    encoding: str | None = None
    exported_at: dt.datetime | None = None
    dry_run: bool = False
    verbose: bool = False
    outages: tuple[Spell, ...] = ()


def import_file(engine: Engine, keys: Keys, path: Path, options: Options, now: dt.datetime, say: Say) -> Taken:
    """Raises FileRefused when nothing was taken. Whatever ends it in between, the same command again completes it."""
    try:
        with alone(engine, "importing", wait=False):
            return _import(engine, keys, path, options, now, say)
    except Busy as error:
        raise FileRefused("another import is running: wait until it is done, then run this again") from error


def _import(engine: Engine, keys: Keys, path: Path, options: Options, now: dt.datetime, say: Say) -> Taken:
    table = open_table(path, _mappings(options.mapping), options.encoding)
    if options.exported_at is None and "updated_at" not in table.head.columns:
        raise FileRefused(
            f"{path.name} has no column that says when a row changed: say when it was made with --exported"
        )
    checked = check(path, table, RowReader(table.head, _procedures(), options.exported_at, now))
    written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.timezone.utc).replace(microsecond=0)
    exported_at = options.exported_at or min(written, now)
    taken = Taken()
    source, counted_with = table.head.mapping.name, rules(options.outages)
    for batch in progress(checked.batches(), "importing", -(-checked.rows // BATCH), " batches"):
        taken = taken.plus(take(engine, keys, batch, source, exported_at, options.dry_run, counted_with))
    say(f"{path.name}: {checked.rows} rows read by the mapping {source}" + " (dry run)" * options.dry_run)
    _tell(taken, checked, say, options.verbose)
    return taken


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


def _procedures() -> dict[str, tuple[str, str]]:
    """Id and short name of curated procedures by every national code they answer for."""
    return {
        code: (procedure.id, procedure.short_name)
        for procedure in curated().values()
        for code in (procedure.code, *procedure.other_codes)
        if code
    }


def _tell(taken: Taken, checked: Checked, say: Say, verbose: bool) -> None:
    for name in ("new", "changed", "unchanged", "older"):
        say(f"  {name:<12}{getattr(taken, name):>9}")
    _tell_notes("repeated", checked.repeated, say, verbose)
    _tell_notes("rejected", checked.rejected, say, verbose)
    if taken.unexplained:
        say(f"  unexplained {taken.unexplained:>9}  changes that no legal path explains, for an officer")


def _tell_notes(name: str, notes: list[Note], say: Say, verbose: bool) -> None:
    say(f"  {name:<12}{len(notes):>9}")
    shown = notes if verbose else notes[:MOST_SHOWN]
    for note in shown:
        say(f"    line {note.line}: {note.reason}")
    if len(notes) > len(shown):
        say(f"    and {len(notes) - len(shown)} more: --verbose names them all")


def local(time: dt.datetime | None) -> dt.datetime | None:
    """A time as typed in Vietnam, in UTC."""
    return time.replace(tzinfo=LOCAL).astimezone(dt.timezone.utc) if time else None
