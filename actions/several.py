"""Several procedures in one message: each is answered, the last becomes the topic, all can be picked by number."""

from __future__ import annotations

from actions.context import confusions, known_names
from actions.turn import Outcome, Turn
from bot.catalogue.load import curated
from bot.catalogue.several import Known, several
from bot.catalogue.together import together
from bot.language.reference import corrects


def about_several(turn: Turn) -> Outcome | None:
    """None where the message is about one procedure or none, or sets right what was said."""
    wishes = () if corrects(turn.text) else several(turn.parts, turn.ranked, Known(known_names(), confusions()))
    if not wishes:
        return None
    reply, offered, told = together(wishes, curated(), turn.today)
    asking = any(wish.unclear for wish in wishes)
    memory = turn.memory
    for procedure in (*told, None) if asking else told:
        memory = memory.leave(procedure, turn.work.now)
    return reply, memory.change(facets=(), alternatives=(), offered=offered, awaiting=None)
