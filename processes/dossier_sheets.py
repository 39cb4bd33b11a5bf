"""The rows of an XLSX export of dossiers. Formulas and merged cells have no value of their own: their rows say so."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bot.dossiers.export import mapping as export
from bot.dossiers.export.cells import Cell
from bot.dossiers.export.heads import Head, find_head
from bot.dossiers.export.mapping import MappingError
from processes.dossier_table import HEAD_ROWS, Row, Sheet, no_head, titles_of
from processes.files import FileRefused, check_archive, opened_workbook

COLUMNS_READ = 60
_LAST_ROW = 1_048_576
_CHUNK, _OVERLAP = 1 << 20, 128
# Programs may write the elements with a prefix: <x:mergeCell …>.
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_MERGED_CELLS = "merged cells: split them and fill in each"
_BELOW_HEAD = "merged with the head above: write the head into one row"
_KINDS = (str, int, float, bool, dt.datetime, dt.date)


def read_sheets(path: Path, mappings: Sequence[export.Mapping]) -> Iterator[Sheet | Row]:
    """Every sheet that is not empty, each followed by its rows. Raises FileRefused."""
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


def _read(path: Path, mappings: Sequence[export.Mapping]) -> Iterator[Sheet | Row]:
    """All sheets by the mapping that the first one fits."""
    headed = False
    with opened_workbook(path) as workbook:
        several = len(workbook.worksheets) > 1
        for sheet in workbook.worksheets:
            # Files that programs write often lie about their size; reset, all rows are read.
            sheet.reset_dimensions()
            # A sheet that is left in the middle holds the file open, whatever the workbook does.
            with contextlib.closing(sheet.iter_rows(max_col=COLUMNS_READ)) as cells:
                for part in _sheet(path, sheet, enumerate(cells, 1), mappings, several):
                    if isinstance(part, Sheet) and part.head:
                        headed, mappings = True, (part.head.mapping,)
                    yield part
    if not headed:
        raise no_head(path, mappings)


def _sheet(
    path: Path, sheet: Any, rows: Iterator[tuple[int, Any]], mappings: Sequence[export.Mapping], several: bool
) -> Iterator[Sheet | Row]:
    where = f"{sheet.title}, line" if several else "line"
    empty = True
    for number, row in islice(rows, HEAD_ROWS):
        values = [_value(cell) for cell in row]
        if head := find_head(values, mappings):
            yield Sheet(sheet.title, titles_of(values), head)
            yield from _rows(rows, head, _merged(path, sheet, number, head.columns.values()), where)
            return
        empty = empty and not any(values)
    if not empty:
        yield Sheet(sheet.title)


def _rows(rows: Iterator[tuple[int, Any]], head: Head, merged: Mapping[int, str], where: str) -> Iterator[Row]:
    used = sorted(head.columns.values())
    width = used[-1] + 1
    for number, row in rows:
        yield Row(
            f"{where} {number}", [_value(cell) for cell in row[:width]], merged.get(number) or _problem(row, used)
        )


def _problem(row: Sequence[Any], used: Sequence[int]) -> str | None:
    kinds = {row[place].data_type for place in used if place < len(row)}
    if "f" in kinds:
        return "a formula in place of a value: copy the column and paste it as values"
    return "an error such as #REF! in place of a value" if "e" in kinds else None


def _value(cell: Any) -> Cell:
    return cell.value if isinstance(cell.value, _KINDS) else None


def _merged(path: Path, sheet: Any, head: int, used: Collection[int]) -> dict[int, str]:
    """Rows below the head in which a merged range touches a column that is read; the reader of rows does not tell of
    them."""
    found: dict[int, str] = {}
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            for match in _MERGED.finditer(tail + chunk):
                left, top, right, bottom = _column(match[1]), int(match[2]), _column(match[3]), int(match[4])
                if any(left <= place <= right for place in used):
                    problem = _BELOW_HEAD if top <= head else _MERGED_CELLS
                    found |= dict.fromkeys(range(max(top, head + 1), min(bottom, _LAST_ROW) + 1), problem)
            tail = chunk[-_OVERLAP:]
    return found


def _column(letters: bytes) -> int:
    from openpyxl.utils import column_index_from_string

    return int(column_index_from_string(letters.decode())) - 1
