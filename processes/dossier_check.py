"""Check a whole export before anything of it is taken: every row as a dossier, or the reason why not."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from tqdm import tqdm

from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import MonthFirst, Unreadable
from bot.dossiers.export.rows import RowReader
from processes.dossier_table import Row, Table
from processes.files import FileRefused

BATCH = 1_000
SHOW_AFTER_SECONDS = 2


class Note(NamedTuple):
    line: int
    reason: str


class Checked:
    """The rows of a file that can be taken, packed: a year of a province fits into memory, nothing of it on disk."""

    def __init__(self) -> None:
        self.rows = 0
        self.rejected: list[Note] = []
        self.repeated: list[Note] = []
        self._lines: dict[str, int] = {}
        self._waiting: list[Dossier] = []
        self._packed: list[bytes] = []

    def add(self, line: int, dossier: Dossier) -> None:
        first = self._lines.setdefault(dossier.code, line)
        if first != line:
            self.repeated.append(Note(line, f"the code is in line {first} already: the newer of the two holds"))
        self.rows += 1
        self._waiting.append(dossier)
        if len(self._waiting) == BATCH:
            self._pack()

    def batches(self) -> Iterator[list[Dossier]]:
        self._pack()
        decoder = msgspec.msgpack.Decoder(list[Dossier])
        return (decoder.decode(zlib.decompress(packed)) for packed in self._packed)

    def _pack(self) -> None:
        if self._waiting:
            self._packed.append(zlib.compress(msgspec.msgpack.encode(self._waiting), 1))
            self._waiting = []


def check(path: Path, table: Table, reader: RowReader) -> Checked:
    checked = Checked()
    for row in progress(table.rows, f"checking {path.name}", None, " rows"):
        try:
            dossier = _read(row, reader)
        except MonthFirst as error:
            raise FileRefused(
                f"{path.name}, line {row.number}: {error}. All dates of the file may be meant so; nothing was taken: "
                "export it with the day in front"
            ) from None
        except Unreadable as error:
            checked.rejected.append(Note(row.number, str(error)))
            continue
        if dossier:
            checked.add(row.number, dossier)
    if not checked.rows:
        first = f"; line {checked.rejected[0].line}: {checked.rejected[0].reason}" if checked.rejected else ""
        raise FileRefused(f"{path.name} holds no dossier that can be read{first}")
    return checked


def _read(row: Row, reader: RowReader) -> Dossier | None:
    if row.problem:
        raise Unreadable(row.problem)
    return reader.read(row.cells)


def progress(items: Iterable, what: str, total: int | None, unit: str) -> Iterator:  # type: ignore[type-arg]
    """A bar, in a terminal and on work of more than two seconds."""
    return iter(tqdm(items, desc=what, total=total, unit=unit, delay=SHOW_AFTER_SECONDS, disable=None))
