"""BM25 over short texts: which of them hold a term, and how much it says there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

Floats = NDArray[np.float32]

# The usual constants: how soon a repeated term says nothing new, and how far a long text is held against it.
_K1, _B = 1.2, 0.75
UNSEEN = 8.0


class Postings:
    """Texts are known by their place. Nothing changes after it is made."""

    def __init__(self, texts: Iterable[str], terms: Callable[[str], list[str]]) -> None:
        # Each text ends with a term that nobody asks for, so that none is empty: lists print no more than titles.
        vectorizer = CountVectorizer(analyzer=lambda text: [*terms(text), ""], dtype=np.float32)
        counts = vectorizer.fit_transform(texts)
        self.count = counts.shape[0]
        self._columns: dict[str, int] = vectorizer.vocabulary_
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        relative = (1 - _B + _B * lengths / (lengths.mean() or 1)).astype(np.float32)
        held = np.bincount(counts.indices, minlength=counts.shape[1])
        self._idf = np.log1p((self.count - held + 0.5) / (held + 0.5)).astype(np.float32)
        in_text = np.repeat(relative, np.diff(counts.indptr))
        counts.data = counts.data * (_K1 + 1) / (counts.data + _K1 * in_text) * self._idf[counts.indices]
        self._starts, self._held, self._gains = counts.indptr, counts.indices, counts.data.astype(np.float32)
        self._by_term: csr_matrix = counts.T.tocsr()

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """What each text gains from the terms, each taken times its weight."""
        columns, weights = self._known(terms)
        return np.asarray(self._by_term[columns].T @ weights)

    def scores_at(self, terms: Mapping[str, float], places: NDArray[np.int64]) -> Floats:
        """The same of some texts alone, without a look at the others."""
        columns, weights = self._known(terms)
        asked = np.zeros(len(self._idf), np.float32)
        asked[columns] = weights
        lengths = self._starts[places + 1] - self._starts[places]
        ends = np.cumsum(lengths)
        held = np.arange(ends[-1]) + np.repeat(self._starts[places] - ends + lengths, lengths)
        return np.add.reduceat(asked[self._held[held]] * self._gains[held], ends - lengths)

    def _known(self, terms: Mapping[str, float]) -> tuple[list[int], Floats]:
        pairs = [(self._columns[term], weight) for term, weight in terms.items() if term in self._columns]
        return [column for column, _ in pairs], np.array([weight for _, weight in pairs], np.float32)

    def most(self, terms: Mapping[str, float]) -> float:
        """What a text gained that had all of the terms once and were neither long nor short."""
        columns, weights = self._known(terms)
        return float(self._idf[columns] @ weights)

    def holds(self, term: str) -> bool:
        """Whether any text has it."""
        return term in self._columns

    def rarity(self, term: str) -> float:
        """How much a term tells: its inverse document frequency, ``UNSEEN`` where no text has it."""
        column = self._columns.get(term)
        return UNSEEN if column is None else float(self._idf[column])
