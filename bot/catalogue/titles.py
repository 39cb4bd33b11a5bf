"""All printed titles beside a question, many at once: what of each the other explains, which acts and levels differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.catalogue.record import Level, Procedure
from bot.catalogue.spoken import Question, Words, acts_in, every_act, typed_words, words_of

Places = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

_HEAD = 4
_ACT_IN = 9
# Of a longer title the rest is left out.
_LONGEST = 64
_OPENING = ("thu", "tuc")


class _Beside(NamedTuple):
    """Of the titles looked at: which word stands where, what it is worth to the question, and whether that knows it.

    ``own``: their first ones, for a word that comes twice counts once.
    """

    words: NDArray[np.int32]
    own: Flags
    worth: Floats
    known: Flags


class Titles:
    """A row of numbered words each; 0 is no word. Nothing changes after it is made."""

    def __init__(self, records: Sequence[Procedure]) -> None:
        typed = [_title(record)[:_LONGEST] for record in records]
        words = [words_of(" ".join(title)) for title in typed]
        self.folded = [" ".join(title) for title in words]
        self._numbers, self._words = _numbered(words)
        self._marks, self._typed = _numbered(typed)
        self._own = _first_ones(words)
        self._lengths = np.maximum((self._words > 0).sum(axis=1), 1)
        self._acts = np.array([_flags(acts_in(title[:_ACT_IN]), every_act()) for title in words])
        self._levels = np.array([_flags({r.level, *r.other_levels} - {Level.UNKNOWN}, Level) for r in records])

    def weigh(self, rarity: Callable[[str], float]) -> None:
        """Say once how much each word tells."""
        self._rarity = np.array([0.0, *map(rarity, self._numbers)], np.float32)
        self._mass = np.maximum((self._rarity[self._words] * self._own).sum(axis=1), 1.0)

    def compare(self, question: Question, places: Places, values: Mapping[str, float]) -> Floats:
        """Figures that grow with what agrees, a row a title. ``values``: how much each word of the question tells."""
        beside = self._beside(question, places, values)
        said = sum(values.values()) or 1.0
        words, own, _, known = beside
        acts, asked = self._acts[places], _flags(question.acts, every_act())
        shared = (acts & asked).any(axis=1)
        figures = (
            self._explained(beside, question, values) / said,
            (self._rarity[words] * (known & own)).sum(axis=1) / self._mass[places],
            known[:, :_HEAD].sum(axis=1) / _HEAD,
            _longest_run(known) / self._lengths[places],
            _agreement(_flags(question.levels, Level), self._levels[places]),
            np.where(asked.any() & ~shared, -1, 0),
            np.where((acts & ~asked).any(axis=1) & ~shared, -1, 0),
            -self._unlike(beside, question, places) / said,
        )
        return np.asarray(np.stack(figures, axis=1), np.float32)

    def _beside(self, question: Question, places: Places, values: Mapping[str, float]) -> _Beside:
        worth = np.zeros(len(self._rarity), np.float32)
        told = self._find(question.spoken)
        worth[told] = [values[word] for word in question.spoken if word in self._numbers]
        known = np.zeros(len(self._rarity), bool)
        known[[*told, *self._find(question.printed)]] = True
        words, own = self._words[places], self._own[places]
        return _Beside(words, own, worth[words] * own, known[words])

    def _explained(self, beside: _Beside, question: Question, values: Mapping[str, float]) -> Floats:
        """What the question says that the title says too, or calls otherwise."""
        explained: Floats = beside.worth.sum(axis=1)
        for word, printed in question.stands_for.items():
            means = np.zeros(len(self._rarity), bool)
            means[self._find(printed & question.printed)] = True
            there = (beside.words == self._numbers.get(word, -1)).any(axis=1)
            explained += values[word] * (means[beside.words].any(axis=1) & ~there)
        return explained

    def _unlike(self, beside: _Beside, question: Question, places: Places) -> Floats:
        """Words that only look alike without their marks."""
        if not question.marked:
            return np.zeros(len(places), np.float32)
        alike = np.zeros(len(self._marks) + 1, bool)
        alike[[self._marks[mark] for _, mark in question.marked if mark in self._marks]] = True
        return np.asarray((beside.worth * ~alike[self._typed[places]]).sum(axis=1))

    def _find(self, words: Iterable[str]) -> list[int]:
        return [self._numbers[word] for word in words if word in self._numbers]


def _title(record: Procedure) -> Words:
    typed = typed_words(record.official_name)
    return typed[2:] if words_of(" ".join(typed[:2])) == _OPENING else typed


def _numbered(titles: Sequence[Words]) -> tuple[dict[str, int], NDArray[np.int32]]:
    numbers = {word: number for number, word in enumerate(dict.fromkeys(w for t in titles for w in t), 1)}
    table = np.zeros((len(titles), _LONGEST), np.int32)
    for row, title in zip(table, titles, strict=True):
        row[: len(title)] = [numbers[word] for word in title]
    return numbers, table


def _first_ones(titles: Sequence[Words]) -> Flags:
    table = np.zeros((len(titles), _LONGEST), bool)
    for row, title in zip(table, titles, strict=True):
        row[[title.index(word) for word in set(title)]] = True
    return table


def _flags(found: Collection[object], every: Iterable[object]) -> Flags:
    return np.array([one in found for one in every])


def _longest_run(known: Flags) -> NDArray[np.int64]:
    """How many words in a row the question knows."""
    so_far = np.cumsum(known, axis=1)
    return np.asarray((so_far - np.maximum.accumulate(np.where(known, 0, so_far), axis=1)).max(axis=1))


def _agreement(said: Flags, levels: Flags) -> NDArray[np.int64]:
    """1 where a level that was said is the procedure's, -1 where it is not, 0 where none was said."""
    told = said.any() & levels.any(axis=1)
    return np.asarray(np.where((levels & said).any(axis=1), 1, -1) * told)
