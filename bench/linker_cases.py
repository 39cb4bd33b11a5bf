"""What the linker is measured on: questions about national codes, and catalogues of any size."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.catalogue.record import Procedure
from bot.settings import ROOT

DATA = ROOT / "tests" / "data" / "linker"


class Question(NamedTuple):
    """``codes``: national codes; each is a right answer."""

    codes: frozenset[str]
    text: str


def load_questions(data: Path = DATA) -> dict[str, list[Question]]:
    """By the name of their file."""
    return {path.stem: list(map(_question, _lines(path))) for path in sorted(data.glob("*.txt"))}


def grown(known: Sequence[Procedure], size: int) -> list[Procedure]:
    """``size`` procedures: the known ones, then invented ones whose titles begin as one of them and end as another."""
    chance = random.Random(size)
    invented = (_mixed(number, *chance.sample(known, 2)) for number in range(size - len(known)))
    return [*known[:size], *invented]


def _mixed(number: int, first: Procedure, second: Procedure) -> Procedure:
    head, tail = first.official_name.split(), second.official_name.split()
    title = " ".join([*head[: (len(head) + 1) // 2], *tail[len(tail) // 2 :]])
    return msgspec.structs.replace(first, id=f"p-{number}", code=None, official_name=title, short_name=title)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _question(line: str) -> Question:
    codes, text = line.split(" ; ", 1)
    return Question(frozenset(codes.split("|")), text)
