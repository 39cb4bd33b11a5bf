"""Which procedure a question is about, from the words of the records alone: nothing is trained when a record comes.

A first look by BM25 finds ``LOOKED_AT`` procedures; these are compared by a few figures, weighed as was learned from
citizens' messages (``bench/linker_fit.py``), and the softmax of the sums is near a probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from bot.catalogue.fields import label_of
from bot.catalogue.postings import Floats, Postings
from bot.catalogue.record import Procedure
from bot.catalogue.spoken import Question, pairs_of, read_question, weight_of, words_of
from bot.catalogue.titles import compare, read_title
from bot.language.reader import Candidate

LOOKED_AT = 40
MOST = 8
_BODY_WORDS = 200
# Of the first look: title, what titles would say, other names, characters.
_FIRST = np.array([1.0, 0.4, 0.5, 0.08], np.float32)


class Weights(NamedTuple):
    """Of the figures, in their order: those of whole texts, then those of ``bot.catalogue.titles``."""

    title: float = 3.38
    meant: float = 0.28
    names: float = 3.56
    letters: float = 1.79
    around: float = 4.54
    body: float = 3.09
    covered: float = 2.13
    covers: float = 3.89
    head: float = 0.68
    run: float = 0.56
    level: float = 0.68
    act: float = 0.12
    other_act: float = -0.67
    marks: float = 6.39


WEIGHTS = Weights()


class Found(NamedTuple):
    """``ranked``: procedures best first, with the probability of each, given that one of them is meant. ``fit``: how
    well the best one fits, ``lead``: how much better than the best rival; both in the unit of the figures' sum."""

    ranked: tuple[Candidate, ...] = ()
    fit: float = 0.0
    lead: float = 0.0


class Linker:
    """Made once for a catalogue, then asked from any process: nothing changes after."""

    def __init__(
        self, procedures: Sequence[Procedure], rivals: Sequence[Procedure] = (), weights: Weights = WEIGHTS
    ) -> None:
        """``rivals`` are never found; they only show whether a question fits them better."""
        everything = (*procedures, *rivals)
        self.ids = tuple(record.id for record in everything)
        self._count = len(procedures)
        self._places = {key: place for place, key in enumerate(self.ids)}
        self._weights = np.array(weights, np.float32)
        self._titles = [read_title(record) for record in everything]
        folded = [" ".join(title.words) for title in self._titles]
        self._by_title = Postings(folded, _terms)
        self._by_letters = Postings(folded, _letters)
        self._by_name = Postings([" ".join(words_of(record.short_name)) for record in everything], _terms)
        self._around = Postings(map(_around, everything), str.split)
        self._bodies = Postings(map(_body, everything), str.split)
        self._mass = [sum(map(self._by_title.rarity, title.held)) for title in self._titles]

    def find(self, text: str, among: Sequence[str] = ()) -> Found:
        """What the text may be about; ``among``: of these alone, which may be rivals too."""
        if not self._count or not words_of(text):
            return Found()
        places, figures = self.figures(text, [self._places[key] for key in among])
        sums = figures @ self._weights
        own = (places < self._count) | bool(among)
        if not own.any():
            return Found()
        fit, rival = float(sums[own].max()), float(sums[~own].max(initial=0.0))
        chances = softmax(sums[own])
        ranked = [Candidate(self.ids[places[own][i]], float(chances[i])) for i in np.argsort(-chances)[:MOST]]
        return Found(tuple(ranked), fit, fit - rival)

    def rank(self, text: str) -> tuple[Candidate, ...]:
        """Best first."""
        return self.find(text).ranked

    def figures(self, text: str, among: Sequence[int] = ()) -> tuple[NDArray[np.int64], Floats]:
        """The places of the procedures that were looked at, and a row of figures for each."""
        question = read_question(text)
        first = self._first_look(question)
        places = np.array(among) if among else _highest(_FIRST @ first, LOOKED_AT)
        beside = [texts.scores_at(question.told, places) for texts in (self._around, self._bodies)]
        whole = np.vstack([first[:, places], *beside])
        values = {word: self._by_title.rarity(word) * weight_of(word) for word in question.words}
        mass = sum(values.values()) or 1.0
        rarity = self._by_title.rarity
        rows = [compare(question, self._titles[place], self._mass[place], values, rarity) for place in places]
        return places, np.hstack([whole.T / np.float32(mass), np.array(rows, np.float32)])

    def _first_look(self, question: Question) -> Floats:
        strange = [word for word in question.words if not self._by_title.holds(word)]
        letters = dict.fromkeys(_letters(" ".join(strange)), 1.0)
        names = self._by_name.scores(question.told) + np.float32(0.4) * self._by_name.scores(question.meant)
        return np.stack(
            [
                self._by_title.scores(question.told),
                self._by_title.scores(question.meant),
                names,
                self._by_letters.scores(letters),
            ]
        )


def _highest(scores: Floats, most: int) -> NDArray[np.int64]:
    """Places of the highest scores, in any order."""
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.argpartition(scores, -most)[-most:]


def _terms(folded: str) -> list[str]:
    return pairs_of(folded.split())


def _letters(folded: str) -> list[str]:
    """Two and three characters within a word, its edges included, for slips of the keyboard."""
    padded = [f" {word} " for word in folded.split()]
    return [word[i : i + n] for word in padded for n in (2, 3) for i in range(len(word) - n + 1)]


def _around(record: Procedure) -> str:
    return " ".join(words_of(" ".join((record.agency, label_of(record.field), *record.result))))


def _body(record: Procedure) -> str:
    texts = (record.summary, *record.steps, *record.conditions, *(paper.name for paper in record.documents))
    return " ".join(words_of(" ".join(texts))[:_BODY_WORDS])
