"""What a message wants (intent), what it asks (facets) and about which procedure: three linear models, one vector.

Trained on labelled messages of citizens, in the form that is read: broken words mended, short forms spelled out.
``NONE`` is a procedure of its own: a message such as "bao lâu thì xong?" names none and leans on the topic of the talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

from bot.language.features import Row, Vectorizer
from bot.language.keywords import searched
from bot.language.parts import Part, Role, find_parts
from bot.language.reference import without_denied
from bot.language.repair import Repair
from bot.language.short_forms import expand
from bot.language.text import without_takes

Floats = NDArray[np.float32]

ASK = "ask_procedure"
NONE = "none"
# Below the second, a facet may as well be none: whoever just tells a wish is given the overview too.
FACET_THRESHOLD = 0.35
FACET_CERTAIN = 0.8
OVERVIEW = "overview"
# Chosen on messages of other writers: the softmax of the margins is right about as often as it says.
SHARPNESS = np.float32(4.0)
MOST_PARTS = 16


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


class ReadPart(NamedTuple):
    """A part of a message (see ``bot.language.parts.Part``), read by itself."""

    text: str
    role: Role
    tied: bool
    wants: bool
    papers: bool
    acts: bool
    who: str
    procedures: tuple[Candidate, ...]
    facets: tuple[str, ...]


class Read(NamedTuple):
    """``intents`` and ``procedures`` best first, ``facets`` the likeliest first; no facet is the overview.

    ``parts``: those of the message, none where nothing divides it.
    """

    intents: tuple[Candidate, ...]
    procedures: tuple[Candidate, ...]
    facets: tuple[str, ...]
    parts: tuple[ReadPart, ...] = ()


class _Scores(NamedTuple):
    """A fitted linear model as plain arrays: ``weights`` is features × classes, so that a sparse message reads rows."""

    names: tuple[str, ...]
    weights: Floats
    bias: Floats

    def of(self, row: Row) -> Floats:
        """The raw score of each class for one message."""
        return np.asarray(row.values @ self.weights[row.indices] + self.bias)


class Reader:
    """Train once, then ``read`` from any process: nothing changes after ``fit``."""

    def __init__(self) -> None:
        self._repair = Repair()
        self._vectorizer = Vectorizer()

    def fit(self, examples: Sequence[Example], names: Sequence[tuple[str, str]]) -> None:
        """``names``: what the catalogue itself calls its procedures, as (text, id)."""
        keywords = list(searched(text for text, _ in names))
        texts = [*(example.text for example in examples), *(text for text, _ in names)]
        self._repair.learn(texts)
        vectors = self._vectorizer.fit_transform([self._form(text) for text in (*texts, *(k.text for k in keywords))])
        self._intents = _fit_classes(vectors[: len(examples)], [example.intent for example in examples])
        asking = [i for i, example in enumerate(examples) if example.intent == ASK]
        facets = [*(examples[i].facets for i in asking), *(keyword.facets for keyword in keywords)]
        self._facets = _fit_labels(vectors[[*asking, *range(len(texts), len(texts) + len(keywords))]], facets)
        labels = [(i, procedure) for i in asking for procedure in examples[i].procedures or (NONE,)]
        labels += [(len(examples) + i, procedure) for i, (_, procedure) in enumerate(names)]
        self._procedures = _fit_classes(vectors[[i for i, _ in labels]], [label for _, label in labels])

    def read(self, text: str) -> Read:
        text = self._form(text)
        parts = find_parts(text)[:MOST_PARTS]
        row = self._vectorizer.row(text)
        rows = [self._vectorizer.row(part.text) for part in parts] if len(parts) > 1 else []
        read = tuple(self._read_part(*pair) for pair in zip(parts, rows, strict=False))
        asked = self._asked(row, rows or [row])
        return Read(_likeliest(self._intents, row, 3), _likeliest(self._procedures, row, 16), asked, read)

    def _form(self, text: str) -> str:
        """As the models know it: broken words mended, and without words that mean something else than they seem to."""
        return without_denied(without_takes(expand(self._repair.mend(text))))

    def _read_part(self, part: Part, row: Row) -> ReadPart:
        return ReadPart(*part, _likeliest(self._procedures, row, 4), self._asked(row, [row]))

    def _asked(self, whole: Row, parts: Sequence[Row]) -> tuple[str, ...]:
        """Facets of the whole message and of its parts: a long one drowns the second question."""
        chances = [expit(self._facets.of(row)) for row in (whole, *parts)]
        mean = (chances[0] + np.max(chances[1:], axis=0)) / 2
        facets = tuple(self._facets.names[i] for i in np.argsort(-mean) if mean[i] >= FACET_THRESHOLD)
        return (*facets, OVERVIEW) if facets and mean.max() < FACET_CERTAIN else facets


def _fit_classes(vectors: csr_matrix, labels: Sequence[str]) -> _Scores:
    """One of several. The margins of a linear SVM, sharpened, so that their softmax is near a probability."""
    model = LinearSVC(C=1.0, tol=1e-2, random_state=1).fit(vectors, labels)
    return _Scores(tuple(map(str, model.classes_)), _rows(model.coef_) * SHARPNESS, model.intercept_ * SHARPNESS)


def _fit_labels(vectors: csr_matrix, labels: Sequence[tuple[str, ...]]) -> _Scores:
    """Any of several: a model a label. Balanced, because a facet answered too much is no harm, one left out is."""
    names = MultiLabelBinarizer()
    model = OneVsRestClassifier(LogisticRegression(C=10.0, solver="liblinear", class_weight="balanced"))
    model.fit(vectors, names.fit_transform(labels))
    weights = np.vstack([part.coef_[0] for part in model.estimators_])
    bias = np.array([part.intercept_[0] for part in model.estimators_], dtype=np.float32)
    return _Scores(tuple(map(str, names.classes_)), _rows(weights), bias)


def _rows(weights: Floats) -> Floats:
    return np.ascontiguousarray(weights.T, dtype=np.float32)


def _likeliest(model: _Scores, row: Row, most: int) -> tuple[Candidate, ...]:
    chances = softmax(model.of(row))
    return tuple(Candidate(model.names[i], float(chances[i])) for i in np.argsort(-chances)[:most])
