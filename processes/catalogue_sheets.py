"""Read the rows of an XLSX list, on guard against files that unpack to gigabytes or claim a million rows."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from bot.catalogue.portal.finish import ProvinceNeeded, Unreadable
from bot.catalogue.portal.imported import Imported
from bot.catalogue.portal.sheet import COLUMNS, NEEDED, Cell, find_columns, read_row
from processes.files import FileRefused, check_archive, opened_workbook

MOST_ROWS = 20_000
HEAD_ROWS = 30
COLUMNS_READ = 40


class Line(NamedTuple):
    """A line or row, numbered from 1: a record, an error, or neither where it is empty."""

    number: int
    record: Imported | None
    error: str | None = None


def read_rows(path: Path, scope: str) -> Iterator[Line]:
    """The rows below the head of the first sheet that has one. Raises FileRefused where none has."""
    check_archive(path)
    try:
        with warnings.catch_warnings():
            # What openpyxl misses of styles and links does not matter for a list of names.
            warnings.simplefilter("ignore")
            yield from _read(path, scope)
    except FileRefused:
        raise
    except ProvinceNeeded as error:
        raise FileRefused(
            f"{path.name} is the list of a province ({error}): say which one's with --province"
        ) from error
    except Exception as error:
        # openpyxl lets through whatever its parsers raise at a damaged file.
        raise FileRefused(f"{path.name} cannot be read as a spreadsheet ({error}): save it again as .xlsx") from error


def _read(path: Path, scope: str) -> Iterator[Line]:
    with opened_workbook(path) as workbook:
        for sheet in workbook.worksheets:
            # Files that programs write often lie about their size; reset, all rows are read.
            sheet.reset_dimensions()
            # A sheet that is left in the middle holds the file open, whatever the workbook does.
            with contextlib.closing(sheet.iter_rows()) as cells:
                rows = enumerate(cells, 1)
                columns = next(filter(None, (find_columns(_cells(row)) for _, row in islice(rows, HEAD_ROWS))), None)
                if columns:
                    yield from _records(path.name, rows, columns, scope)
                    return
    needed = " and ".join(" or ".join(COLUMNS[key][:3]) for key in NEEDED)
    raise FileRefused(f"{path.name} has no row that heads the columns {needed}: add one (accents do not matter)")


def _records(
    name: str, rows: Iterator[tuple[int, Sequence[Any]]], columns: Mapping[str, int], scope: str
) -> Iterator[Line]:
    for number, row in rows:
        if number > MOST_ROWS:
            raise FileRefused(f"{name} has more than {MOST_ROWS} rows: split it, or delete the empty ones at its end")
        try:
            _refuse_formulas(row, columns)
            yield Line(number, read_row(_cells(row), columns, scope))
        except Unreadable as error:
            yield Line(number, None, str(error))


def _refuse_formulas(row: Sequence[Any], columns: Mapping[str, int]) -> None:
    """A formula has no value of its own; other columns with one are left out."""
    for key in NEEDED:
        place = columns[key]
        if place < len(row) and row[place].data_type == "f":
            raise Unreadable(f"a formula stands for the {key}: copy the column and paste it as values")


def _cells(row: Sequence[Any]) -> list[Cell]:
    return [_cell(cell) for cell in row[:COLUMNS_READ]]


def _cell(cell: Any) -> Cell:
    plain = isinstance(cell.value, (str, int, float)) and cell.data_type not in ("f", "e")
    return cell.value if plain else None
