"""Show a list to look through, and remember its page and its numbers."""

from __future__ import annotations

from actions.turn import Outcome, Turn
from bot.catalogue.pages import page_of
from bot.language.patterns import Browse


def show(turn: Turn, place: Browse) -> Outcome:
    """The page, in place of what was talked about before."""
    page = page_of(place, turn.shelf.records)
    memory = turn.memory.leave(None).change(facets=(), alternatives=(), offered=(), awaiting=None)
    return page.reply, memory.change(page=page.place.payload, listed=page.items)
