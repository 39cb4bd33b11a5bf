"""What the talk so far adds to a message: its topic, topics before it, facets that were asked."""

from __future__ import annotations

import datetime as dt
from functools import cache

from actions.turn import Turn
from bot.catalogue.ambiguity import confused, names
from bot.catalogue.leftover import leftover, speaks_of
from bot.catalogue.load import curated
from bot.catalogue.record import Facet
from bot.catalogue.resolve import TAKES_OVER, Lean, chance_of_imported, recall
from bot.catalogue.shared import SharedNames
from bot.catalogue.yes_no import find_yes_no
from bot.language.patterns import asks_deadline
from bot.language.reader import NONE
from bot.language.reference import compares, corrects, goes_back

# Longer after it somebody who writes "bao lâu?" is asked what it is about, with the last topics as choices.
TOPIC_LASTS = dt.timedelta(hours=2)
# A correction tells how things are; that is read as a question of conditions, which it is not.
WEAK = {Facet.CONDITIONS.value, Facet.OVERVIEW.value}
NAMED = 0.95
HINTED = 0.17
# How surely a message has to be a question at all, to be one about the topic: where it names no procedure, and where
# its words are strange. Of 120 follow-ups of the test set one is less sure.
LEANING = 0.7
VAGUE = 0.9


def lean(turn: Turn) -> Lean:
    """What an unclear message is probably about."""
    if turn.topic is None or _faded(turn):
        return Lean()
    # Whether something is needed or possible is asked about the topic itself.
    in_context = turn.in_context if leftover(turn.text) and find_yes_no(turn.text) is None else ()
    return Lean(turn.topic.id, turn.memory.alternatives, corrects(turn.text), turn.memory.earlier, in_context)


@cache
def confusions() -> dict[str, frozenset[str]]:
    return confused(curated())


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    return names(curated().values())


@cache
def shared_names() -> SharedNames:
    return SharedNames(curated().values())


def named(turn: Turn) -> list[str]:
    """The procedures that the message itself surely names."""
    return [c.id for c in turn.ranked if c.id != NONE and c.score >= NAMED]


def earlier_topic(turn: Turn) -> str | None:
    """The topic that "cái lúc nãy" goes back to; of a topic left alone for long, that one too."""
    known = [topic for topic in turn.memory.earlier if topic in turn.shelf.records]
    return recall(turn.ranked, known) if known and goes_back(turn.text) else None


def faded(turn: Turn) -> list[str]:
    """The last topics, where they lie too far back to be taken for granted."""
    topics = dict.fromkeys(t for t in (turn.memory.topic, *turn.memory.earlier) if t in turn.shelf.records)
    return [topic for topic in topics if topic] if _faded(turn) else []


def asked(turn: Turn) -> tuple[str, ...]:
    """The facets of the message, and those of the last one where it goes on asking the same.

    A message that leans on the topic asks for something of it, and not for its overview.
    """
    facets, before = turn.facets, turn.memory.facets
    if turn.memory.topic and turn.ranked and turn.ranked[0].id == NONE:
        facets = tuple(facet for facet in facets if facet != Facet.OVERVIEW.value)
    if set(facets) <= WEAK and corrects(turn.text):
        facets = before or facets
    elif compares(turn.text):
        facets = tuple(dict.fromkeys((*facets, *before)))
    elif not facets and turn.memory.offered:
        facets = before
    if Facet.TIME.value in facets and asks_deadline(turn.text):
        return (*facets, Facet.CONDITIONS.value)
    return facets


def fits_nothing(turn: Turn, procedure: str) -> bool:
    """Whether a message is taken for the topic only because it names nothing else, and asks nothing of it clearly."""
    heard = {candidate.id: candidate.score for candidate in turn.ranked}
    if procedure != turn.memory.topic or heard.get(procedure, 0.0) >= HINTED or _leans_by_words(turn.text):
        return False
    if chance_of_imported(turn.ranked, turn.imported) >= TAKES_OVER:
        return False
    least = LEANING if turn.ranked[0].id == NONE else VAGUE
    vague = (not turn.facets or Facet.OVERVIEW.value in turn.facets) and find_yes_no(turn.text) is None
    strange = not speaks_of(turn.shelf.records[procedure], leftover(turn.text))
    return vague or (turn.confidence < least and strange)


def _leans_by_words(text: str) -> bool:
    return corrects(text) or compares(text) or goes_back(text)


def _faded(turn: Turn) -> bool:
    told = turn.memory.told
    return told is not None and turn.work.now - told > TOPIC_LASTS
