"""Which procedure a question is about, from the words of the records alone: nothing is trained when a record comes.

A first look by BM25 finds ``LOOKED_AT`` procedures; these are compared by a few figures, weighed as was learned from
citizens' messages (``bench/linker_fit.py``), and the softmax of the sums is near a probability.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from bot.catalogue.fields import label_of
from bot.catalogue.postings import Floats, Postings
from bot.catalogue.record import Procedure
from bot.catalogue.spoken import Question, pairs_of, read_question, weight_of, words_of
from bot.catalogue.titles import Titles
from bot.language.reader import Candidate

LOOKED_AT = 80
MOST = 8
_BODY_WORDS = 200
_BLOCKS = 8
# Of the first look: what titles would say, other names, and characters of words that no title has.
_MEANT, _SHORT, _STRANGE = 0.4, np.float32(0.5), np.float32(0.08)


class Weights(NamedTuple):
    """Of the figures, in their order: those of whole texts, then those of ``bot.catalogue.titles``."""

    title: float = 3.43
    names: float = 1.6
    around: float = 0.89
    body: float = 1.87
    letters: float = 2.31
    covered: float = 7.74
    covers: float = 2.05
    head: float = 0.65
    run: float = 3.15
    level: float = 0.35
    missed_act: float = 0.31
    other_act: float = 0.36
    marks: float = 13.88


WEIGHTS = Weights()


class Found(NamedTuple):
    """``ranked``: procedures best first, with the probability of each, given that one of them is meant. ``fit``: how
    well the best one fits, ``lead``: how much better than the best rival; both in the unit of the figures' sum.
    ``new``: whether the best one is a rival that might be found this time.
    """

    ranked: tuple[Candidate, ...] = ()
    fit: float = 0.0
    lead: float = 0.0
    new: bool = False


class Linker:
    """Made once for a catalogue, then asked from any process: nothing changes after."""

    def __init__(
        self, procedures: Sequence[Procedure], rivals: Sequence[Procedure] = (), weights: Weights = WEIGHTS
    ) -> None:
        """``rivals`` are found only where they are asked for; else they show whether a question fits them better."""
        records = (*procedures, *rivals)
        everything = [named for record in records for named in _by_each_name(record)]
        self.ids = tuple(record.id for record in everything)
        self._own = frozenset(record.id for record in procedures)
        self._places: dict[str, list[int]] = {}
        for place, key in enumerate(self.ids):
            self._places.setdefault(key, []).append(place)
        self._weights = np.array(weights, np.float32)
        self._titles = Titles(everything)
        self._by_title = Postings(self._titles.folded, _terms)
        self._by_letters = Postings(self._titles.folded, _letters)
        self._by_name = Postings([" ".join(words_of(record.short_name)) for record in everything], _terms)
        around, bodies = ({record.id: text(record) for record in records} for text in (_around, _body))
        self._around = Postings([around[key] for key in self.ids], str.split)
        self._bodies = Postings([bodies[key] for key in self.ids], str.split)
        self._titles.weigh(self._by_title.rarity)

    def find(self, text: str, among: Collection[str] = (), also: Collection[str] = ()) -> Found:
        """What the text may be about; ``among``: of these alone; ``also``: rivals that may be found this time."""
        if not (self._own or among or also) or not words_of(text):
            return Found()
        places, figures = self.figures(text, [place for key in among for place in self._places[key]])
        sums = figures @ self._weights
        best: dict[str, float] = {}
        for row in np.argsort(-sums):
            best.setdefault(self.ids[places[row]], float(sums[row]))
        own = {key: fit for key, fit in best.items() if among or key in self._own or key in also}
        if not own:
            return Found()
        chances = softmax(list(own.values()))[:MOST].tolist()
        fit, rival = max(own.values()), max((best[key] for key in best.keys() - own), default=0.0)
        ranked = tuple(map(Candidate, own, chances))
        return Found(ranked, fit, fit - max(rival, 0.0), ranked[0].id in also)

    def rank(self, text: str) -> tuple[Candidate, ...]:
        """Best first."""
        return self.find(text).ranked

    def figures(self, text: str, among: Sequence[int] = ()) -> tuple[NDArray[np.int64], Floats]:
        """The places of the procedures that were looked at, and a row of figures for each."""
        question = read_question(text)
        all_terms = {**question.told, **{term: _MEANT * weight for term, weight in question.meant.items()}}
        letters = dict.fromkeys(_letters(" ".join(question.words)), 1.0)
        places = np.array(among) if among else _highest(self._first_look(question, all_terms), LOOKED_AT)
        values = {word: self._by_title.rarity(word) * weight_of(word) for word in question.words}
        mass = sum(values.values()) or 1.0
        whole = (
            self._by_title.scores_at(question.told, places) / mass,
            self._by_name.scores_at(all_terms, places) / mass,
            self._around.scores_at(question.told, places) / mass,
            self._bodies.scores_at(question.told, places) / mass,
            self._by_letters.scores_at(letters, places) / (self._by_letters.most(letters) or 1.0),
        )
        compared = self._titles.compare(question, places, values)
        return places, np.hstack([np.stack(whole, axis=1).astype(np.float32), compared])

    def _first_look(self, question: Question, all_terms: Mapping[str, float]) -> Floats:
        scores: Floats = self._by_title.scores(all_terms) + _SHORT * self._by_name.scores(all_terms)
        strange = [word for word in question.words if not self._by_title.holds(word)]
        if strange:
            scores += _STRANGE * self._by_letters.scores(dict.fromkeys(_letters(" ".join(strange)), 1.0))
        return scores


def _by_each_name(record: Procedure) -> list[Procedure]:
    """A record with several names is as many titles: a question has to fit one of them."""
    names = dict.fromkeys((record.official_name, *record.aliases))
    return [msgspec.structs.replace(record, official_name=name) for name in names]


def _highest(scores: Floats, most: int) -> NDArray[np.int64]:
    """Places of the highest scores, in any order."""
    blocks = _BLOCKS * most
    if len(scores) > blocks:
        # So many are at least as high as the last of the highest blocks: only few of all have to be compared.
        tops = scores[: len(scores) // blocks * blocks].reshape(blocks, -1).max(axis=1)
        likely = np.flatnonzero(scores >= np.partition(tops, -most)[-most])
        highest: NDArray[np.int64] = likely[_highest_of_few(scores[likely], most)]
        return highest
    return _highest_of_few(scores, most)


def _highest_of_few(scores: Floats, most: int) -> NDArray[np.int64]:
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
    cases = [" ".join((case.label, *case.words)) for case in (record.cases.options if record.cases else ())]
    papers = [paper.name for paper in record.documents]
    texts = (record.summary, *cases, *record.steps, *record.conditions, *papers)
    return " ".join(words_of(" ".join(texts))[:_BODY_WORDS])
