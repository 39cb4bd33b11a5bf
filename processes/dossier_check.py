"""Check a whole export before anything of it is taken: every row as a dossier, or the reason why not."""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from tqdm import tqdm

from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import MonthFirst, Unreadable
from bot.dossiers.export.heads import Head
from bot.dossiers.export.rows import RowReader, Totals
from processes.dossier_repeats import Told, contradictions, rejected, repeated, told
from processes.dossier_table import Note, Row, Sheet
from processes.files import FileRefused

BATCH = 1_000
SHOW_AFTER_SECONDS = 2
REASONS_SHOWN = 3
Readers = Callable[[Head], RowReader]


class Checked:
    """The rows of a file that can be taken, packed: a year of a province fits into memory, nothing of it on disk."""

    def __init__(self) -> None:
        self.rows = 0
        self.sheets: list[Sheet] = []
        self.readers: list[RowReader] = []
        self.totals: list[Note] = []
        self.rejected: list[Note] = []
        self.repeated: list[Note] = []
        self._first: dict[str, str] = {}
        self._places: dict[str, list[str]] = {}
        self._dropped: set[tuple[str, dt.datetime]] = set()
        self._waiting: list[Dossier] = []
        self._packed: list[bytes] = []

    @property
    def source(self) -> str:
        """The name of the mapping, the same for all sheets."""
        return next(sheet.head.mapping.name for sheet in self.sheets if sheet.head)

    def add(self, place: str, dossier: Dossier) -> None:
        first = self._first.setdefault(dossier.code, place)
        if first is not place:
            self._places.setdefault(dossier.code, [first]).append(place)
        self.rows += 1
        self._waiting.append(dossier)
        if len(self._waiting) == BATCH:
            self._pack()

    def settle(self) -> None:
        """Once all rows are there: judge those whose codes came several times."""
        self._pack()
        for code, rows in self._repeats().items():
            wrong = contradictions(rows)
            self._dropped |= {(code, row.at) for row in wrong}
            self.rows -= len(wrong)
            self.rejected += rejected(wrong)
            self.repeated += repeated([row for row in rows if row not in wrong])

    def batches(self) -> Iterator[list[Dossier]]:
        decoder = msgspec.msgpack.Decoder(list[Dossier])
        for packed in self._packed:
            batch = decoder.decode(zlib.decompress(packed))
            if good := [it for it in batch if (it.code, it.updated_at) not in self._dropped]:
                yield good

    def _repeats(self) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = {code: [] for code in self._places}
        for dossier in (it for batch in self.batches() for it in batch) if found else ():
            rows = found.get(dossier.code)
            if rows is not None:
                rows.append(told(self._places[dossier.code][len(rows)], dossier))
        return found

    def _pack(self) -> None:
        if self._waiting:
            self._packed.append(zlib.compress(msgspec.msgpack.encode(self._waiting), 1))
            self._waiting = []


def check(path: Path, parts: Iterable[Sheet | Row], reader_of: Readers) -> Checked:
    checked = Checked()
    reader: RowReader | None = None
    for part in progress(parts, f"checking {path.name}", None, " rows"):
        if isinstance(part, Sheet):
            checked.sheets.append(part)
            reader = reader_of(part.head) if part.head else None
            checked.readers += [reader] if reader else []
        elif reader:
            _add(checked, path, part, reader)
    checked.settle()
    if not checked.rows:
        raise FileRefused(f"{path.name} holds no dossier that can be read{_commonest(checked.rejected)}")
    return checked


def _add(checked: Checked, path: Path, row: Row, reader: RowReader) -> None:
    try:
        dossier = _read(row, reader)
    except MonthFirst as error:
        raise FileRefused(
            f"{path.name}, {row.place}: {error}. All dates of the file may be meant so; nothing was taken: "
            "export it with the day in front"
        ) from None
    except Totals as error:
        checked.totals.append(Note(row.place, str(error)))
        return
    except Unreadable as error:
        checked.rejected.append(Note(row.place, str(error)))
        return
    if dossier:
        checked.add(row.place, dossier)


def _read(row: Row, reader: RowReader) -> Dossier | None:
    if row.problem:
        raise Unreadable(row.problem)
    return reader.read(row.cells)


def _commonest(notes: Sequence[Note]) -> str:
    """Why rows were rejected, most of them first, each with the first such row."""
    first = {note.reason: note.place for note in reversed(notes)}
    counted = Counter(note.reason for note in notes).most_common(REASONS_SHOWN)
    return "".join(f"; {first[reason]}{f' and {n - 1} more' * (n > 1)}: {reason}" for reason, n in counted)


def progress(items: Iterable, what: str, total: int | None, unit: str) -> Iterator:  # type: ignore[type-arg]
    """A bar, in a terminal and on work of more than two seconds."""
    return iter(tqdm(items, desc=what, total=total, unit=unit, delay=SHOW_AFTER_SECONDS, disable=None))
