"""Features of a message: folded words and characters survive typing without diacritics, whole words carry the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.cues import CueVectorizer
from bot.language.text import fold, nfc
from bot.language.words import segment


def segmented(text: str) -> list[str]:
    """The words as underthesea cuts them, compounds whole: "giấy khai sinh" → giấy, khai sinh."""
    return [nfc(text[word.start : word.end]).lower() for word in segment(text)]


class Vectorizer:
    """One sparse row a text, in any normal form: it folds and segments by itself."""

    def __init__(self) -> None:
        words = {"preprocessor": fold, "token_pattern": r"\w+", "ngram_range": (1, 2)}
        characters = {"preprocessor": fold, "analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2}
        parts = (words, characters, {"analyzer": segmented})
        self._parts = [TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options) for options in parts]
        self._cues = CueVectorizer()

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([*(part.fit_transform(texts) for part in self._parts), self._cues.transform(texts)]).tocsr()

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([*(part.transform(texts) for part in self._parts), self._cues.transform(texts)]).tocsr()
