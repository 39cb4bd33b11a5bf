"""The test set: messages with what is wanted, by writers who saw neither the training data nor the model.

``tests/data/eval`` has two hands (``-a``, ``-b``) and five kinds of lines; ``tests/data/messages``, three older hands,
was looked at while the model was chosen. ``tests/data/later`` has two hands of their own, who wrote when the others had
been looked at. Nothing of it is trained on: ``tests/evaluation/test_cases.py`` proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from bot.language.text import fold
from bot.settings import ROOT

DATA = ROOT / "tests" / "data"
LATER = DATA / "later"
PLAIN = "no_diacritics"


class Set(str, Enum):
    """Kinds of lines, named as their files. SEVERAL asks about all its procedures, AMBIGUOUS about an unsaid one."""

    NEEDS = "needs"
    CONTEXT = "context"
    AMBIGUOUS = "ambiguous"
    SEVERAL = "several"
    OTHER = "other"
    WRITERS = "writer"


class Case(NamedTuple):
    """``turns`` are said one after the other by somebody new; the reply to the last is judged.

    ``variant``: how a need is put into words, or what another message is (smalltalk, scam …). ``procedures`` are ids.
    """

    set: Set
    variant: str
    turns: tuple[str, ...]
    procedures: tuple[str, ...] = ()
    facets: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return self.turns[-1]

    @property
    def plain(self) -> bool:
        """Without diacritics, in whatever variant."""
        return self.text.lower() == fold(self.text)


def load_cases(data: Path = DATA) -> list[Case]:
    """All of them, set by set."""
    return [_READERS[kind](line) for kind in Set for line in _lines(data, kind)]


def load_needs(data: Path = DATA) -> dict[str, list[Case]]:
    """The cases of each need; a need is one wish in all variants."""
    needs: dict[str, list[Case]] = {}
    for line in _lines(data, Set.NEEDS):
        needs.setdefault(line.split(" ; ")[0], []).append(_need(line))
    return needs


def _lines(data: Path, kind: Set) -> Iterator[str]:
    for path in sorted(data.glob(f"*/{kind.value}-*.txt")):
        yield from (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _need(line: str) -> Case:
    _, variant, procedure, facets, text = line.split(" ; ", 4)
    return Case(Set.NEEDS, variant, (text,), (procedure,), _names(facets))


def _context(line: str) -> Case:
    procedure, facets, talk = line.split(" ; ", 2)
    return Case(Set.CONTEXT, "", tuple(talk.split(" || ")), (procedure,), _names(facets))


def _ambiguous(line: str) -> Case:
    procedures, facets, text = line.split(" ; ", 2)
    return Case(Set.AMBIGUOUS, "", (text,), tuple(procedures.split("|")), _names(facets))


def _several(line: str) -> Case:
    wishes, text = line.split(" ; ", 1)
    procedures, facets = zip(*(wish.split(":") for wish in wishes.split("|")), strict=True)
    return Case(Set.SEVERAL, "", (text,), procedures, _names(",".join(facets)))


def _other(line: str) -> Case:
    kind, text = line.split(" ; ", 1)
    return Case(Set.OTHER, kind, (text,))


def _writer(line: str) -> Case:
    procedure, facets, text = line.split(" ; ", 2)
    return Case(Set.WRITERS, "", (text,), (procedure,), _names(facets))


def _names(facets: str) -> frozenset[str]:
    return frozenset(name.strip() for name in facets.split(","))


_READERS: dict[Set, Callable[[str], Case]] = {
    Set.NEEDS: _need,
    Set.CONTEXT: _context,
    Set.AMBIGUOUS: _ambiguous,
    Set.SEVERAL: _several,
    Set.OTHER: _other,
    Set.WRITERS: _writer,
}
