"""Everything between people: small talk, danger, a person instead of a machine, complaints, not understanding."""

from __future__ import annotations

from actions.dossiers import about_dossier, ask_on
from actions.hearing import about_bare_name, about_case, about_imported, about_named, about_topic, beside_small_talk
from actions.pictures import confirmed
from actions.telling import about_unit, facts_of_unit
from actions.turn import Outcome, Turn, TurnAction, hotline, plain, unit
from bot.conversations.reply import Kind
from bot.language.patterns import asks_about_unit, find_danger
from bot.language.text import fold
from bot.language.wishes import asks_nearest

SHORT = 7
KINDS = {"crisis": Kind.CRISIS, "scam": Kind.WARNING}


class ActionTalk(TurnAction):
    """One fixed text an intent."""

    def name(self) -> str:
        return "action_talk"

    def reply(self, turn: Turn) -> Outcome:
        # What the text itself proves goes first; else the model may take "ai đang giữ" for anything.
        if find_danger(turn.text) is None and (outcome := ask_on(turn)):
            return outcome
        if turn.intent == "affirm" and (outcome := confirmed(turn)):
            return outcome
        if turn.intent not in KINDS and (outcome := about_case(turn) or beside_small_talk(turn)):
            return outcome
        return plain(turn.intent, KINDS.get(turn.intent, Kind.SMALLTALK)), turn.memory


class ActionRefuse(TurnAction):
    """Not ours, or nonsense."""

    def name(self) -> str:
        return "action_refuse"

    def reply(self, turn: Turn) -> Outcome:
        return _heard_yet(turn) or (plain("refusal", Kind.REFUSAL), turn.memory)


class ActionHuman(TurnAction):
    """For now a ticket, hours and hotlines: no transfer is offered that cannot happen. Who only asks for the hours
    or a number gets those, without a ticket."""

    def name(self) -> str:
        return "action_human"

    def reply(self, turn: Turn) -> Outcome:
        # "Đang ở phòng nào" of a dossier that was told; "cho gặp người đang giữ" stays what it is.
        if "gap" not in fold(turn.text).split() and (outcome := ask_on(turn)):
            return outcome
        if asks_nearest(turn.text) or asks_about_unit(turn.text):
            return about_unit(turn)
        ticket = turn.memory.ticket or turn.work.open_ticket("handoff", turn.text)
        return plain("handoff", Kind.HANDOFF, ticket=ticket, **facts_of_unit()), turn.memory.change(ticket=ticket)


class ActionComplaint(TurnAction):
    def name(self) -> str:
        return "action_complaint"

    def reply(self, turn: Turn) -> Outcome:
        ticket = turn.work.open_ticket("complaint", turn.text)
        values = {"hotline": hotline(), "unit": unit().name, "hours": unit().hours}
        return plain("complaint", Kind.COMPLAINT, ticket=ticket, **values), turn.memory


class ActionNotUnderstood(TurnAction):
    def name(self) -> str:
        return "action_not_understood"

    def reply(self, turn: Turn) -> Outcome:
        return _heard_yet(turn) or about_named(turn) or (plain("not_understood", Kind.ERROR), turn.memory)


def _heard_yet(turn: Turn) -> Outcome | None:
    """What the intent model did not take for a question, and is one by what was said before or by a name."""
    if asks_about_unit(turn.text) and len(turn.text.split()) <= SHORT:
        return about_unit(turn)
    answers = (about_dossier, about_case, about_topic, about_bare_name, about_imported)
    return next(filter(None, (answer(turn) for answer in answers)), None)
