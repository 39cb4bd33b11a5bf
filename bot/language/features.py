"""Features of a message: folded words and characters survive typing without diacritics, whole words carry the rest.

scikit-learn learns them. A message is read without it: making its sparse matrices of one row costs more than all that
is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.cues import Cues
from bot.language.text import fold, nfc
from bot.language.words import segment

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


class Row(NamedTuple):
    """The features that a text has: their columns, each once, and their values."""

    indices: Indices
    values: Floats


def segmented(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The words as underthesea cuts them, compounds whole: "giấy khai sinh" → giấy, khai sinh. Given ``start`` and
    ``end``, those of this part of the text."""
    end = len(text) if end is None else end
    words = (word for word in segment(text) if start <= word.start and word.end <= end)
    return [nfc(text[word.start : word.end]).lower() for word in words]


class Vectorizer:
    """One sparse row a text, in any normal form: it folds and segments by itself."""

    def __init__(self) -> None:
        words = {"preprocessor": fold, "token_pattern": r"\w+", "ngram_range": (1, 2)}
        characters = {"preprocessor": fold, "analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2}
        parts = (words, characters, {"analyzer": segmented})
        self._parts = [TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options) for options in parts]
        self._cues = Cues()

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the features that occur in ``texts``; a row a text."""
        cues = [Row(*self._cues.find(text)) for text in texts]
        rows = [csr_matrix((c.values, (np.zeros_like(c.indices), c.indices)), (1, self._cues.width)) for c in cues]
        return hstack([*(part.fit_transform(texts) for part in self._parts), vstack(rows)]).tocsr()

    def row(self, text: str, words: Sequence[str] | None = None) -> Row:
        """``words``: as ``segmented`` cuts the text, where that is known already."""
        *lookups, by_words = self._lookups
        rows = [lookup.row(lookup.analyze(text)) for lookup in lookups]
        rows += [by_words.row(segmented(text) if words is None else words), Row(*self._cues.find(text))]
        shifted = [row.indices + offset for row, offset in zip(rows, self._offsets, strict=True)]
        return Row(np.concatenate(shifted), np.concatenate([row.values for row in rows]))

    @cached_property
    def _lookups(self) -> list[_Lookup]:
        return [_Lookup(part.build_analyzer(), part.vocabulary_, part.idf_) for part in self._parts]

    @cached_property
    def _offsets(self) -> list[int]:
        return [0, *np.cumsum([len(part.vocabulary_) for part in self._parts])]


class _Lookup(NamedTuple):
    """What a fitted TfidfVectorizer does with sublinear counts and rows of length 1."""

    analyze: Callable[[str], list[str]]
    vocabulary: Mapping[str, int]
    weights: Floats

    def row(self, terms: Iterable[str]) -> Row:
        counts = Counter(self.vocabulary[term] for term in terms if term in self.vocabulary)
        indices = np.fromiter(counts, np.int64, len(counts))
        times = np.fromiter(counts.values(), np.float32, len(counts))
        values = (1.0 + np.log(times)) * self.weights[indices]
        return Row(indices, (values / (np.sqrt(np.dot(values, values)) or 1.0)).astype(np.float32))
