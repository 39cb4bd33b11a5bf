"""How far the margins of a linear model can be believed: from margins to probabilities that are right as often as
they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

Floats = NDArray[np.float32]

FOLDS = 3
USUAL = 20
# A label whose only text is held out has no margin.
LEAST = -2.0


class Sharpness(NamedTuple):
    """Margins times this have a softmax that is a probability. The words of a long message dilute each other, so that
    its margins are small for what they say: ``growth`` is by which power of its length it is sharpened."""

    base: float
    growth: float = 0.0

    def of(self, words: int) -> float:
        return float(self.base * (max(words, 1) / USUAL) ** self.growth)


def held_out_margins(model: LinearSVC, vectors: csr_matrix, labels: Sequence[str], groups: Sequence[int]) -> Floats:
    """A row a vector, a column a label in sorted order, by models that saw nothing of the same group."""
    names, places = np.unique(labels, return_inverse=True)
    margins = np.full((len(places), len(names)), LEAST, np.float32)
    for seen, held in GroupKFold(FOLDS).split(vectors, groups=groups):
        model.fit(vectors[seen], places[seen])
        margins[np.ix_(held, model.classes_)] = model.decision_function(vectors[held])
    return margins


def fit_sharpness(margins: Floats, words: Sequence[int], right: Sequence[int]) -> Sharpness:
    """The likeliest one, where ``right`` is each row's column."""
    lengths, rows = np.maximum(np.asarray(words), 1) / USUAL, np.arange(len(right))

    def loss(powers: NDArray[np.float64]) -> float:
        sharp = margins * (np.exp(powers[0]) * lengths ** powers[1])[:, None]
        return -float(log_softmax(sharp, axis=1)[rows, right].mean())

    base, growth = minimize(loss, np.zeros(2), method="L-BFGS-B").x
    return Sharpness(float(np.exp(base)), float(growth))
