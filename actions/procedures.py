"""Questions about procedures: answer, ask which, follow a choice, repeat, take back."""

from __future__ import annotations

from actions.dossiers import about_dossier, in_trouble, tell_dossiers
from actions.hearing import about_words
from actions.lists import show
from actions.notices import stop
from actions.pictures import denied
from actions.proof import SHARE_PHONE, again, share_phone
from actions.telling import SHARE_PLACE, about_unit, clarify, tell, unknown_code
from actions.turn import Outcome, Turn, TurnAction, plain
from actions.wishes import wish_here
from bot.catalogue.record import Facet
from bot.catalogue.resolve import MOST_CHOICES
from bot.conversations.reply import Kind
from bot.language.codes import is_dossier_code
from bot.language.patterns import LAST, find_browse, find_choice, find_pick
from bot.language.wishes import Wish, find_wish
from bot.texts import say


class ActionAsk(TurnAction):
    def name(self) -> str:
        return "action_ask"

    def reply(self, turn: Turn) -> Outcome:
        return about_dossier(turn) or _about_code(turn) or about_words(turn)


class ActionPick(TurnAction):
    """A button of ours."""

    def name(self) -> str:
        return "action_pick"

    def reply(self, turn: Turn) -> Outcome:
        return follow(turn, turn.text)


class ActionChoose(TurnAction):
    """A number of the list last shown."""

    def name(self) -> str:
        return "action_choose"

    def reply(self, turn: Turn) -> Outcome:
        offered, number = turn.memory.offered or turn.memory.listed, find_choice(turn.text) or 0
        if not offered:
            return about_dossier(turn) or (plain("no_choices", Kind.ERROR), turn.memory)
        if number == LAST:
            return follow(turn, offered[-1])
        if not 1 <= number <= len(offered):
            return plain("choice_out_of_range", Kind.CLARIFY, count=len(offered)), turn.memory
        return follow(turn, offered[number - 1])


class ActionRepeat(TurnAction):
    def name(self) -> str:
        return "action_repeat"

    def reply(self, turn: Turn) -> Outcome:
        last = turn.memory.last
        if last is None:
            return plain("nothing_to_repeat", Kind.SMALLTALK), turn.memory
        return again(turn, last) or (last, turn.memory)


class ActionReject(TurnAction):
    """Of "Không phải cái đó": offer what else was heard, and what is often confused with the topic."""

    def name(self) -> str:
        return "action_reject"

    def reply(self, turn: Turn) -> Outcome:
        return denied(turn) or in_trouble(turn) or _others(turn)


def follow(turn: Turn, text: str) -> Outcome:
    """Answer what a payload selects; the numbers of the list it may stand in stay good."""
    if place := find_browse(text):
        return show(turn, place)
    if text == SHARE_PLACE:
        return about_unit(turn)
    if text == SHARE_PHONE:
        return share_phone(turn)
    if is_dossier_code(text):
        return tell_dossiers(turn, (text,), {}, turn.memory.change(offered=()))
    wish = find_wish(text)
    if wish is Wish.STOP:
        return stop(turn, text)
    if wish is Wish.SUBSCRIBE and (outcome := wish_here(turn, Wish.SUBSCRIBE)):
        return outcome
    pick = find_pick(text)
    record = turn.shelf.records.get(pick.procedure) if pick else None
    if pick is None or record is None:
        return plain("no_topic", Kind.ERROR), turn.memory
    known = {facet.value for facet in Facet}
    reply, memory = tell(turn, record, tuple(f for f in pick.facets if f in known), pick.case)
    return reply, memory.change(page=turn.memory.page, listed=turn.memory.listed, trail=turn.memory.trail)


def _about_code(turn: Turn) -> Outcome | None:
    found = turn.found("procedure_code")
    if found is None:
        return None
    code = found["value"]
    record = turn.shelf.by_code.get(code)
    if record is None:
        return unknown_code(turn, code)
    return tell(turn, record, turn.facets)


def _others(turn: Turn) -> Outcome:
    """What else was heard, and what is often confused with the topic."""
    topic = turn.topic
    siblings = [sibling.id for sibling in topic.siblings] if topic else []
    heard = [other for other in (*siblings, *turn.memory.alternatives) if other in turn.shelf.records]
    others = list(dict.fromkeys(heard))[:MOST_CHOICES]
    memory = turn.memory.leave(None)
    if not others:
        return plain("reject_nothing", Kind.CLARIFY), memory.change(offered=())
    return clarify(turn, others, say("talk", "reject"), memory.facets, memory)
