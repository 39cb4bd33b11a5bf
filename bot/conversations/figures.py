"""How punctual the unit is, as it published it itself. Nothing is counted here, and nothing else is told."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import msgspec
import yaml


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``on_time`` of ``ended`` dossiers, those before the day included. ``period``: in words, as published."""

    period: str
    on_time: int
    ended: int
    source: str
    published: dt.date

    def __post_init__(self) -> None:
        if not 0 <= self.on_time <= self.ended or not self.ended:
            raise ValueError("a numerator is not above its denominator, and that is not 0")

    @property
    def percent(self) -> str:
        """Rounded down to two digits, with a comma: 99,95."""
        return f"{self.on_time * 10_000 // self.ended / 100:.2f}".replace(".", ",")


@cache
def load_figures(path: str) -> tuple[Figure, ...]:
    """The newest first; none for no path. Raises OSError or msgspec.ValidationError, which names the faulty field."""
    if not path:
        return ()
    figures = msgspec.convert(yaml.safe_load(Path(path).read_text(encoding="utf-8")) or [], tuple[Figure, ...])
    return tuple(sorted(figures, key=lambda figure: figure.published, reverse=True))
