"""A question as the linker reads it: its words, what each can tell, and what printed titles call the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from bot.catalogue.record import Level
from bot.language.text import fold, nfc

Words = tuple[str, ...]

LONGEST = 5
# A printed word that one common spoken word stands for proves less than one that a phrase stands for.
_PHRASE, _WORD = 1.0, 0.8
_ASKING = 20.0
_WORDS = re.compile(r"\w+")


class Question(NamedTuple):
    """``told``: folded words and pairs of words with their weight; ``meant``: the same of what titles would say.

    ``spoken``, ``printed``: the single words of both. ``stands_for``: printed words by the word of the question.
    ``marked``: (folded, as typed) where typed with marks.
    """

    words: Words
    told: dict[str, float]
    meant: dict[str, float]
    spoken: frozenset[str]
    printed: frozenset[str]
    stands_for: dict[str, frozenset[str]]
    marked: tuple[tuple[str, str], ...]
    acts: frozenset[str]
    levels: frozenset[Level]


class _Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    said: tuple[str, ...]
    printed: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``asking``: the share of messages that have a word although no name of what they ask about has it."""

    pairs: tuple[_Pair, ...]
    acts: tuple[str, ...]
    levels: dict[Level, tuple[str, ...]]
    asking: dict[str, float]


def words_of(text: str) -> Words:
    """Folded words."""
    return tuple(_WORDS.findall(fold(text)))


def typed_words(text: str) -> Words:
    """Lower-case words with their marks."""
    return tuple(_WORDS.findall(nfc(text).lower()))


def pairs_of(words: Sequence[str]) -> list[str]:
    """The words and each two that stand side by side."""
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def read_question(text: str) -> Question:
    words, typed = words_of(text), typed_words(text)
    told = {word: weight_of(word) for word in words}
    for first, second in pairwise(words):
        told[f"{first} {second}"] = max(told[first], told[second])
    meant: dict[str, float] = {}
    stands_for: dict[str, set[str]] = defaultdict(set)
    acts = set(acts_in(words))
    for start, end, phrase in _meanings(words, typed):
        acts |= acts_in(phrase)
        for term in pairs_of(phrase):
            if term not in told:
                meant[term] = max(meant.get(term, 0.0), _PHRASE if end - start > 1 else _WORD)
        for word in words[start:end]:
            stands_for[word] |= set(phrase)
    marked = tuple(dict.fromkeys(zip(words, typed, strict=True))) if typed != words else ()
    stands = {word: frozenset(printed) for word, printed in stands_for.items()}
    printed = frozenset(term for term in meant if " " not in term)
    spoken = frozenset(words)
    return Question(words, told, meant, spoken, printed, stands, marked, frozenset(acts), _levels(words))


def weight_of(word: str) -> float:
    """1 for a word that names things, less for one that people ask with ("can", "giay", "o dau")."""
    return 1 / (1 + _ASKING * _file().asking.get(word, 0.0))


def acts_in(words: Sequence[str]) -> frozenset[str]:
    """What is done: "cap lai", "gia han", "thu hoi" … Procedures about one paper differ in little else."""
    return frozenset(" ".join(run) for run in _runs(words, 3) if run in _acts())


@cache
def every_act() -> tuple[str, ...]:
    """All that can be done, in one order."""
    return tuple(sorted(" ".join(act) for act in _acts()))


def said_for() -> dict[Words, list[Words]]:
    """What people say for a printed phrase, both as written with marks."""
    said: dict[Words, list[Words]] = defaultdict(list)
    for pair in _file().pairs:
        for printed in pair.printed:
            said[typed_words(printed)] += map(typed_words, pair.said)
    return said


def _runs(words: Sequence[str], longest: int) -> Iterable[Words]:
    return (tuple(words[i : i + n]) for n in range(1, longest + 1) for i in range(len(words) - n + 1))


def _meanings(words: Words, typed: Words) -> Iterable[tuple[int, int, Words]]:
    """Where a spoken phrase stands, and a printed one for it. Marks count where the person types any at all."""
    marked, plain = _phrases()
    known, read = (marked, typed) if typed != words else (plain, words)
    for length in range(1, LONGEST + 1):
        for start in range(len(words) - length + 1):
            for phrase in known.get(read[start : start + length], ()):
                yield start, start + length, phrase


def _levels(words: Words) -> frozenset[Level]:
    sentence = f" {' '.join(words)} "
    return frozenset(level for level, said in _level_words() if said.search(sentence))


@cache
def _file() -> _File:
    text = (Path(__file__).parent / "spoken.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), _File)


@cache
def _acts() -> frozenset[Words]:
    return frozenset(map(words_of, _file().acts))


@cache
def _level_words() -> tuple[tuple[Level, re.Pattern[str]], ...]:
    return tuple((level, re.compile(rf" (?:{'|'.join(said)}) ")) for level, said in _file().levels.items())


@cache
def _phrases() -> tuple[dict[Words, tuple[Words, ...]], dict[Words, tuple[Words, ...]]]:
    """Printed phrases by the spoken one, as typed with marks and without."""
    marked: dict[Words, tuple[Words, ...]] = defaultdict(tuple)
    plain: dict[Words, tuple[Words, ...]] = defaultdict(tuple)
    for pair in _file().pairs:
        printed = tuple(map(words_of, pair.printed))
        for said in pair.said:
            marked[typed_words(said)] += printed
            plain[words_of(said)] += printed
    return marked, plain
