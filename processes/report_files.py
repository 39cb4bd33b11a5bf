"""Tables as a file for spreadsheets, CSV or XLSX, with a page that explains them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
NAME_WIDTH, NUMBER_WIDTH = 34, 13
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Page(NamedTuple):
    """``widths``: of the first columns; the rest are narrow, for numbers."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = (NAME_WIDTH,)


def write_csv(path: Path, pages: Sequence[Page], explained: Page) -> None:
    """All pages, which have the same heads, under one of these; an empty line; the explanations. With a mark by which
    spreadsheets know UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(pages[0].heads)
        for page in pages:
            writer.writerows(map(_plain, row) for row in page.rows)
        writer.writerow([])
        writer.writerow(explained.heads)
        writer.writerows(explained.rows)


def write_xlsx(path: Path, pages: Sequence[Page], explained: Page) -> None:
    """A sheet for each page."""
    workbook = Workbook(write_only=True)
    for page in (*pages, explained):
        sheet = workbook.create_sheet(page.title)
        sheet.freeze_panes = "A2"
        for number in range(len(page.heads)):
            width = page.widths[number] if number < len(page.widths) else NUMBER_WIDTH
            sheet.column_dimensions[get_column_letter(number + 1)].width = width
        sheet.append([_head(sheet, head) for head in page.heads])
        for row in page.rows:
            sheet.append([_plain(cell) for cell in row])
    workbook.save(path)


def _head(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _plain(cell: Cell) -> Cell:
    """No name of an office may become a formula in a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
