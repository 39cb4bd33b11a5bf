"""The rows of an XLSX export of dossiers. Formulas and merged cells have no value of their own: their rows say so."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bot.dossiers.export.cells import Cell
from bot.dossiers.export.mapping import Head, Mapping, MappingError, find_head
from processes.dossier_table import HEAD_ROWS, Row, no_head
from processes.files import FileRefused, check_archive, opened_workbook

COLUMNS_READ = 60
_LAST_ROW = 1_048_576
_CHUNK, _OVERLAP = 1 << 20, 64
_MERGED = re.compile(rb'<mergeCell ref="[A-Z]+(\d{1,7}):[A-Z]+(\d{1,7})"')
_KINDS = (str, int, float, bool, dt.datetime, dt.date)


def read_sheet(path: Path, mappings: Sequence[Mapping]) -> Iterator[Head | Row]:
    """The head of the first sheet that has one, then the rows below it. Raises FileRefused."""
    check_archive(path)
    try:
        with warnings.catch_warnings():
            # What openpyxl misses of styles and links does not matter for a list.
            warnings.simplefilter("ignore")
            yield from _read(path, mappings)
    except (FileRefused, MappingError):
        raise
    except Exception as error:
        # openpyxl lets through whatever its parsers raise at a damaged file; the text may quote a cell.
        cause = type(error).__name__
        raise FileRefused(f"{path.name} cannot be read as a spreadsheet ({cause}): save it again as .xlsx") from error


def _read(path: Path, mappings: Sequence[Mapping]) -> Iterator[Head | Row]:
    with opened_workbook(path) as workbook:
        for sheet in workbook.worksheets:
            # Files that programs write often lie about their size; reset, all rows are read.
            sheet.reset_dimensions()
            # A sheet that is left in the middle holds the file open, whatever the workbook does.
            with contextlib.closing(sheet.iter_rows(max_col=COLUMNS_READ)) as cells:
                rows = enumerate(cells, 1)
                for number, row in islice(rows, HEAD_ROWS):
                    if head := find_head([_value(cell) for cell in row], mappings):
                        yield head
                        yield from _rows(rows, head, _merged(path, sheet, number))
                        return
    raise no_head(path, mappings)


def _rows(rows: Iterator[tuple[int, Sequence[Any]]], head: Head, merged: set[int]) -> Iterator[Row]:
    used = sorted(head.columns.values())
    width = used[-1] + 1
    for number, row in rows:
        yield Row(number, [_value(cell) for cell in row[:width]], _problem(row, used, number in merged))


def _problem(row: Sequence[Any], used: Sequence[int], merged: bool) -> str | None:
    if merged:
        return "merged cells: split them and fill in each"
    kinds = {row[place].data_type for place in used if place < len(row)}
    if "f" in kinds:
        return "a formula in place of a value: copy the column and paste it as values"
    return "an error such as #REF! in place of a value" if "e" in kinds else None


def _value(cell: Any) -> Cell:
    return cell.value if isinstance(cell.value, _KINDS) else None


def _merged(path: Path, sheet: Any, head: int) -> set[int]:
    """Rows below the head that a merged range touches; the reader of rows does not tell of them."""
    found: set[int] = set()
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            for match in _MERGED.finditer(tail + chunk):
                found |= set(range(max(int(match[1]), head + 1), min(int(match[2]), _LAST_ROW) + 1))
            tail = chunk[-_OVERLAP:]
    return found
