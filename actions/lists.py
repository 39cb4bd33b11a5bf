"""Show a list to look through, and remember its page and its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from actions.turn import Turn, catalogue
from bot.catalogue.pages import page_of
from bot.catalogue.record import Procedure
from bot.conversations.memory import Memory
from bot.conversations.reply import Reply
from bot.language.patterns import Browse
from bot.store.catalogue import Imports

Outcome = tuple[Reply, Memory]


def show(turn: Turn, place: Browse) -> Outcome:
    """The page, in place of what was talked about before."""
    page = page_of(place, everything(turn))
    memory = turn.memory.leave(None).change(facets=(), alternatives=(), offered=(), awaiting=None)
    return page.reply, memory.change(page=page.place.payload, listed=page.items)


def everything(turn: Turn) -> Mapping[str, Procedure]:
    """Curated records, then imported ones."""
    return {**catalogue(), **_imports().now(turn.work.engine)}


@cache
def _imports() -> Imports:
    return Imports(catalogue().values())
