"""Whether to ask although one procedure is heard best: the words fit others as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.catalogue.ambiguity import load_ambiguities
from bot.catalogue.resolve import LIMITS, MOST_CHOICES, Resolution
from bot.language.reader import NONE, Candidate

# From these on, that a careful officer would ask and how strong another is heard beside the best, it is asked: of the
# needs of the test set one in a hundred more, of the ambiguous messages one in five.
UNCLEAR = 0.75
BESIDE = 0.0025


def doubted(resolution: Resolution, ranked: Sequence[Candidate], unclear: float) -> Resolution:
    """With those that share a name with the best, where the message leaves open which; else as it was."""
    best = next(candidate for candidate in ranked if candidate.id != NONE)
    leads = resolution.procedures[0] == best.id if resolution.procedures else best.score >= LIMITS.faint
    rivals = list(_rivals(best, ranked))
    if unclear < UNCLEAR or not leads or not rivals:
        return resolution
    return Resolution(tuple(dict.fromkeys((best.id, *resolution.procedures, *rivals)))[:MOST_CHOICES])


def _rivals(best: Candidate, ranked: Sequence[Candidate]) -> Iterator[str]:
    sharing = {choice for group in load_ambiguities() if best.id in group.choices for choice in group.choices}
    yield from (c.id for c in ranked if c.id in sharing and c.id != best.id and c.score >= BESIDE * best.score)
