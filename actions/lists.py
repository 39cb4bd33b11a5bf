"""Show a list to look through, and remember its page, its numbers and where it was opened from."""

from __future__ import annotations

from actions.turn import Outcome, Turn
from bot.catalogue.pages import page_of
from bot.language.patterns import Browse, find_browse

MOST_BACK = 6


def show(turn: Turn, place: Browse) -> Outcome:
    """The page, in place of what was talked about before."""
    return _shown(turn, place, _trail(turn, place))


def step_back(turn: Turn) -> Outcome | None:
    """From what a list chose to the list, from a page to the one before, from a list to the one it was opened from."""
    here, trail = find_browse(turn.memory.page or ""), turn.memory.trail
    if here and turn.memory.topic:
        return _shown(turn, here, trail)
    if here and here.page > 1:
        return _shown(turn, here._replace(page=here.page - 1), trail)
    before = find_browse(trail[-1]) if trail else None
    return _shown(turn, before, trail[:-1]) if before else None


def _shown(turn: Turn, place: Browse, trail: tuple[str, ...]) -> Outcome:
    page = page_of(place, turn.shelf.records, find_browse(turn.memory.page or ""))
    memory = turn.memory.leave(None).change(facets=(), alternatives=(), offered=(), awaiting=None)
    return page.reply, memory.change(page=page.place.payload, listed=page.items, trail=trail)


def _trail(turn: Turn, place: Browse) -> tuple[str, ...]:
    """Longer by the list that another one is opened from."""
    here = find_browse(turn.memory.page or "")
    if here is None or here._replace(page=place.page) == place:
        return turn.memory.trail
    return (*turn.memory.trail, here.payload)[-MOST_BACK:]
