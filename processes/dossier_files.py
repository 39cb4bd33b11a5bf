"""The rows of an export of dossiers, from CSV or XLSX, below the row that heads them. Nothing is taken on a guess."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from bot.dossiers.export.heads import find_head
from bot.dossiers.export.mapping import NEEDED, Mapping, MappingError
from bot.language.codes import find_dossier_codes
from processes import files
from processes.dossier_sheets import read_sheets
from processes.dossier_table import HEAD_ROWS, Row, Sheet, no_head, titles_of
from processes.files import XLS, ZIP, FileRefused, is_page, old_spreadsheet, page

SEPARATORS = ",;\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_export(path: Path, mappings: Sequence[Mapping], encoding: str | None) -> Iterator[Sheet | Row]:
    """Each sheet, followed by its rows. Raises FileRefused."""
    if path.stat().st_size > files.MOST_BYTES:
        raise FileRefused(
            f"{path.name} is larger than {files.MOST_BYTES // 1024**2} MB: split it, by month for example"
        )
    with path.open("rb") as stream:
        start = stream.read(256)
    if start.startswith(XLS):
        raise old_spreadsheet(path)
    if is_page(start):
        raise page(path)
    try:
        if start.startswith(ZIP):
            yield from read_sheets(path, mappings)
        else:
            yield from _text(path, mappings, encoding or ("utf-16" if start[:2] in _UTF16 else "utf-8-sig"))
    except MappingError as error:
        raise FileRefused(f"{path.name}: {error}") from error


def _text(path: Path, mappings: Sequence[Mapping], encoding: str) -> Iterator[Sheet | Row]:
    refused: list[FileRefused] = []
    for separator in SEPARATORS:
        rows = _lines(path, encoding, separator)
        try:
            sheet = _headed(islice(rows, HEAD_ROWS), mappings)
        except FileRefused as error:
            # By a separator that is not the file's, its quotation marks may stand where none can.
            refused.append(error)
            continue
        if sheet:
            yield sheet
            yield from rows
            return
    raise refused[0] if len(refused) == len(SEPARATORS) else no_head(path, mappings)


def _headed(rows: Iterable[Row], mappings: Sequence[Mapping]) -> Sheet | None:
    for row in rows:
        if head := find_head(row.cells, mappings):
            return Sheet("", titles_of(row.cells), head)
    return None


def _lines(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=separator, strict=True)
            for cells in reader:
                first, number = number + 1, reader.line_num
                problem = _swallowed(cells, separator, number) if number > first else None
                yield Row(f"line {first}", cells, problem)
    except (UnicodeError, LookupError) as error:
        raise FileRefused(
            f"{path.name} is not {encoding.removesuffix('-sig')} (after line {number}): save it as CSV UTF-8, or name "
            "its encoding, such as --encoding windows-1258"
        ) from error
    except csv.Error as error:
        raise FileRefused(f"{path.name}, after line {number}: {error}. Is a quotation mark left open?") from error


def _swallowed(cells: Sequence[str], separator: str, last: int) -> str | None:
    """A text of several lines is good; one with a code and the separators of a row took in the next dossier."""
    for cell in cells:
        text = cell.strip()
        if len(text.splitlines()) > 1 and text.count(separator) >= len(NEEDED) - 1 and find_dossier_codes(text):
            return f"all up to line {last} is one row, with another row in a text: is a quotation mark left open?"
    return None
