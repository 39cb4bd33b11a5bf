"""Every procedure that can be answered about, curated and imported, as a process holds it between two imports."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sqlalchemy.engine import Engine

from bot.catalogue.linker import Linker
from bot.catalogue.load import curated
from bot.catalogue.record import Procedure
from bot.store.catalogue import catalogue_version, current_procedures

log = logging.getLogger(__name__)

CHECK_EVERY = dt.timedelta(seconds=5)


class Shelf(NamedTuple):
    """One state of the catalogue: nothing in it changes. ``version`` is that of the database when it was read."""

    version: int
    records: Mapping[str, Procedure]
    by_code: Mapping[str, Procedure]
    linker: Linker


class Shelves:
    """The shelf of one database. A newer one is made beside it and takes its place whole; until then answers come from
    the one that was there."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._checked: dt.datetime | None = None
        self._thread: threading.Thread | None = None

    def present(self, engine: Engine, now: dt.datetime) -> Shelf:
        """At once, but for the first time in a process. Asks the database for its version every few seconds."""
        if self._shelf is None:
            self._shelf, self._checked = _read(engine), now
        elif self._checked is None or now - self._checked >= CHECK_EVERY:
            self._checked = now
            self._renew(engine, self._shelf.version)
        return self._shelf

    def wait(self) -> None:
        """Until what is being made is there."""
        if self._thread:
            self._thread.join()

    def _renew(self, engine: Engine, held: int) -> None:
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and catalogue_version(engine) != held:
            self._thread = threading.Thread(target=self._replace, args=(engine,), daemon=True)
            self._thread.start()

    def _replace(self, engine: Engine) -> None:
        try:
            self._shelf = _read(engine)
            log.info("catalogue %s: %s procedures", self._shelf.version, len(self._shelf.records))
        except Exception as error:
            # The old one stays; the next check tries again.
            log.error("the catalogue could not be read anew: %s", type(error).__name__)


@cache
def shelves(url: str) -> Shelves:
    """Of the database at that address. Made in the workers' parent, it is there in every worker."""
    return Shelves()


def shelf(engine: Engine, now: dt.datetime) -> Shelf:
    """What this process can answer about."""
    return shelves(engine.url.render_as_string(hide_password=False)).present(engine, now)


def _read(engine: Engine) -> Shelf:
    """The version is read first: what is imported meanwhile is then seen by the next check."""
    version = catalogue_version(engine)
    imported = current_procedures(engine, curated().values())
    records = {**curated(), **{record.id: record for record in imported}}
    # Curated records last: theirs is the code that two should share.
    codes = {code: record for record in [*imported, *curated().values()] for code in _codes(record)}
    return Shelf(version, records, codes, Linker(imported, tuple(curated().values())))


def _codes(record: Procedure) -> tuple[str, ...]:
    return tuple(filter(None, (record.code, *record.other_codes)))
