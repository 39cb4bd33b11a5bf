"""The records of one file, gathered: duplicates, twins of levels and pages of somebody else are sorted out here."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import msgspec

from bot.catalogue.portal.imported import Flag, Imported, Shape
from bot.catalogue.portal.names import base_name
from bot.catalogue.portal.plain import fold


class Skipped(NamedTuple):
    """``line``: number of the line or row in the file, from 1."""

    line: int
    reason: str


class Collected:
    """What was read of one file, in its order; one record a code."""

    def __init__(self) -> None:
        self.skipped: list[Skipped] = []
        self._lines: dict[str, int] = {}
        self._records: dict[str, Imported] = {}

    def add(self, line: int, record: Imported) -> None:
        """Take a record. Of a code that came before: rows that differ by level only are one procedure, all else is
        skipped with the line of the first."""
        first = self._records.get(record.code)
        if first is None:
            self._records[record.code], self._lines[record.code] = record, line
            return
        where = f"code {record.code} is in line {self._lines[record.code]} already"
        if _same(first, record):
            self._records[record.code] = _merged(first, record)
            self.skip(line, f"{where}: taken as one")
        else:
            self._records[record.code] = _flagged(first, Flag.CODE_SHARED)
            self.skip(line, f"{where}, under another name: {record.name[:60]!r}; correct one of the two")

    def skip(self, line: int, reason: str) -> None:
        self.skipped.append(Skipped(line, reason))

    def finish(self) -> list[Imported]:
        """The records. Those that share the address of a page carry one page's content under several codes: none can be
        believed, not even its name."""
        pages: dict[str, list[str]] = defaultdict(list)
        for record in self._records.values():
            if record.url:
                pages[record.url].append(record.code)
        for codes in (codes for codes in pages.values() if len(codes) > 1):
            for code in codes:
                del self._records[code]
                other = next(other for other in codes if other != code)
                shared = f"code {code} has the page that {len(codes) - 1} other codes have too ({other} …)"
                reason = f"{shared}, so neither content nor name is its own: import a list for its name"
                self.skip(self._lines[code], reason)
        self.skipped.sort()
        return list(self._records.values())


def _same(first: Imported, second: Imported) -> bool:
    return _bare(first.name) == _bare(second.name)


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, fold(base_name(name))))


def _merged(first: Imported, second: Imported) -> Imported:
    """Two rows of a list for one procedure: both levels, the online level where they agree. Details are not mixed."""
    if first.shape is Shape.DETAIL:
        return first
    return msgspec.structs.replace(
        first,
        name=base_name(first.name),
        levels=tuple(dict.fromkeys((*first.levels, *second.levels))),
        online=first.online if first.online is second.online else None,
        decision=first.decision or second.decision,
        flags=tuple(flag for flag in Flag if flag in {*first.flags, *second.flags}),
    )


def _flagged(record: Imported, flag: Flag) -> Imported:
    return msgspec.structs.replace(record, flags=tuple(known for known in Flag if known in {*record.flags, flag}))
