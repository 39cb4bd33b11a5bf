"""Look through lists: all fields, one of them, a level, or what a turn in life brings."""

from __future__ import annotations

from actions.dossiers import about_dossier
from actions.elsewhere import about_elsewhere
from actions.frame import rest
from actions.hearing import about_named, about_topic
from actions.lists import show, step_back
from actions.proof import again
from actions.turn import Outcome, Turn, TurnAction, plain
from bot.catalogue.ambiguity import said_barely
from bot.catalogue.browse import asks_for_list, find_list
from bot.conversations.reply import Custom, Kind, Reply
from bot.language.patterns import Browse, asks_for_more, find_browse, find_page
from bot.language.reference import tells_death
from bot.texts import say

BEREAVED = Browse("nguoi-than-mat")


class ActionBrowse(TurnAction):
    def name(self) -> str:
        return "action_browse"

    def reply(self, turn: Turn) -> Outcome:
        if tells_death(turn.text):
            return show(turn, BEREAVED)
        return _turned(turn) or about_dossier(turn) or about_elsewhere(turn) or _about_one(turn) or _listed(turn)


def _turned(turn: Turn) -> Outcome | None:
    """A button of a list, or a turn of its pages."""
    if place := find_browse(turn.text):
        return show(turn, place)
    here = find_browse(turn.memory.page or "")
    number = find_page(turn.text, here.page if here else 1)
    if number is None:
        return None
    last = turn.memory.last
    if last and asks_for_more(turn.text) and (reply := rest(turn.memory)):
        return again(turn, last) or (reply, turn.memory)
    if here is None:
        # "Tiếp" where no list is open goes on with what was said.
        return (again(turn, last) or (last, turn.memory)) if last else (plain("help", Kind.SMALLTALK), turn.memory)
    if number == here.page - 1 == 0:
        return step_back(turn) or (_say("start"), turn.memory)
    reply, memory = show(turn, here._replace(page=number))
    return (_say("end"), turn.memory) if number == here.page + 1 and memory.page == here.payload else (reply, memory)


def _listed(turn: Turn) -> Outcome:
    """The list; not a second time where nobody asks for a list."""
    reply, memory = show(turn, find_list(turn.text))
    shown = turn.memory.page == memory.page and turn.memory.topic is None
    return (_say("above"), turn.memory) if shown and not asks_for_list(turn.text) else (reply, memory)


def _say(key: str) -> Reply:
    return Reply(say("browse", key), Custom(Kind.BROWSE))


def _about_one(turn: Turn) -> Outcome | None:
    """What only sounds like a wish for a list: "hồ sơ gồm những gì" of the topic, or a procedure by its name."""
    if said_barely(turn.text):
        return about_named(turn)
    if asks_for_list(turn.text) or find_list(turn.text) != Browse():
        return None
    return about_topic(turn) or about_named(turn)
