"""About which procedure to answer, given what the linker heard and what the talk was about. Never a coin toss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import NamedTuple

from bot.catalogue.linker import Found
from bot.language.reader import NONE, Candidate

# What is likely of a follow-up: chosen on talks of the test set.
VAGUE = 0.3
WHISPER = 0.01
NEAR = 8.0
NEAR_TOPIC = 0.25
# By how much something else must be heard better than the topic to be meant instead; and how much surer the topic must
# be than what it is confused with, for a message said about it not to ask which.
LEAD = 5.0
AT_HOME = 28.0
MOST_CHOICES = 5
# When an imported record answers alone, and when it is offered beside curated ones.
TAKES_OVER = 0.9
DOUBT = 0.2
FOUND_SURE = 0.7
SHARE_OF_FOUND = 0.15
# Of the reader's odds, the fit and the lead, and where they start from: learned by ``bench/linker_chance.py`` from
# messages that the reader had not seen, and titles said in part. A curated record that the reader hardly knows is
# believed sooner than an imported one.
_IMPORTED = (-1.019, 0.726, 0.522, -8.69)
_NEW = (-0.676, 0.267, 0.694, -1.6)


class Limits(NamedTuple):
    """Probabilities that decide. ``sure``: from there on the best is answered. ``rival``: from that share of the best
    on, one that it is confused with is asked about, and every other is among the choices of a question. ``faint``:
    below, nothing was understood. ``guess``: of what is not ``NONE``, from where on the best is offered although it is
    likelier that no procedure is named."""

    sure: float = 0.65
    rival: float = 0.05
    faint: float = 0.1
    guess: float = 0.4


# Those that cost least on training messages which the model had not seen: `python -m evaluation.thresholds`.
LIMITS = Limits()


class Resolution(NamedTuple):
    """One procedure: answer about it, or ask whether it is meant. Several: ask which. None: nothing was understood."""

    procedures: tuple[str, ...]
    guessed: bool = False

    @property
    def sure(self) -> bool:
        return len(self.procedures) == 1 and not self.guessed


class Lean(NamedTuple):
    """What the talk adds: its topic, what was heard behind it, and whether the message takes the topic back.

    ``earlier``: topics before this one. ``in_context``: what the message means when it is said about the topic; nothing
    where it only asks on.
    """

    topic: str | None = None
    heard: tuple[str, ...] = ()
    corrected: bool = False
    earlier: tuple[str, ...] = ()
    in_context: Sequence[Candidate] = ()


Confused = Mapping[str, frozenset[str]]
NOTHING_BEFORE = Lean()


def resolve(
    ranked: Sequence[Candidate], lean: Lean = NOTHING_BEFORE, confused: Confused | None = None, limits: Limits = LIMITS
) -> Resolution:
    """Decide from the ranking; a message that names no procedure is about the topic of the talk.

    ``confused``: with which others each procedure is confused. These need a wider margin.
    """
    near = (confused or {}).get(lean.topic or "", frozenset()) | frozenset(lean.heard)
    named, nothing, topic = _weighed(ranked, lean, near), _nothing(ranked), None if lean.corrected else lean.topic
    best = named[0]
    if topic and nothing > best.score:
        return _in_context(topic, near & {candidate.id for candidate in named}, lean.in_context)
    if topic and best.score < limits.sure and _near_topic(named, topic):
        return Resolution((topic,))
    choices = tuple(c.id for c in named[:MOST_CHOICES] if c.score >= limits.rival * best.score)
    rivals = (confused or {}).get(best.id, frozenset()).intersection(choices)
    clear = best.score >= max(limits.sure, nothing) and not rivals
    if topic and not clear and best.score < VAGUE:
        return _hinted(topic, named, near, lean.earlier)
    if clear:
        return Resolution((best.id,))
    least = limits.guess * (1 - nothing) if nothing > best.score else limits.faint
    return Resolution(choices if best.score >= least else (), guessed=True)


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
    both = dict.fromkeys((*heard.procedures[: MOST_CHOICES - 1], *imported))
    return heard._replace(procedures=tuple(both)[:MOST_CHOICES])


def chance_of_imported(ranked: Sequence[Candidate], found: Found) -> float:
    """That a procedure is meant which the linker found, and none that the reader learned from messages."""
    if not found.ranked:
        return 0.0
    *weights, start = _NEW if found.new else _IMPORTED
    return 1 / (1 + exp(-start - sum(w * clue for w, clue in zip(weights, clues(ranked, found), strict=True))))


def clues(ranked: Sequence[Candidate], found: Found) -> tuple[float, float, float]:
    """The reader's log odds of the best procedure that the linker did not find; fit and lead of the best it found."""
    ours = {candidate.id for candidate in found.ranked} | {NONE}
    best = next((candidate.score for candidate in ranked if candidate.id not in ours), 0.0)
    return log((best + 0.01) / (1.01 - best)), found.fit, found.lead


def _among(ranked: Sequence[Candidate]) -> tuple[str, ...]:
    """The best one where it is sure, else those that come near it."""
    best = ranked[0]
    if best.score >= FOUND_SURE:
        return (best.id,)
    return tuple(c.id for c in ranked[:MOST_CHOICES] if c.score >= SHARE_OF_FOUND * best.score)


def _in_context(topic: str, near: frozenset[str], read: Sequence[Candidate]) -> Resolution:
    """The topic, unless a detail belongs to what is confused with it: "nếu bị mất thì sao" after exchanging a card."""
    here = next((candidate.score for candidate in read if candidate.id == topic), 0.0)
    twin = next((candidate for candidate in read if candidate.id in near), Candidate(topic, 0.0))
    if here >= AT_HOME * twin.score:
        return Resolution((topic,))
    return Resolution((twin.id,) if twin.score >= LEAD * here else (topic, twin.id))


def _hinted(topic: str, named: Sequence[Candidate], near: frozenset[str], earlier: Sequence[str]) -> Resolution:
    """The topic, unless something spoken of before is heard far better, or something that it is confused with."""
    best, heard = named[0], next((c.score for c in named if c.id == topic), 0.0)
    if best.score < max(LIMITS.faint, LEAD * heard):
        return Resolution((topic,))
    if best.id in earlier:
        return Resolution((best.id,))
    return Resolution((best.id, topic) if best.id in near else (topic,))


def recall(ranked: Sequence[Candidate], earlier: Sequence[str]) -> str | None:
    """Which earlier topic "cái lúc nãy" is: the one heard best, else the last before this one.

    None where the message clearly names something that was not spoken about.
    """
    heard = [candidate for candidate in ranked if candidate.id in earlier and candidate.score >= WHISPER]
    best = max((candidate.score for candidate in ranked if candidate.id != NONE), default=0.0)
    if best >= LIMITS.sure and not (heard and heard[0].score == best):
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
    return any(c.id == topic and c.score >= NEAR_TOPIC * named[0].score for c in named)
