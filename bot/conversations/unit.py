"""The one-stop shop that runs the assistant: name, hours, counters, hotlines. Data of the unit, not code."""

from __future__ import annotations

from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

EARTH_KM = 6371.0


class Hotline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    number: str


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A counter whose place is known, in degrees of WGS 84. ``address`` where it is not the unit's own."""

    name: str
    latitude: float
    longitude: float
    address: str = ""


class Near(NamedTuple):
    counter: Counter
    kilometres: float


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``counters``: a line each, or with a place."""

    name: str
    address: str
    hours: str
    counters: tuple[str | Counter, ...]
    hotlines: tuple[Hotline, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The counters as they are read."""
        return tuple(counter if isinstance(counter, str) else counter.name for counter in self.counters)

    def nearest(self, latitude: float, longitude: float) -> list[Near]:
        """The counters whose place is known, the nearest first, as the crow flies."""
        placed = [counter for counter in self.counters if isinstance(counter, Counter)]
        near = [Near(c, distance(latitude, longitude, c.latitude, c.longitude)) for c in placed]
        return sorted(near, key=lambda one: one.kilometres)


def distance(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Kilometres between two places given in degrees (haversine)."""
    north, east = radians(to_latitude - latitude) / 2, radians(to_longitude - longitude) / 2
    bow = sin(north) ** 2 + cos(radians(latitude)) * cos(radians(to_latitude)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, bow)))


@cache
def load_unit(path: str) -> Unit:
    """Raises OSError or msgspec.ValidationError, which name the file or the faulty field."""
    return msgspec.convert(yaml.safe_load(Path(path).read_text(encoding="utf-8")), Unit)
