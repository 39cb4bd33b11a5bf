"""Words that typing broke, mended: "cănc ước" → căn cước, "tieefn" → tiền, "làmlại" → làm lại.

Models read the mended text; what people see is never rewritten. Only a stretch around a broken word is written anew:
the cheapest way to cut its letters into words, given what each may be meant for and which words follow each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from bot.language.lexicon import TOKEN, Lexicon
from bot.language.text import aligned, fold, nfc

# A space that is missing, or stands inside a word; a whole word swallowed by another; a word nobody knows.
MOVED = 3.0
MOST_MOVED = 2
SWALLOWED = 5.0
STRANGE = 16.0
LONGEST = 10
BEAM = 6


class _Token(NamedTuple):
    start: int
    end: int
    word: str


class _Step(NamedTuple):
    """The cheapest way to a word that ends somewhere: its cost, where the word begins, and the word before."""

    cost: float
    start: int
    before: str


class Repair:
    """``learn`` once from messages, then ``mend`` any."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()

    def learn(self, texts: Iterable[str]) -> None:
        self._lexicon.learn(texts)

    def mend(self, text: str) -> str:
        """The text, NFC, with its broken stretches written anew; words that are kept stay as typed."""
        text = nfc(text)
        parts, position = [], 0
        for before, tokens, after in self._stretches(aligned(text)):
            letters = "".join(text[token.start : token.end] for token in tokens)
            words = _Stretch(self._lexicon, [token.word for token in tokens], before).words(after)
            if any(_has_capital_inside(letters[start:end]) for _, start, end in words):
                # "Bà Ngọc" is no "bàn góc".
                continue
            mended = [self._spelled(word, letters[start:end]) for word, start, end in words]
            parts += [text[position : tokens[0].start], " ".join(mended)]
            position = tokens[-1].end
        return "".join([*parts, text[position:]])

    def _spelled(self, word: str, typed: str) -> str:
        return typed if fold(typed) == word else self._lexicon.spelled(word)

    def _stretches(self, folded: str) -> Iterator[tuple[str, Sequence[_Token], str]]:
        """Runs of words that are in doubt, with their neighbours, and the words before and after."""
        for run in _runs(folded):
            doubted = self._doubted([token.word for token in run])
            for in_doubt, numbers in groupby(range(len(run)), key=lambda i: _near(doubted, i)):
                first, *_, last = [*numbers] * 2
                if in_doubt:
                    around = ["", *(token.word for token in run), ""]
                    yield around[first], run[first : last + 1], around[last + 2]

    def _doubted(self, words: Sequence[str]) -> list[bool]:
        """Words that are broken, or known ones that follow and are followed by nothing known."""
        follows = [self._lexicon.follows(a, b) for a, b in pairwise(words)]
        lonely = [len(words) > 1 and not any(follows[max(0, i - 1) : i + 1]) for i in range(len(words))]
        return [
            not word.isdigit() and (not self._lexicon.is_whole(word) or (alone and self._lexicon.knows(word)))
            for word, alone in zip(words, lonely, strict=True)
        ]


class _Stretch:
    """A search over where each word of a stretch ends."""

    def __init__(self, lexicon: Lexicon, typed: Sequence[str], before: str) -> None:
        self._lexicon = lexicon
        self._letters = "".join(typed)
        ends = [0, *accumulate(map(len, typed))]
        self._ends = set(ends)
        self._typed = dict(zip(pairwise(ends), typed, strict=True))
        self._kept = [span for span, word in self._typed.items() if lexicon.is_short(word)]
        self._steps: list[dict[str, _Step]] = [{} for _ in range(len(self._letters) + 1)]
        self._steps[0] = {before: _Step(0.0, 0, "")}
        for start in range(len(self._letters)):
            self._advance(start)

    def _advance(self, start: int) -> None:
        known = sorted(self._steps[start].items(), key=lambda item: item[1].cost)[:BEAM]
        for end, meant in self._spans(start) if known else ():
            steps = self._steps[end]
            for word, cost in meant.items():
                way = min(
                    _Step(step.cost + cost + self._lexicon.cost(before, word), start, before) for before, step in known
                )
                steps[word] = min(way, steps.get(word, way))

    def _spans(self, start: int) -> Iterator[tuple[int, dict[str, float]]]:
        """Where a word that starts there may end, and what it may be meant for."""
        inside = -1
        for end in range(start + 1, len(self._letters) + 1):
            inside += end - 1 in self._ends
            typed = self._typed.get((start, end))
            moved = inside + (end not in self._ends)
            if typed is not None:
                yield end, {typed: STRANGE} | self._lexicon.mistaken(typed)
            elif moved <= MOST_MOVED and end - start <= LONGEST:
                yield end, self._moved(start, end, moved)

    def _moved(self, start: int, end: int, moved: int) -> dict[str, float]:
        meant = self._lexicon.meant(self._letters[start:end])
        if not meant:
            return meant
        swallowed = sum(start <= first and last <= end for first, last in self._kept)
        extra = MOVED * moved + SWALLOWED * swallowed
        return {word: cost + extra for word, cost in meant.items() if len(word) > 1}

    def words(self, after: str) -> list[tuple[str, int, int]]:
        """The cheapest ones, also given the word that follows the stretch, and where in its letters each stands."""
        ways = self._steps[-1]
        word = min(ways, key=lambda last: ways[last].cost + (self._lexicon.cost(last, after) if after else 0.0))
        words, end = [], len(self._letters)
        while end:
            _, start, before = self._steps[end][word]
            words.append((word, start, end))
            end, word = start, before
        return words[::-1]


def _runs(folded: str) -> Iterator[list[_Token]]:
    """Words of a line with nothing but space between them."""
    run: list[_Token] = []
    for match in TOKEN.finditer(folded):
        if run and folded[run[-1].end : match.start()].strip(" "):
            yield run
            run = []
        run.append(_Token(*match.span(), match[0]))
    if run:
        yield run


def _near(doubted: Sequence[bool], number: int) -> bool:
    return any(doubted[max(0, number - 1) : number + 2])


def _has_capital_inside(letters: str) -> bool:
    return any(a.islower() and b.isupper() for a, b in pairwise(letters))
