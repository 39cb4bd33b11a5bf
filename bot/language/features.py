"""Features of a message: folded words and characters survive typing without diacritics, whole words carry the rest."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.language.text import fold, nfc
from bot.language.words import segment


def segmented(text: str) -> list[str]:
    """The words as underthesea cuts them, compounds whole: "giấy khai sinh" → giấy, khai sinh."""
    return [nfc(text[word.start : word.end]).lower() for word in segment(text)]


def new_vectorizer() -> FeatureUnion:
    """An untrained vectorizer of texts in any form; it folds and segments them itself."""
    folded = TfidfVectorizer(
        preprocessor=fold, token_pattern=r"\w+", ngram_range=(1, 2), sublinear_tf=True, dtype="float32"
    )
    characters = TfidfVectorizer(
        preprocessor=fold, analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2, dtype="float32"
    )
    words = TfidfVectorizer(analyzer=segmented, sublinear_tf=True, dtype="float32")
    return FeatureUnion([("folded", folded), ("characters", characters), ("words", words)])
