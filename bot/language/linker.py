"""About which procedure is a message? A linear model over citizens' own words, trained on labelled messages.

``NONE`` is a class of its own: a message such as "bao lâu thì xong?" that names no procedure and leans on the topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

NONE = "none"


class Candidate(NamedTuple):
    """``score`` is a probability; those of all procedures and ``NONE`` sum to 1."""

    id: str
    score: float


class Linker:
    """Ranks procedures for a vector of ``bot.language.features``."""

    def __init__(self) -> None:
        self._model = LogisticRegression(C=30.0, max_iter=60, tol=1e-3, solver="lbfgs", multi_class="multinomial")

    def fit(self, vectors: csr_matrix, labels: Sequence[str]) -> None:
        self._model.fit(vectors, labels)

    def rank(self, vector: csr_matrix, most: int = 6) -> tuple[Candidate, ...]:
        """The ``most`` likely, best first."""
        scores = self._model.predict_proba(vector)[0]
        best = np.argsort(-scores)[:most]
        return tuple(Candidate(str(self._model.classes_[i]), float(scores[i])) for i in best)
