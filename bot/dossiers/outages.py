"""Declared outages of a unit's systems: time that no deadline counts (NĐ 301/2026). Data of the unit, not code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import yaml

from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import Spell


class Outage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """``from`` and ``to`` in Vietnam; ``notice``: number and day of the announcement."""

    start: dt.datetime
    end: dt.datetime
    notice: str


class OutagesError(ValueError):
    """The list cannot be used; the message names the file and the fault."""


def load_outages(path: str) -> tuple[Spell, ...]:
    """None for no path. Raises OSError or OutagesError."""
    return _load(Path(path)) if path else ()


def _load(path: Path) -> tuple[Spell, ...]:
    try:
        outages = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")) or [], tuple[Outage, ...])
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise OutagesError(f"{path.name} is no list of outages: {error}") from error
    for outage in outages:
        if outage.start.tzinfo or outage.end.tzinfo or outage.end <= outage.start:
            raise OutagesError(f"{path.name}, {outage.notice}: a time has a zone, or it ends before it begins")
    return tuple(Spell(_utc(outage.start), _utc(outage.end)) for outage in outages)


def _utc(time: dt.datetime) -> dt.datetime:
    return time.replace(tzinfo=LOCAL).astimezone(dt.timezone.utc)
