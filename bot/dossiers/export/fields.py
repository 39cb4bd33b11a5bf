"""The cells of one row by field. A fault names the column as the mapping does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from bot.dossiers.export.cells import Cell, MonthFirst, Unreadable, text_of
from bot.dossiers.export.heads import Head
from bot.dossiers.export.mapping import word_of
from bot.dossiers.export.times import Time, closing, time_of

Value = TypeVar("Value")


class Fields:
    """``latest``: the limit of times at which something has happened. Whatever reads a field raises Unreadable."""

    def __init__(self, head: Head, row: Sequence[Cell], latest: dt.datetime) -> None:
        self.mapping = head.mapping
        self._cells = {field: row[place] for field, place in head.columns.items() if place < len(row)}
        self._latest = latest

    def cell(self, field: str) -> Cell:
        return self._cells.get(field)

    def read(self, field: str, read: Callable[[Cell], Value]) -> Value:
        try:
            return read(self._cells.get(field))
        except MonthFirst as error:
            raise MonthFirst(f"{self._name(field)}: {error}") from None
        except Unreadable as error:
            raise self.fault(field, str(error)) from None

    def text(self, field: str) -> str:
        return self.read(field, text_of) or self.mapping.defaults.get(field, "")

    def told(self, field: str, words: Mapping[str, Value]) -> Value | None:
        """A word that the mapping does not know tells nothing, and is no reason to leave the dossier out."""
        return words.get(word_of(self.read(field, text_of))) if field in self._cells else None

    def time(self, field: str) -> Time | None:
        return self.read(field, time_of) if field in self._cells else None

    def past(self, field: str) -> dt.datetime | None:
        """When something happened."""
        time = self.time(field)
        if time:
            self.check_past(field, time.at)
        return time.at if time else None

    def due(self, field: str) -> dt.datetime | None:
        """Until when something is to happen."""
        time = self.time(field)
        return closing(time) if time else None

    def check_past(self, field: str, at: dt.datetime, what: str = "in the future") -> None:
        if at > self._latest:
            raise self.fault(field, what)

    def fault(self, field: str, reason: str) -> Unreadable:
        return Unreadable(f"{self._name(field)}: {reason}")

    def _name(self, field: str) -> str:
        return self.mapping.names.get(field, field)
