"""Features of a message that survive typing without diacritics: folded words and folded character n-grams."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.language.text import fold


def new_vectorizer() -> FeatureUnion:
    """An untrained vectorizer of texts in any form; it folds them itself."""
    words = TfidfVectorizer(
        preprocessor=fold, token_pattern=r"\w+", ngram_range=(1, 2), sublinear_tf=True, min_df=1, dtype="float32"
    )
    characters = TfidfVectorizer(
        preprocessor=fold, analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2, dtype="float32"
    )
    return FeatureUnion([("words", words), ("characters", characters)])
