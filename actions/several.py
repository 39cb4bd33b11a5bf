"""Several procedures in one message: each is answered, the last becomes the topic, all can be picked by number."""

from __future__ import annotations

from actions.turn import Turn, catalogue
from bot.catalogue.several import several
from bot.catalogue.together import together
from bot.conversations.memory import Memory
from bot.conversations.reply import Reply


def about_several(turn: Turn) -> tuple[Reply, Memory] | None:
    """None where the message is about one procedure or none."""
    wishes = several(turn.parts, turn.ranked)
    if not wishes:
        return None
    reply, offered, last = together(wishes, catalogue(), turn.today)
    asking = any(wish.unclear for wish in wishes)
    memory = turn.memory.change(topic=None if asking else last, case=None, facets=(), alternatives=(), awaiting=None)
    return reply, memory.change(offered=offered, failures=0)
