"""Procedures that would be called by the same short name are told apart: by words, level, province, agency, code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.catalogue.portal.names import base_name, short_name
from bot.catalogue.portal.plain import cut, fold, tidy

LONGEST_DIFFERENCE = 60
_LEAD = 2


class Names(NamedTuple):
    """``short``: names by key, all different. ``twins``: keys whose names had to be told apart."""

    short: dict[str, str]
    twins: list[list[str]]


def told_apart(official: Mapping[str, str], marks: Mapping[str, Sequence[str]]) -> Names:
    """Short names of official ones. ``marks``: what else tells each from its twins, the best first; the last one must
    be its own."""
    short = {key: short_name(name) for key, name in official.items()}
    all_twins = groups(short)
    for twins in all_twins:
        _tell_by_words(twins, official, short)
    for number in range(max(map(len, marks.values()), default=0)):
        for twins in groups(short):
            if len({marks[key][number] for key in twins}) > 1:
                short |= {key: f"{short[key]} ({marks[key][number]})" for key in twins if marks[key][number]}
    return Names(short, all_twins)


def groups(short: Mapping[str, str]) -> list[list[str]]:
    """Keys that share a name, whatever its case and diacritics."""
    same: dict[str, list[str]] = defaultdict(list)
    for key, name in short.items():
        same[fold(name)].append(key)
    return [keys for keys in same.values() if len(keys) > 1]


def _tell_by_words(twins: Sequence[str], official: Mapping[str, str], short: dict[str, str]) -> None:
    """Add to each twin what its official name says from where the names part, with a word or two to lead in."""
    words = {key: base_name(official[key]).split() for key in twins}
    first = _parting([[fold(word.strip(",;.()")) for word in known] for known in words.values()])
    for key in twins:
        own = tidy(" ".join(words[key][max(0, first - _LEAD) :])).strip("()") if len(words[key]) > first else ""
        if own:
            short[key] = f"{short[key].rstrip('…')} (… {cut(own, LONGEST_DIFFERENCE)})"


def _parting(lists: Sequence[Sequence[str]]) -> int:
    """How many words all of them begin with."""
    same = 0
    while all(len(words) > same for words in lists) and len({words[same] for words in lists}) == 1:
        same += 1
    return same
