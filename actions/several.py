"""Several procedures in one message: each is answered, the last becomes the topic, all can be picked by number."""

from __future__ import annotations

from actions.context import confusions, known_names
from actions.turn import Outcome, Turn
from bot.catalogue.ages import ages_in, of_age
from bot.catalogue.load import curated
from bot.catalogue.resolve import VAGUE
from bot.catalogue.several import Known, several
from bot.catalogue.together import together
from bot.catalogue.wishes import Wish
from bot.language.reference import corrects


def about_several(turn: Turn) -> Outcome | None:
    """None where the message is about one procedure or none, or sets right what was said."""
    wishes = () if corrects(turn.text) else several(turn.parts, turn.ranked, Known(known_names(), confusions()))
    wishes = wishes or _for_each_age(turn)
    if len(wishes) < 2:
        return None
    reply, offered, told = together(wishes, curated(), turn.today)
    asking = any(wish.unclear for wish in wishes)
    memory = turn.memory
    for procedure in (*told, None) if asking else told:
        memory = memory.leave(procedure, turn.work.now)
    return reply, memory.change(facets=(), alternatives=(), offered=offered, awaiting=None)


def _for_each_age(turn: Turn) -> tuple[Wish, ...]:
    """ "Đứa 9 tuổi với đứa 15 tuổi làm căn cước": what is one wish for several people, where their ages divide it."""
    best = turn.ranked[0]
    meant = dict.fromkeys(of_age((best.id,), age)[0] for age in ages_in(turn.text)) if best.score >= VAGUE else ()
    return tuple(Wish((procedure,), turn.facets, turn.text) for procedure in meant)
