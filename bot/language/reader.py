"""What a message wants (intent), what it asks (facets) and about which procedure: three linear models, one vector.

Trained on labelled messages of citizens. ``NONE`` is a procedure of its own: a message such as "bao lâu thì xong?"
names none and leans on the topic of the talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

from bot.language.features import new_vectorizer

ASK = "ask_procedure"
NONE = "none"
FACET_THRESHOLD = 0.5


class Example(NamedTuple):
    """A labelled message. ``procedures`` has several ids where a careful officer would ask back; empty is NONE."""

    text: str
    intent: str
    procedures: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """``score`` is a probability; those of all procedures and ``NONE`` sum to 1."""

    id: str
    score: float


class Read(NamedTuple):
    """``intents`` and ``procedures`` best first, ``facets`` the likeliest first; no facet is the overview."""

    intents: tuple[Candidate, ...]
    procedures: tuple[Candidate, ...]
    facets: tuple[str, ...]


class Reader:
    """Train once, then ``read`` from any process: nothing changes after ``fit``."""

    def __init__(self) -> None:
        self._vectorizer = new_vectorizer()
        self._intents = LogisticRegression(C=20.0, max_iter=80, tol=1e-3)
        self._procedures = LogisticRegression(C=30.0, max_iter=60, tol=1e-3)
        self._facets = OneVsRestClassifier(LogisticRegression(C=10.0, solver="liblinear", class_weight="balanced"))
        self._facet_names = MultiLabelBinarizer()

    def fit(self, examples: Sequence[Example], names: Sequence[tuple[str, str]]) -> None:
        """``names``: what the catalogue itself calls its procedures, as (text, id)."""
        vectors = self._vectorizer.fit_transform([e.text for e in examples] + [text for text, _ in names]).tocsr()
        self._intents.fit(vectors[: len(examples)], [example.intent for example in examples])
        asking = [i for i, example in enumerate(examples) if example.intent == ASK]
        self._fit_facets(vectors[asking], [examples[i].facets for i in asking])
        labels = [(i, procedure) for i in asking for procedure in examples[i].procedures or (NONE,)]
        labels += [(len(examples) + i, procedure) for i, (_, procedure) in enumerate(names)]
        self._procedures.fit(vectors[[i for i, _ in labels]], [procedure for _, procedure in labels])
        # Half the memory, and the third decimal of a probability decides nothing.
        self._procedures.coef_ = self._procedures.coef_.astype(np.float32)

    def _fit_facets(self, vectors: csr_matrix, facets: Sequence[tuple[str, ...]]) -> None:
        self._facets.fit(vectors, self._facet_names.fit_transform(facets))

    def read(self, text: str) -> Read:
        vector = self._vectorizer.transform([text])
        scores = self._facets.predict_proba(vector)[0]
        facets = [i for i in np.argsort(-scores) if scores[i] >= FACET_THRESHOLD]
        return Read(
            _ranked(self._intents, vector, 3),
            _ranked(self._procedures, vector, 6),
            tuple(str(self._facet_names.classes_[i]) for i in facets),
        )


def _ranked(model: Any, vector: csr_matrix, most: int) -> tuple[Candidate, ...]:
    scores = model.predict_proba(vector)[0]
    return tuple(Candidate(str(model.classes_[i]), float(scores[i])) for i in np.argsort(-scores)[:most])
