"""What a message wants (intent), what it asks (facets) and about which procedure: three linear models, one vector.

Trained on labelled messages of citizens, in the form that is read: broken words mended, short forms spelled out.
``NONE`` is a procedure of its own: a message such as "bao lâu thì xong?" names none and leans on the topic of the talk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit, softmax

from bot.language.calibration import fit_sharpness, held_out_margins
from bot.language.features import Row, Vectorizer, segmented
from bot.language.keywords import searched
from bot.language.linear import Floats, fit_classes, fit_labels, machine
from bot.language.parts import Part, Role, find_parts
from bot.language.reference import without_denied
from bot.language.repair import Repair
from bot.language.short_forms import expand
from bot.language.text import nfc, without_takes

ASK = "ask_procedure"
NONE = "none"
# Below the second, a facet may as well be none: whoever just tells a wish is given the overview too.
FACET_THRESHOLD = 0.35
FACET_CERTAIN = 0.8
OVERVIEW = "overview"
UNCLEAR = "unclear"
# Of the intents, chosen by hand; that of the procedures is learned.
SHARPNESS = np.float32(4.0)
MOST_PARTS = 16
MOST_PROCEDURES = 16
# A procedure with fewer messages of its own is better found by the words of its record.
FEW = 10


class Example(NamedTuple):
    """A labelled message. ``procedures`` has several ids where a careful officer would ask back; empty is NONE."""

    text: str
    intent: str
    procedures: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """``score`` is a calibrated probability; those of all procedures and ``NONE`` sum to 1."""

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

    ``parts``: those of the message, none where nothing divides it. ``unclear``: how likely a careful officer would ask
    which of several procedures is meant.
    """

    intents: tuple[Candidate, ...]
    procedures: tuple[Candidate, ...]
    facets: tuple[str, ...]
    parts: tuple[ReadPart, ...] = ()
    unclear: float = 0.0


class HeldOut(NamedTuple):
    """What a message is about, and how it is read by a model that did not see it."""

    wanted: tuple[str, ...]
    ranked: tuple[Candidate, ...]


class Reader:
    """Train once, then ``read`` from any process: nothing changes after ``fit``.

    ``new``: procedures of which it learned little more than their names.
    """

    new: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._repair = Repair()
        self._vectorizer = Vectorizer()

    def fit(self, examples: Sequence[Example], names: Sequence[tuple[str, str]]) -> list[HeldOut]:
        """``names``: what the catalogue itself calls its procedures, as (text, id). Gives the messages that ask, held
        out."""
        learned = Counter(procedure for example in examples for procedure in example.procedures)
        self.new = tuple(sorted({procedure for _, procedure in names if learned[procedure] < FEW}))
        keywords = list(searched(text for text, _ in names))
        texts = [*(example.text for example in examples), *(text for text, _ in names)]
        self._repair.learn(texts)
        forms = [self._form(text) for text in (*texts, *(k.text for k in keywords))]
        vectors = self._vectorizer.fit_transform(forms)
        self._intents = fit_classes(vectors[: len(examples)], [example.intent for example in examples])
        asking = [i for i, example in enumerate(examples) if example.intent == ASK]
        facets = [*(examples[i].facets for i in asking), *(keyword.facets for keyword in keywords)]
        self._facets = fit_labels(vectors[[*asking, *range(len(texts), len(texts) + len(keywords))]], facets)
        about = [i for i in asking if examples[i].procedures]
        unclear = [(UNCLEAR,) * (len(examples[i].procedures) > 1) for i in about]
        self._unclear = fit_labels(vectors[about], unclear) if any(unclear) else None
        labels = [(i, procedure) for i in asking for procedure in examples[i].procedures or (NONE,)]
        labels += [(len(examples) + i, procedure) for i, (_, procedure) in enumerate(names)]
        places = [i for i, _ in labels]
        self._procedures = fit_classes(vectors[places], [label for _, label in labels])
        ranked = self._calibrate(vectors[places], labels, [len(form.split()) for form in forms])
        return [HeldOut(examples[i].procedures or (NONE,), ranked[i]) for i in asking]

    def _calibrate(
        self, vectors: csr_matrix, labels: Sequence[tuple[int, str]], words: Sequence[int]
    ) -> dict[int, tuple[Candidate, ...]]:
        """Learn how sharply to take the margins of procedures; the ranking of each text by a model without it."""
        names, places = self._procedures.names, [i for i, _ in labels]
        margins = held_out_margins(machine(), vectors, [label for _, label in labels], places)
        lengths = [words[i] for i in places]
        self._sharpness = fit_sharpness(margins, lengths, [names.index(label) for _, label in labels])
        rows = dict(zip(places, zip(margins, lengths, strict=True), strict=True))
        return {i: _likeliest(names, row * self._sharpness.of(n), MOST_PROCEDURES) for i, (row, n) in rows.items()}

    def read(self, text: str) -> Read:
        text = self._form(text)
        parts = find_parts(text)[:MOST_PARTS]
        row = self._vectorizer.row(text)
        rows = list(self._rows(text, parts)) if len(parts) > 1 else []
        read = tuple(self._read_part(*pair) for pair in zip(parts, rows, strict=False))
        asked = self._asked(row, rows or [row])
        intents = _likeliest(self._intents.names, self._intents.of(row) * SHARPNESS, 3)
        unclear = float(expit(self._unclear.of(row))[0]) if self._unclear is not None else 0.0
        return Read(intents, self._about(text, row, MOST_PROCEDURES), asked, read, unclear)

    def _rows(self, text: str, parts: Sequence[Part]) -> Iterator[Row]:
        """Of each part, cut into words where it stands: once is enough, and there it is understood best."""
        end = 0
        for part in parts:
            start = text.index(part.text, end)
            end = start + len(part.text)
            yield self._vectorizer.row(part.text, segmented(text, start, end))

    def read_about(self, name: str, text: str) -> tuple[Candidate, ...]:
        """The procedures that a message means when it is said about something of that name: "đổi căn cước, nếu bị mất
        thì sao" is about the lost card."""
        form = self._form(f"{name}, {text}")
        return self._about(form, self._vectorizer.row(form), MOST_PROCEDURES)

    def _about(self, text: str, row: Row, most: int) -> tuple[Candidate, ...]:
        sharpness = self._sharpness.of(len(text.split()))
        return _likeliest(self._procedures.names, self._procedures.of(row) * sharpness, most)

    def _form(self, text: str) -> str:
        """As the models know it: broken words mended, and without words that mean something else than they seem to."""
        return nfc(without_denied(without_takes(expand(self._repair.mend(text)))))

    def _read_part(self, part: Part, row: Row) -> ReadPart:
        return ReadPart(*part, self._about(part.text, row, 4), self._asked(row, [row]))

    def _asked(self, whole: Row, parts: Sequence[Row]) -> tuple[str, ...]:
        """Facets of the whole message and of its parts: a long one drowns the second question."""
        chances = [expit(self._facets.of(row)) for row in (whole, *parts)]
        mean = (chances[0] + np.max(chances[1:], axis=0)) / 2
        facets = tuple(self._facets.names[i] for i in np.argsort(-mean) if mean[i] >= FACET_THRESHOLD)
        return (*facets, OVERVIEW) if facets and mean.max() < FACET_CERTAIN else facets


def _likeliest(names: Sequence[str], scores: Floats, most: int) -> tuple[Candidate, ...]:
    chances = softmax(scores)
    return tuple(Candidate(names[i], float(chances[i])) for i in np.argsort(-chances)[:most])
