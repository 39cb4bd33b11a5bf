"""What a short message names and several procedures share: "đổi thẻ" is of the identity card and of the insurance card.

Learned models are sure of such words, because each was mostly seen with one procedure; the names of the catalogue show
that there are others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.catalogue.ambiguity import core, idle_words, without_people
from bot.catalogue.record import Procedure
from bot.language.text import fold, nfc

MOST_WORDS = 4
_WORD = re.compile(r"\w+")


class _Names(NamedTuple):
    """The words of each procedure's names, and the pairs of words that stand side by side in any of them."""

    words: dict[str, list[list[str]]]
    pairs: set[tuple[str, ...]]


class SharedNames:
    """Built once of a catalogue's own names; aliases are too many and too free."""

    def __init__(self, records: Iterable[Procedure]) -> None:
        own = {record.id: (record.official_name, record.short_name) for record in records}
        self._cores = {core(name) for names in own.values() for name in names}
        self._typed = _names({one: [_words(name) for name in names] for one, names in own.items()})
        self._plain = _names({one: [_words(fold(name)) for name in names] for one, names in own.items()})

    def of(self, text: str) -> tuple[str, ...]:
        """The procedures whose name has all that the message says besides politeness; none where it is one's whole
        name, or too long to be a mere name."""
        text = without_people(text)
        names = self._plain if text == fold(text) else self._typed
        said = _said(_words(text), names)
        if not said or len(said) > MOST_WORDS or core(text) in self._cores:
            return ()
        return tuple(one for one, own in names.words.items() if any(said <= set(words) for words in own))


def _names(words: dict[str, list[list[str]]]) -> _Names:
    return _Names(words, {pair for own in words.values() for name in own for pair in pairwise(name)})


def _said(words: Sequence[str], names: _Names) -> set[str]:
    """Without idle words, but for those that stand in a name beside one that counts: "xã" in "nhà ở xã hội"."""
    kept = [not idle for idle in idle_words(fold(" ".join(words)))]
    for i in (*range(1, len(words)), *range(len(words) - 1, 0, -1)):
        if (kept[i - 1] or kept[i]) and (words[i - 1], words[i]) in names.pairs:
            kept[i - 1] = kept[i] = True
    return {word for word, counts in zip(words, kept, strict=True) if counts}


def _words(text: str) -> list[str]:
    return _WORD.findall(nfc(text).lower())
