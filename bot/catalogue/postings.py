"""BM25 over short texts: which of them hold a term, and how much it says there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

Floats = NDArray[np.float32]

# The usual constants: how soon a repeated term says nothing new, and how far a long text is held against it.
_K1, _B = 1.2, 0.75
UNSEEN = 8.0


class Postings:
    """Texts are known by their place. Nothing changes after it is made."""

    def __init__(self, texts: Iterable[str], terms: Callable[[str], list[str]]) -> None:
        vectorizer = CountVectorizer(analyzer=terms, dtype=np.float32)
        counts = vectorizer.fit_transform(texts)
        self.count = counts.shape[0]
        self._columns: dict[str, int] = vectorizer.vocabulary_
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        relative = (1 - _B + _B * lengths / (lengths.mean() or 1)).astype(np.float32)
        by_term = counts.tocsc()
        held = np.diff(by_term.indptr)
        self._idf = np.log1p((self.count - held + 0.5) / (held + 0.5)).astype(np.float32)
        self._starts = by_term.indptr
        self._texts = by_term.indices.astype(np.int32)
        saturated = by_term.data * (_K1 + 1) / (by_term.data + _K1 * relative[self._texts])
        self._weights = (saturated * np.repeat(self._idf, held)).astype(np.float32)

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """What each text gains from the terms, each taken times its weight."""
        total = np.zeros(self.count, np.float32)
        for term, weight in terms.items():
            column = self._columns.get(term)
            if column is not None:
                span = slice(self._starts[column], self._starts[column + 1])
                total[self._texts[span]] += np.float32(weight) * self._weights[span]
        return total

    def scores_at(self, terms: Mapping[str, float], places: NDArray[np.int64]) -> Floats:
        """The same of some texts alone, without a look at the others."""
        total = np.zeros(len(places), np.float32)
        for term, weight in terms.items():
            column = self._columns.get(term)
            if column is not None:
                start, end = self._starts[column], self._starts[column + 1]
                rows = np.minimum(np.searchsorted(self._texts[start:end], places), end - start - 1)
                hits = self._texts[start:end][rows] == places
                total += np.float32(weight) * self._weights[start:end][rows] * hits
        return total

    def holds(self, term: str) -> bool:
        """Whether any text has it."""
        return term in self._columns

    def rarity(self, term: str) -> float:
        """How much a term tells: its inverse document frequency, ``UNSEEN`` where no text has it."""
        column = self._columns.get(term)
        return UNSEEN if column is None else float(self._idf[column])
