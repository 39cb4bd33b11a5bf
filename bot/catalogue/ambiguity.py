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
from bot.language.short_forms import expand
from bot.language.text import fold, nfc

_LACKING = re.compile(r"\b(?:khong|chua|ko|hong|chang) co\b(?! duoc)")
_JUNK = re.compile(r"[^\w\s]+")


class Ambiguity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``choices`` are procedure ids, at most five, the usual one first."""

    id: str
    question: str
    choices: tuple[str, ...]
    phrases: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``fillers``: folded words of politeness and of asking that tell no procedure from another.

    ``makers``: folded words of having something made. ``people``: for whom,
    as typed with marks and without.
    """

    fillers: tuple[str, ...]
    makers: tuple[str, ...]
    people: tuple[str, ...]
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
def _people() -> re.Pattern[str]:
    return _any_of(_file().people)


def without_people(text: str) -> str:
    """The text, in small letters, without the words for whom it is."""
    return _people().sub(" ", nfc(text).lower())


def idle_words(folded: str) -> list[bool]:
    """Of each word of a folded text whether it tells no procedure from another; "lại" always does."""
    spans = [match.span() for pattern in (_fillers(), _makers()) for match in pattern.finditer(folded)]
    words = list(re.finditer(r"\S+", folded))
    return [w[0] != "lai" and any(a <= w.start() and w.end() <= b for a, b in spans) for w in words]


@cache
def _makers() -> re.Pattern[str]:
    return _any_of(_file().makers)


@cache
def _idle() -> re.Pattern[str]:
    """Fillers and makers, but not "làm lại": it tells a copy from the first one."""
    return _any_of([word for word in (*_file().fillers, *_file().makers) if word != "lam lai"])


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")


def core(text: str) -> str:
    """What is left of a name or a message, folded, without politeness, asking and making: "ket hon".

    Not having a thing stays: "không có giấy khai sinh" is no wish for a first one.
    """
    folded = _LACKING.sub("khongco", " ".join(_JUNK.sub(" ", fold(text)).split()))
    return " ".join(_idle().sub(" ", folded).split())


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


def only_one_says(text: str, choices: Sequence[str]) -> int | None:
    """The one choice that has every word of the message: "khai tử" among three things to register anew."""
    said = set(core(text).split())
    having = [i for i, name in enumerate(choices) if said <= set(core(name).split())] if said else []
    return having[0] if len(having) == 1 else None


def confused(records: Mapping[str, Procedure]) -> dict[str, frozenset[str]]:
    """With which others each procedure is confused: siblings, whichever of the two names the other, and groups."""
    pairs = {(record.id, sibling.id) for record in records.values() for sibling in record.siblings}
    pairs |= {pair for group in load_ambiguities() for pair in permutations(group.choices, 2)}
    pairs |= {(other, one) for one, other in pairs}
    return {known: frozenset(other for one, other in pairs if one == known) for known in records}


def said_barely(text: str) -> Ambiguity | None:
    """The group whose shared name is all that the message says, besides politeness, question words and for whom."""
    typed = expand(text)
    return _barely(typed) or _barely(without_people(typed))


def _barely(text: str) -> Ambiguity | None:
    words = f" {' '.join(_JUNK.sub(' ', fold(text)).split())} "
    for phrase, group in _phrases():
        if phrase in words and not _fillers().sub(" ", words.replace(phrase, " ", 1)).strip():
            return group
    return None


def group_of(choices: Sequence[str]) -> Ambiguity | None:
    """The first group that holds all of these choices."""
    return next((group for group in load_ambiguities() if set(choices) <= set(group.choices)), None)


@cache
def _phrases() -> tuple[tuple[str, Ambiguity], ...]:
    """Folded, the longest first, so that no phrase is hidden by a part of it."""
    pairs = [(f" {fold(phrase)} ", group) for group in load_ambiguities() for phrase in group.phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
