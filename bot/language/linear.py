"""Linear models over sparse rows: fitted by scikit-learn, read as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

from bot.language.features import Row

Floats = NDArray[np.float32]


class Scores(NamedTuple):
    """A fitted linear model as plain arrays: ``weights`` is features × classes, so that a sparse message reads rows."""

    names: tuple[str, ...]
    weights: Floats
    bias: Floats

    def of(self, row: Row) -> Floats:
        """The raw score of each class for one message."""
        return np.asarray(row.values @ self.weights[row.indices] + self.bias)


def machine() -> LinearSVC:
    """Not fitted yet; what ``fit_classes`` fits."""
    return LinearSVC(C=1.0, tol=1e-2, random_state=1)


def fit_classes(vectors: csr_matrix, labels: Sequence[str]) -> Scores:
    """One of several, by margins."""
    model = machine().fit(vectors, labels)
    return Scores(tuple(map(str, model.classes_)), _rows(model.coef_), model.intercept_.astype(np.float32))


def fit_labels(vectors: csr_matrix, labels: Sequence[tuple[str, ...]]) -> Scores:
    """Any of several: a model a label. Balanced, because a facet answered too much is no harm, one left out is."""
    names = MultiLabelBinarizer()
    model = OneVsRestClassifier(LogisticRegression(C=10.0, solver="liblinear", class_weight="balanced"))
    model.fit(vectors, names.fit_transform(labels))
    weights = np.vstack([part.coef_[0] for part in model.estimators_])
    bias = np.array([part.intercept_[0] for part in model.estimators_], dtype=np.float32)
    return Scores(tuple(map(str, names.classes_)), _rows(weights), bias)


def _rows(weights: Floats) -> Floats:
    return np.ascontiguousarray(weights.T, dtype=np.float32)
