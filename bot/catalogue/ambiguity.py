"""Groups of procedures that share a name in speech, and the short question that tells them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path

import msgspec
import yaml

from bot.catalogue.record import Procedure
from bot.language.text import fold

_JUNK = re.compile(r"[^\w\s]+")


class Ambiguity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``choices`` are procedure ids, at most five, the usual one first."""

    id: str
    question: str
    choices: tuple[str, ...]
    phrases: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``fillers``: folded words of politeness and of asking that tell no procedure from another.

    ``makers``: folded words of having something made.
    """

    fillers: tuple[str, ...]
    makers: tuple[str, ...]
    groups: tuple[Ambiguity, ...]


def load_ambiguities() -> tuple[Ambiguity, ...]:
    return _file().groups


@cache
def _file() -> _File:
    text = (Path(__file__).parent / "ambiguities.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), _File)


@cache
def _fillers() -> re.Pattern[str]:
    return _any_of(_file().fillers)


@cache
def _idle() -> re.Pattern[str]:
    """Fillers and makers, but not "làm lại": it tells a copy from the first one."""
    return _any_of([word for word in (*_file().fillers, *_file().makers) if word != "lam lai"])


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")


def core(text: str) -> str:
    """What is left of a name or a message, folded, without politeness, asking and making: "ket hon"."""
    return " ".join(_idle().sub(" ", " ".join(_JUNK.sub(" ", fold(text)).split())).split())


def names(records: Iterable[Procedure]) -> dict[str, tuple[str, ...]]:
    """The procedures that bear a name with this core of two words at least; an alias yields to another's own name."""
    known = list(records)
    own = _by_core((name, record.id) for record in known for name in (record.official_name, record.short_name))
    return _by_core((alias, record.id) for record in known for alias in record.aliases) | own


def _by_core(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, procedure in pairs:
        if " " in (left := core(name)):
            found.setdefault(left, {})[procedure] = None
    return {left: tuple(procedures) for left, procedures in found.items()}


@cache
def _phrases() -> tuple[tuple[str, Ambiguity], ...]:
    """Folded, the longest first, so that no phrase is hidden by a part of it."""
    pairs = [(f" {fold(phrase)} ", group) for group in load_ambiguities() for phrase in group.phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
