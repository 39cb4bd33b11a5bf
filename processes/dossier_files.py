"""The rows of an export of dossiers, from CSV or XLSX, below the row that heads them. Nothing is taken on a guess."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from bot.dossiers.export.mapping import Mapping, MappingError, find_head
from processes import files
from processes.dossier_sheets import read_sheet
from processes.dossier_table import HEAD_ROWS, Row, Table, no_head
from processes.files import XLS, ZIP, FileRefused, old_spreadsheet

SEPARATORS = ",;\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


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
    rows = read_sheet(path, mappings)
    return Table(next(rows), rows)


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
