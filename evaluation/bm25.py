"""Plain BM25 over the names of the records: what one has without a single message of a citizen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import bm25s

from bot.catalogue.record import Procedure
from bot.conversations.reply import Kind
from bot.language.reader import Candidate
from bot.language.text import fold
from evaluation.systems import Said

_WORD = re.compile(r"\w+")
FIVE = 5


class Bm25:
    """Folded syllables, or it would read nothing that is typed without diacritics. The best one is the answer."""

    facets = probabilities = False

    def __init__(self, records: Iterable[Procedure]) -> None:
        texts = {r.id: " ".join((r.official_name, r.short_name, *r.aliases)) for r in records}
        self._ids = list(texts)
        self._index = bm25s.BM25()
        self._index.index([_words(text) for text in texts.values()], show_progress=False)

    def ask(self, turns: Sequence[str]) -> Said:
        """It has no memory, no facets, and refuses only what shares no word with any record."""
        best = self.rank(turns[-1])[:1]
        return Said(Kind.ANSWER, (best[0].id,)) if best else Said(Kind.REFUSAL)

    def rank(self, text: str) -> list[Candidate]:
        if not (words := _words(text)):
            # An emoji, say.
            return []
        scores = self._index.get_scores(words)
        order = scores.argsort(kind="stable")[::-1][:FIVE]
        return [Candidate(self._ids[i], float(scores[i])) for i in order if scores[i] > 0]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
