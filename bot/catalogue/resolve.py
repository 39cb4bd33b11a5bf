"""About which procedure to answer, given what the linker heard and what the talk was about. Never a coin toss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.language.reader import NONE, Candidate

SURE = 0.5
LEAD = 2.5
FAINT = 0.05
SHARE = 0.15
VAGUE = 0.2
MOST_CHOICES = 5


class Resolution(NamedTuple):
    """One procedure: answer about it. Several: ask which. None: nothing was understood."""

    procedures: tuple[str, ...]

    @property
    def sure(self) -> bool:
        return len(self.procedures) == 1


def resolve(ranked: Sequence[Candidate], topic: str | None) -> Resolution:
    """Decide from the ranking; a message that names no procedure is about the topic of the talk."""
    named = [candidate for candidate in ranked if candidate.id != NONE]
    nothing = sum(candidate.score for candidate in ranked if candidate.id == NONE)
    best, second = named[0], named[1]
    clear = best.score >= SURE or (best.score >= FAINT and best.score >= LEAD * second.score)
    if topic and (nothing > best.score or (best.score < SURE and _near_topic(named, topic))):
        return Resolution((topic,))
    if topic and not clear and best.score < VAGUE:
        return Resolution((topic,))
    if clear:
        return Resolution((best.id,))
    if nothing > best.score or best.score < FAINT:
        return Resolution(())
    return Resolution(tuple(c.id for c in named[:MOST_CHOICES] if c.score >= SHARE * best.score))


def _near_topic(named: Sequence[Candidate], topic: str) -> bool:
    """Whether the procedure spoken of is among those heard, nearly as strong as the best."""
    return any(c.id == topic and c.score >= 0.5 * named[0].score for c in named)
