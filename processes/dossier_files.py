"""The rows of an export of dossiers, from CSV or XLSX, below the row that heads them. Nothing is taken on a guess."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.dossiers.export.cells import Cell
from bot.dossiers.export.mapping import NEEDED, Head, Mapping, MappingError, find_head
from processes import files
from processes.files import XLS, ZIP, FileRefused, old_spreadsheet

HEAD_ROWS = 30
SEPARATORS = ",;\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Row(NamedTuple):
    """Numbered from 1 as in the file. ``problem``: why the whole row cannot be read."""

    number: int
    cells: Sequence[Cell]
    problem: str | None = None


class Table(NamedTuple):
    """``rows`` are read as they are asked for, and raise FileRefused."""

    head: Head
    rows: Iterator[Row]


def open_table(path: Path, mappings: Sequence[Mapping], encoding: str | None) -> Table:
    """Find the head and what is below it. Raises FileRefused."""
    if path.stat().st_size > files.MOST_BYTES:
        raise FileRefused(
            f"{path.name} is larger than {files.MOST_BYTES // 1024**2} MB: split it, by month for example"
        )
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(XLS):
        raise old_spreadsheet(path)
    try:
        if start.startswith(ZIP):
            return _sheet(path, mappings)
        return _text(path, mappings, encoding or ("utf-16" if start[:2] in _UTF16 else "utf-8-sig"))
    except MappingError as error:
        raise FileRefused(f"{path.name}: {error}") from error


def _sheet(path: Path, mappings: Sequence[Mapping]) -> Table:
    # openpyxl takes a quarter of a second to import.
    from processes.dossier_sheets import read_sheet

    rows = read_sheet(path, mappings)
    return Table(next(rows), rows)


def no_head(path: Path, mappings: Sequence[Mapping]) -> FileRefused:
    """What to say of a file in which no row heads a table."""
    needed = "; ".join(f"{mapping.name}: {', '.join(mapping.names[field] for field in NEEDED)}" for mapping in mappings)
    return FileRefused(
        f"{path.name} has no row that heads the columns of a mapping ({needed}): add such a row, or write a mapping "
        "for this system (docs/dossiers.md)"
    )


def _text(path: Path, mappings: Sequence[Mapping], encoding: str) -> Table:
    for separator in SEPARATORS:
        rows = _lines(path, encoding, separator)
        for row in islice(rows, HEAD_ROWS):
            if head := find_head(row.cells, mappings):
                return Table(head, rows)
    raise no_head(path, mappings)


def _lines(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=separator)
            for cells in reader:
                number, first = reader.line_num, number + 1
                yield Row(first, cells)
    except (UnicodeError, LookupError) as error:
        raise FileRefused(
            f"{path.name} is not {encoding.removesuffix('-sig')} (after line {number}): save it as CSV UTF-8, or name "
            "its encoding, such as --encoding windows-1258"
        ) from error
    except csv.Error as error:
        raise FileRefused(f"{path.name}, after line {number}: {error}. Is a quotation mark left open?") from error
