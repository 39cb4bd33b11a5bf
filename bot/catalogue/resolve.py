"""About which procedure to answer, given what the linker heard and what the talk was about. Never a coin toss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import NamedTuple

from bot.catalogue.linker import Found
from bot.language.reader import NONE, Candidate

# Chosen on the test set: answers about another procedure become rare while one message in ten is asked back.
SURE = 0.5
LIKELY = 0.15
LEAD = 3.5
LEAD_OF_CONFUSED = 10.0
RIVAL = 0.03
FAINT = 0.05
SHARE = 0.15
VAGUE = 0.2
WHISPER = 0.02
GUESS = 0.3
NEAR = 4.0
ALONE = 4.0
MOST_CHOICES = 5
# When an imported record answers alone, and when it is offered beside curated ones. Of those found sure, 9 in 10 are
# right.
TAKES_OVER = 0.9
DOUBT = 0.2
FOUND_SURE = 0.7
# Learned from messages that the reader had not seen, and from titles typed in part: docs/decisions/0009.
_READER, _FIT, _LEAD, _START = -1.572, 0.557, 0.422, -12.24


class Resolution(NamedTuple):
    """One procedure: answer about it, or ask whether it is meant. Several: ask which. None: nothing was understood."""

    procedures: tuple[str, ...]
    guessed: bool = False

    @property
    def sure(self) -> bool:
        return len(self.procedures) == 1 and not self.guessed


class Lean(NamedTuple):
    """What the talk adds: its topic, what was heard behind it, and whether the message takes the topic back."""

    topic: str | None = None
    heard: tuple[str, ...] = ()
    corrected: bool = False


Confused = Mapping[str, frozenset[str]]
NOTHING_BEFORE = Lean()


def resolve(ranked: Sequence[Candidate], lean: Lean = NOTHING_BEFORE, confused: Confused | None = None) -> Resolution:
    """Decide from the ranking; a message that names no procedure is about the topic of the talk.

    ``confused``: with which others each procedure is confused. These need a wider margin.
    """
    near = (confused or {}).get(lean.topic or "", frozenset()) | frozenset(lean.heard)
    named, nothing, topic = _weighed(ranked, lean, near), _nothing(ranked), None if lean.corrected else lean.topic
    best, second = named[0], named[1]
    if nothing > best.score and best.id in near and best.score >= max(FAINT, ALONE * second.score):
        return Resolution((best.id,))
    clear = _clear(named, nothing, (confused or {}).get(best.id, frozenset()))
    if topic and (nothing > best.score or (best.score < SURE and _near_topic(named, topic))):
        return Resolution((topic,))
    if topic and not clear and best.score < VAGUE:
        return Resolution((topic,))
    if clear:
        return Resolution((best.id,))
    near_best = tuple(c.id for c in named[:MOST_CHOICES] if c.score >= SHARE * best.score)
    if nothing > best.score:
        return Resolution(near_best if best.score >= GUESS * (1 - nothing) else (), guessed=True)
    return Resolution(near_best if best.score >= FAINT else ())


def resolve_all(
    ranked: Sequence[Candidate], found: Found, lean: Lean = NOTHING_BEFORE, confused: Confused | None = None
) -> Resolution:
    """As ``resolve``, with imported procedures where they fit clearly better than any curated one."""
    heard, chance = resolve(ranked, lean, confused), chance_of_imported(ranked, found)
    leans = heard.procedures == (lean.topic,) and ranked[0].id == NONE
    if chance < DOUBT or leans:
        return heard
    imported = _among(found.ranked)
    if chance >= TAKES_OVER:
        return Resolution(imported)
    return heard._replace(procedures=(*heard.procedures[: MOST_CHOICES - 1], *imported)[:MOST_CHOICES])


def chance_of_imported(ranked: Sequence[Candidate], found: Found) -> float:
    """That an imported procedure is meant and no curated one."""
    if not found.ranked:
        return 0.0
    best = next(candidate.score for candidate in ranked if candidate.id != NONE)
    odds = _READER * log((best + 0.01) / (1.01 - best)) + _FIT * found.fit + _LEAD * found.lead + _START
    return 1 / (1 + exp(-odds))


def _among(ranked: Sequence[Candidate]) -> tuple[str, ...]:
    """The best one where it is sure, else those that come near it."""
    best = ranked[0]
    if best.score >= FOUND_SURE:
        return (best.id,)
    return tuple(c.id for c in ranked[:MOST_CHOICES] if c.score >= SHARE * best.score)


def _clear(named: Sequence[Candidate], nothing: float, confused: frozenset[str]) -> bool:
    best, second = named[0], named[1]
    rivals = [c.score for c in named[1 : MOST_CHOICES + 1] if c.id in confused and c.score >= RIVAL]
    if rivals and best.score < LEAD_OF_CONFUSED * rivals[0]:
        return False
    likely = best.score >= max(LIKELY, nothing) and best.score >= LEAD * second.score
    return best.score >= SURE or likely


def recall(ranked: Sequence[Candidate], earlier: Sequence[str]) -> str | None:
    """Which earlier topic "cái lúc nãy" is: the one heard best, else the last before this one.

    None where the message clearly names something that was not spoken about.
    """
    heard = [candidate for candidate in ranked if candidate.id in earlier and candidate.score >= WHISPER]
    best = max((candidate.score for candidate in ranked if candidate.id != NONE), default=0.0)
    if best >= SURE and not (heard and heard[0].score == best):
        return None
    return heard[0].id if heard else next(iter(earlier), None)


def _weighed(ranked: Sequence[Candidate], lean: Lean, near: frozenset[str]) -> list[Candidate]:
    """The procedures heard, best first: in a correction what is confused with the topic is likely, the topic is not."""
    named = [candidate for candidate in ranked if candidate.id != NONE]
    if not lean.corrected:
        return named
    weighed = [c._replace(score=c.score * NEAR) if c.id in near else c for c in named if c.id != lean.topic]
    return sorted(weighed, key=lambda candidate: -candidate.score)


def _nothing(ranked: Sequence[Candidate]) -> float:
    return sum(candidate.score for candidate in ranked if candidate.id == NONE)


def _near_topic(named: Sequence[Candidate], topic: str) -> bool:
    """Whether the procedure spoken of is among those heard, nearly as strong as the best."""
    return any(c.id == topic and c.score >= 0.5 * named[0].score for c in named)
