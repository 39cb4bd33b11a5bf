"""What `motcua dossiers import` says at its end: what was read, what became of it, what is wrong. It names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.dossiers.export.heads import Head
from bot.dossiers.export.rows import RowReader
from bot.store.exports import Taken
from processes.dossier_check import Checked
from processes.dossier_table import Note, Sheet

MOST_SHOWN = 20
# What a file without such a column means for people.
MISSED = {
    "due_at": "a due date is told only where the time limit of a curated record gives one",
    "phone": "no proof by phone or one-time code, no list of one's own dossiers",
    "look_up_code": "no proof by look-up code",
}
Say = Callable[[str], None]


def tell(taken: Taken, checked: Checked, say: Say, verbose: bool) -> None:
    _tell_columns(checked.sheets, say)
    for name in ("new", "changed", "unchanged", "older"):
        say(f"  {name:<12}{getattr(taken, name):>9}")
    _tell_notes("repeated", checked.repeated, say, verbose)
    if checked.totals:
        _tell_notes("skipped", checked.totals, say, verbose)
    _tell_notes("rejected", checked.rejected, say, verbose)
    _tell_unread(checked.readers, say)
    if taken.unexplained:
        say(f"  unexplained {taken.unexplained:>9}  changes that no legal path explains, for an officer")


def _tell_columns(sheets: Sequence[Sheet], say: Say) -> None:
    """Once for all sheets with the same heads."""
    headed = [sheet for sheet in sheets if sheet.head]
    for titles in dict.fromkeys(sheet.titles for sheet in headed):
        same = [sheet for sheet in headed if sheet.titles == titles]
        if len(headed) > 1:
            say(f"  of {', '.join(sheet.name for sheet in same)}:")
        if head := same[0].head:
            _tell_head(head, titles, say)
    for sheet in sheets:
        if not sheet.head:
            say(f"  nothing read of {sheet.name}: no row heads the columns of the same mapping")


def _tell_head(head: Head, titles: Sequence[str], say: Say) -> None:
    read = ", ".join(f"{titles[place]} ({field})" for field, place in head.columns.items())
    say(f"  columns read: {read}")
    if head.unread:
        say(f"  columns not read: {', '.join(head.unread)}")
    for field, consequence in MISSED.items():
        if field not in head.columns:
            say(f"  no column for {head.mapping.names.get(field, field)} ({field}): {consequence}")
    if not {"phone", "look_up_code"} & head.columns.keys():
        say("  so nobody can open these dossiers here")


def _tell_unread(readers: Sequence[RowReader], say: Say) -> None:
    """Cells that cost their row nothing else."""
    phones, amounts = (sum(getattr(it, name) for it in readers) for name in ("unread_phones", "unread_amounts"))
    if phones:
        say(f"  no phone    {phones:>9}  taken, but what stands in the column is no phone number")
    if amounts:
        say(f"  no amount   {amounts:>9}  taken, but what stands in the column is no amount")


def _tell_notes(name: str, notes: Sequence[Note], say: Say, verbose: bool) -> None:
    say(f"  {name:<12}{len(notes):>9}")
    _tell_reasons((note.reason for note in notes), say)
    shown = notes if verbose else notes[:MOST_SHOWN]
    for note in shown:
        say(f"    {note.place}{f' (and {note.beside})' if note.beside else ''}: {note.reason}")
    if len(notes) > len(shown):
        say(f"    and {len(notes) - len(shown)} more: --verbose names them all")


def _tell_reasons(reasons: Iterable[str], say: Say) -> None:
    """How often each, where one came twice."""
    counted = Counter(reasons).most_common(MOST_SHOWN)
    if counted and counted[0][1] > 1:
        for reason, count in counted:
            say(f"    {count:>5} × {reason}")
