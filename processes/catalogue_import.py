"""`motcua catalogue import`: read a file with progress, take it into the database, and say what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from sqlalchemy.engine import Engine
from tqdm import tqdm

from bot.catalogue.portal.collect import Skipped
from bot.catalogue.portal.imported import Flag, Imported
from bot.catalogue.portal.provinces import find_province, provinces
from bot.store.catalogue import File, Report, history, import_procedures, preview
from processes.catalogue_files import collect, open_file
from processes.files import FileRefused

MOST_SHOWN = 20
Say = Callable[[str], None]


def import_file(
    engine: Engine,
    path: Path,
    province: str | None,
    curated: Collection[str],
    now: dt.datetime,
    say: Say,
    dry_run: bool = False,
    verbose: bool = False,
) -> Report:
    """``curated``: codes that curated records answer for. Raises FileRefused when nothing was taken over."""
    scope = _scope(province)
    opened = open_file(path, scope)
    lines = tqdm(opened.lines, desc=path.name, total=opened.total, unit=" lines", disable=None)
    collected, read = collect(lines, path.name)
    records = collected.finish()
    file = File(path.name[-200:], opened.sha256, opened.shape.value, scope, len(collected.skipped))
    report = preview(engine, records, file) if dry_run else import_procedures(engine, records, file, now)
    say(f"{path.name}: {read} {'rows' if opened.total is None else 'records'} read" + " (dry run)" * dry_run)
    _tell_report(report, collected.skipped, say, verbose)
    _tell_flags(records, curated, say)
    return report


def _scope(province: str | None) -> str:
    if province is None:
        return ""
    scope = find_province(province)
    if scope is None:
        known = ", ".join(f"{code} {name}" for code, name in provinces().items())
        raise FileRefused(f"no province is called {province!r}; known are {known}")
    return scope


def _tell_report(report: Report, skipped: Sequence[Skipped], say: Say, verbose: bool) -> None:
    for name, codes in report._asdict().items():
        if name != "missing":
            say(f"  {name:<10}{len(codes):>6}")
    say(f"  skipped   {len(skipped):>6}")
    shown = skipped if verbose else skipped[:MOST_SHOWN]
    for line, reason in shown:
        say(f"    line {line}: {reason}")
    if len(skipped) > len(shown):
        say(f"    and {len(skipped) - len(shown)} more: --verbose names them all")
    if report.missing:
        codes = ", ".join(report.missing[:MOST_SHOWN])
        say(f"  missing   {len(report.missing):>6}  had by an earlier file of this name, kept: {codes}")


def _tell_flags(records: Sequence[Imported], curated: Collection[str], say: Say) -> None:
    counts = Counter(flag for record in records for flag in record.flags)
    counts[Flag.CURATED_WINS] = sum(record.code in curated for record in records)
    say("Flagged (docs/catalogue.md says what each means):")
    for flag in Flag:
        if counts[flag]:
            say(f"  {flag.value:<22}{counts[flag]:>6}")


def show(engine: Engine, code: str, curated: Collection[str], say: Say) -> None:
    """What imports brought under a code, the newest first."""
    versions = history(engine, code)
    if code in curated:
        say(f"{code} is answered from a curated record.")
    if not versions:
        say(f"No import brought {code}.")
    for version in versions:
        until = f"{version.until:%Y-%m-%d %H:%M}" if version.until else "now"
        where = f" of {provinces()[version.record.scope]}" if version.record.scope else ""
        say(f"{version.since:%Y-%m-%d %H:%M} to {until} UTC, {version.record.shape.value}{where} ({version.file})")
        say(f"  {version.record.name}")
        flags = ", ".join(flag.value for flag in version.record.flags)
        say(f"  {version.record.url or 'no page'}; flags: {flags or 'none'}")
