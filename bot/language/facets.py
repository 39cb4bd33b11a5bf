"""What is asked about the procedure: several facets at once, each judged by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

THRESHOLD = 0.5


class FacetModel:
    """One linear model a facet over the vectors of ``bot.language.features``; no facet at all is the overview."""

    def __init__(self) -> None:
        self._names = MultiLabelBinarizer()
        self._model = OneVsRestClassifier(LogisticRegression(C=30.0, max_iter=100, tol=1e-3, solver="liblinear"))

    def fit(self, vectors: csr_matrix, labels: Sequence[Collection[str]]) -> None:
        self._model.fit(vectors, self._names.fit_transform(labels))

    def predict(self, vector: csr_matrix) -> tuple[str, ...]:
        """Facets of one message, the likeliest first."""
        scores = self._model.predict_proba(vector)[0]
        order = np.argsort(-scores)
        return tuple(str(self._names.classes_[i]) for i in order if scores[i] >= THRESHOLD)
