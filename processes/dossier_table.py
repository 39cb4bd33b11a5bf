"""What an export of dossiers is read as: its sheets, each by the row that heads it, and the rows below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.dossiers.export.cells import Cell
from bot.dossiers.export.heads import Head
from bot.dossiers.export.mapping import NEEDED, Mapping
from processes.files import FileRefused

HEAD_ROWS, LONGEST_TITLE = 30, 60


class Sheet(NamedTuple):
    """What the rows that follow belong to. ``name``: empty for CSV; ``titles``: the cells of the row that heads it.
    ``head`` None: no row heads it, and none follows."""

    name: str
    titles: tuple[str, ...] = ()
    head: Head | None = None


class Row(NamedTuple):
    """``place``: where it stands in the file. ``problem``: why the whole row cannot be read."""

    place: str
    cells: Sequence[Cell]
    problem: str | None = None


class Note(NamedTuple):
    """What is to be said of a row. ``beside``: the place of another one that is meant too."""

    place: str
    reason: str
    beside: str = ""


def titles_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple("" if cell is None else " ".join(str(cell).split())[:LONGEST_TITLE] for cell in cells)


def no_head(path: Path, mappings: Sequence[Mapping]) -> FileRefused:
    """What to say of a file in which no row heads a table."""
    needed = "; ".join(f"{mapping.name}: {', '.join(mapping.names[field] for field in NEEDED)}" for mapping in mappings)
    return FileRefused(
        f"{path.name} has no row that heads the columns of a mapping ({needed}): add such a row, or write a mapping "
        "for this system (docs/dossiers.md)"
    )
