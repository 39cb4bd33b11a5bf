"""Names in a message: one that several procedures share, or a name and nothing more."""

from __future__ import annotations

from actions.context import known_names, shared_names
from actions.telling import clarify, question
from actions.turn import Outcome, Turn
from bot.catalogue.ambiguity import Ambiguity, core, said_barely
from bot.catalogue.leftover import leftover
from bot.catalogue.resolve import LIMITS, MOST_CHOICES, Resolution
from bot.language.reader import NONE

AUDIBLE_IN_NAMES = 0.002
MAYBE_UNCLEAR = 0.5


def about_shared(turn: Turn, facets: tuple[str, ...]) -> Outcome | None:
    """A name that several procedures share."""
    if shared := said_barely(turn.text) or _said_in_between(turn):
        return clarify(turn, shared.choices, shared.question, facets, turn.memory)
    if sharing := _sharing(turn):
        return clarify(turn, sharing, question(sharing), facets, turn.memory)
    return None


def _said_in_between(turn: Turn) -> Ambiguity | None:
    """A shared name with idle words in it, "cần công chứng mấy cái giấy": not where those make it another's, and not in
    a talk about one of them."""
    group, best = said_barely(leftover(turn.text)), turn.ranked[0].id
    if group is None or turn.unclear < MAYBE_UNCLEAR or core(turn.text) in known_names():
        return None
    about = turn.topic is not None and turn.topic.id in group.choices
    return group if best in (NONE, *group.choices) and not about else None


def _sharing(turn: Turn) -> tuple[str, ...]:
    """The procedures whose name has the few words of the message, the likeliest first. One that it is read as though
    its name has them not is offered beside those that are heard at all.

    Nothing where the message names none at all or the talk is about one of them.
    """
    best = turn.ranked[0]
    sharing = shared_names().of(turn.text) if best.id != NONE else ()
    heard = [c.id for c in turn.ranked if c.id in sharing]
    if sharing and best.id not in sharing and best.score >= LIMITS.sure:
        sharing = (best.id, *(c.id for c in turn.ranked if c.id in sharing and c.score >= AUDIBLE_IN_NAMES))
    else:
        sharing = tuple(dict.fromkeys((*heard, *sharing)))
    about = turn.topic is not None and turn.topic.id in sharing
    return sharing[:MOST_CHOICES] if len(sharing) > 1 and not about else ()


def bare_name(turn: Turn) -> Resolution | None:
    """What a message names and says no more, "ket hon can gi": the model has too little to go by, unless it is sure and
    does not hear the name at all."""
    procedures = known_names().get(core(turn.text)) or known_names().get(leftover(turn.text), ())
    heard = {c.id for c in turn.ranked if c.score >= AUDIBLE_IN_NAMES}
    sure = turn.ranked[0].id != NONE and turn.ranked[0].score >= LIMITS.sure
    return Resolution(procedures) if procedures and not (sure and heard.isdisjoint(procedures)) else None
