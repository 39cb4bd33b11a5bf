"""How punctual the unit is, as it published it itself. Nothing is counted here, and nothing else is told."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import msgspec
import yaml


class FiguresError(ValueError):
    """The file cannot be used; the message names it and the fault."""


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
    """The newest first; none for no path. Raises OSError or FiguresError."""
    if not path:
        return ()
    try:
        figures = msgspec.convert(yaml.safe_load(Path(path).read_text(encoding="utf-8")) or [], tuple[Figure, ...])
    except (yaml.YAMLError, ValueError) as error:
        raise FiguresError(f"{path} holds no published figures: {error}") from error
    return tuple(sorted(figures, key=lambda figure: figure.published, reverse=True))
