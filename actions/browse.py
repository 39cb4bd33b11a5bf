"""Look through lists: all fields, one of them, a level, or what a turn in life brings."""

from __future__ import annotations

from actions.dossiers import about_dossier
from actions.hearing import about_named, about_topic
from actions.lists import Outcome, show
from actions.turn import Turn, TurnAction
from bot.catalogue.ambiguity import said_barely
from bot.catalogue.browse import asks_for_list, find_list
from bot.language.patterns import Browse, find_browse, find_page


class ActionBrowse(TurnAction):
    def name(self) -> str:
        return "action_browse"

    def reply(self, turn: Turn) -> Outcome:
        return _turned(turn) or about_dossier(turn) or _about_one(turn) or show(turn, find_list(turn.text))


def _turned(turn: Turn) -> Outcome | None:
    """A button of a list, or a turn of its pages."""
    if place := find_browse(turn.text):
        return show(turn, place)
    here = find_browse(turn.memory.page or "")
    number = find_page(turn.text, here.page if here else 1)
    return show(turn, here._replace(page=number)) if here and number is not None else None


def _about_one(turn: Turn) -> Outcome | None:
    """What only sounds like a wish for a list: "hồ sơ gồm những gì" of the topic, or a procedure by its name."""
    if said_barely(turn.text):
        return about_named(turn)
    if asks_for_list(turn.text) or find_list(turn.text) != Browse():
        return None
    return about_topic(turn) or about_named(turn)
