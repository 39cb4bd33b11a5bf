"""Cues of how people ask for a facet: hand-kept phrases that become features, so that few examples go a long way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer

from bot.language.text import fold

WEIGHT = 0.5
LONGEST = 5


class CueVectorizer:
    """A column a cue, and one a facet that says whether any of its cues stands in the text."""

    def __init__(self) -> None:
        text = (Path(__file__).parent / "facet_cues.yml").read_text(encoding="utf-8")
        lists: dict[str, list[str]] = yaml.safe_load(text)
        cues = list(dict.fromkeys(cue for facet in lists.values() for cue in facet))
        self._counter = CountVectorizer(
            preprocessor=fold, token_pattern=r"\w+", ngram_range=(1, LONGEST), vocabulary=cues, binary=True
        )
        self._groups = csr_matrix(np.array([[cue in facet for facet in lists.values()] for cue in cues], np.float32))

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        cues = self._counter.transform(texts).astype(np.float32)
        return hstack([cues, (cues @ self._groups).minimum(1.0)]).tocsr() * WEIGHT
