"""What the training messages teach about words: which there are, which follow which, and what a broken one may be."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain, pairwise

from bot.language.short_forms import is_short_form
from bot.language.syllables import is_syllable, one_slip, same_sounds, without_keys
from bot.language.text import fold, nfc

TOKEN = re.compile(r"[^\W_]+")
_VOWEL = re.compile(r"[aeiouy]")
# Seen as often, a word is meant as it is typed. Costs are natural logarithms of chances, chosen on training messages
# that were broken by a program.
KNOWN = 4
FOLLOWS = 0.7
KEYS = 2.5
SOUND = 3.0
SLIP = 6.5
# A word that is as it should be, and is taken for another that sounds alike.
AGAINST = 4.0


class Lexicon:
    """Folded words; ``spelled`` gives the usual spelling of one with marks. Nothing changes after ``learn``."""

    def learn(self, texts: Iterable[str]) -> None:
        messages = [TOKEN.findall(nfc(text).lower()) for text in texts]
        folded = [[fold(word) for word in words] for words in messages]
        self._seen = Counter(chain.from_iterable(folded))
        self._pairs = Counter(pair for words in folded for pair in pairwise(words))
        self._known = {word: n for word, n in self._seen.items() if n >= KNOWN and not word.isdigit()}
        self._total = sum(self._known.values())
        self._spellings = _usual(chain.from_iterable(messages))

    def knows(self, word: str) -> bool:
        return word in self._known

    def is_whole(self, word: str) -> bool:
        """No slip is seen in it: known, a syllable, a number, or too short or unspeakable to be mended."""
        short = len(word) < 3 or not _VOWEL.search(word) or word[0].isdigit()
        return short or word in self._known or is_syllable(word) or is_short_form(word)

    def is_short(self, word: str) -> bool:
        """Known, and more than a slip: "k", "dk", "cccd"."""
        return is_short_form(word) or (word in self._known and not _VOWEL.search(word))

    def follows(self, before: str, word: str) -> bool:
        return (before, word) in self._pairs

    def cost(self, before: str, word: str) -> float:
        """How unlikely ``word`` is after ``before``."""
        paired = self._pairs.get((before, word), 0) / max(1, self._seen.get(before, 0))
        alone = self._known.get(word, 0.2) / self._total
        return -math.log(FOLLOWS * paired + (1 - FOLLOWS) * alone)

    def spelled(self, word: str) -> str:
        return self._spellings.get(word, word)

    def meant(self, letters: str) -> dict[str, float]:
        """The known words that letters are, as they stand and without keys, with what it costs to believe so."""
        plain = without_keys(letters)
        found = {plain: KEYS} if plain in self._known else {}
        return found | {letters: 0.0} if letters in self._known or is_short_form(letters) else found

    def mistaken(self, word: str) -> dict[str, float]:
        """The known words that a whole typed word may be meant for, with what it costs to believe so."""
        whole = self.is_whole(word)
        tried = [(same_sounds(word), SOUND + (AGAINST if whole else 0.0))]
        if not whole:
            tried += [(one_slip(word), SLIP), (one_slip(without_keys(word)), SLIP + KEYS)]
        found = self.meant(word)
        for words, cost in tried:
            found = dict.fromkeys(words & self._known.keys(), cost) | found
        return found


def _usual(words: Iterable[str]) -> dict[str, str]:
    """The most frequent spelling with marks of each folded word that has one."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for spelling in words:
        if (word := fold(spelling)) != spelling:
            spellings[word][spelling] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in spellings.items()}
