"""What the one-stop shop does not do: where to go instead."""

from __future__ import annotations

from actions.context import named
from actions.turn import Outcome, Turn
from bot.catalogue.elsewhere import find_elsewhere, where_instead
from bot.catalogue.load import curated
from bot.catalogue.resolve import TAKES_OVER, chance_of_imported


def about_elsewhere(turn: Turn) -> Outcome | None:
    """None where the message surely names a procedure, curated or imported, that is not next to the matter."""
    matter = find_elsewhere(turn.text)
    if matter is None or chance_of_imported(turn.ranked, turn.imported) >= TAKES_OVER:
        return None
    if set(named(turn)) - {step.procedure for step in matter.offers}:
        return None
    reply = where_instead(matter, curated())
    offered = tuple(button.payload for button in reply.buttons)
    return reply, turn.memory.leave(None).change(facets=(), alternatives=(), offered=offered, awaiting=None)
