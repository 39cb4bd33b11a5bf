"""A printed title beside a question: what of each the other explains, which acts and levels differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.catalogue.record import Level, Procedure
from bot.catalogue.spoken import Question, Words, acts_in, typed_words, words_of

_HEAD = 4
_ACT_IN = 9
_OPENING = ("thu", "tuc")


class Title(NamedTuple):
    """``words`` are folded; ``typed``: the words with their marks; ``acts``: what is done, as its beginning says."""

    words: Words
    held: frozenset[str]
    typed: frozenset[str]
    acts: frozenset[str]
    levels: frozenset[Level]


def read_title(record: Procedure) -> Title:
    words = words_of(record.official_name)
    words = words[2:] if words[:2] == _OPENING else words
    levels = frozenset({record.level, *record.other_levels}) - {Level.UNKNOWN}
    typed = frozenset(typed_words(record.official_name))
    return Title(words, frozenset(words), typed, acts_in(words[:_ACT_IN]), levels)


def compare(
    question: Question, title: Title, mass: float, values: Mapping[str, float], rarity: Callable[[str], float]
) -> tuple[float, ...]:
    """Figures that grow with what agrees. ``mass``: how much all words of the title tell; ``values``: how much each
    word of the question does."""
    told = question.spoken & title.held
    known = told | (question.printed & title.held)
    said = sum(values.values()) or 1.0
    explained = sum(values[word] for word in told)
    explained += sum(values[w] for w, printed in question.stands_for.items() if w not in told and printed & title.held)
    unlike = [word for word, marked in question.marked if word in title.held and marked not in title.typed]
    return (
        explained / said,
        sum(map(rarity, known)) / (mass or 1.0),
        sum(word in known for word in title.words[:_HEAD]) / _HEAD,
        _longest_run(title.words, known) / (len(title.words) or 1),
        _agreement(question.levels, title.levels),
        min(len(title.acts & question.acts), 2),
        min(len(title.acts - question.acts), 3),
        -sum(values[word] for word in unlike) / said,
    )


def _longest_run(words: Words, known: frozenset[str]) -> int:
    """How many words in a row the question knows."""
    longest = run = 0
    for word in words:
        run = run + 1 if word in known else 0
        longest = max(longest, run)
    return longest


def _agreement(said: frozenset[Level], own: frozenset[Level]) -> float:
    """1 where a level that was said is the procedure's, -1 where it is not, 0 where none was said."""
    return 0.0 if not said or not own else 1.0 if said & own else -1.0
