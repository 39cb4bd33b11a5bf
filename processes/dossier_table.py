"""The table in an export of dossiers: the row that heads it, and the rows below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.dossiers.export.cells import Cell
from bot.dossiers.export.mapping import NEEDED, Head, Mapping
from processes.files import FileRefused

HEAD_ROWS = 30


class Row(NamedTuple):
    """Numbered from 1 as in the file. ``problem``: why the whole row cannot be read."""

    number: int
    cells: Sequence[Cell]
    problem: str | None = None


class Table(NamedTuple):
    """``rows`` are read as they are asked for, and raise FileRefused."""

    head: Head
    rows: Iterator[Row]


def no_head(path: Path, mappings: Sequence[Mapping]) -> FileRefused:
    """What to say of a file in which no row heads a table."""
    needed = "; ".join(f"{mapping.name}: {', '.join(mapping.names[field] for field in NEEDED)}" for mapping in mappings)
    return FileRefused(
        f"{path.name} has no row that heads the columns of a mapping ({needed}): add such a row, or write a mapping "
        "for this system (docs/dossiers.md)"
    )
