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


def load_outages(path: Path) -> tuple[Spell, ...]:
    """Raises OSError or ValueError, which names the file and the faulty field."""
    try:
        outages = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")) or [], tuple[Outage, ...])
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise ValueError(f"{path.name} is no list of outages: {error}") from error
    for outage in outages:
        if outage.start.tzinfo or outage.end.tzinfo or outage.end <= outage.start:
            raise ValueError(f"{path.name}, {outage.notice}: a time has a zone, or it ends before it begins")
    return tuple(Spell(_utc(outage.start), _utc(outage.end)) for outage in outages)


def _utc(time: dt.datetime) -> dt.datetime:
    return time.replace(tzinfo=LOCAL).astimezone(dt.timezone.utc)
