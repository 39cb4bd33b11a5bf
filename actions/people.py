"""Everything between people: small talk, danger, a person instead of a machine, complaints, not understanding."""

from __future__ import annotations

from actions.call_back import about_call_back, phone_in
from actions.dossiers import about_dossier, ask_on, in_trouble
from actions.elsewhere import about_elsewhere
from actions.hearing import about_bare_name, about_case, about_imported, about_named, about_topic, beside_small_talk
from actions.pictures import confirmed
from actions.procedures import follow
from actions.telling import about_figures, about_unit, facts_of_unit, unheard
from actions.turn import Outcome, Turn, TurnAction, hotline, plain, unit
from bot.conversations.reply import Kind
from bot.dossiers.phone import masked_phone
from bot.language.danger import find_danger
from bot.language.dossier_questions import DossierQuestion, asks_nothing_but, find_dossier_questions
from bot.language.figures import asks_figures
from bot.language.patterns import asks_about_unit
from bot.language.remarks import find_remark
from bot.language.short_words import asks_nearest
from bot.language.text import fold
from bot.texts import say

SHORT = 7
# Less surely out of scope, a message is just not understood.
SURE = 0.5
KINDS = {"crisis": Kind.CRISIS, "scam": Kind.WARNING}


class ActionTalk(TurnAction):
    """One fixed text an intent."""

    def name(self) -> str:
        return "action_talk"

    def reply(self, turn: Turn) -> Outcome:
        # What the text itself proves goes first; else the model may take "ai đang giữ" for anything.
        if find_danger(turn.text) is None and not _in_need(turn) and (outcome := ask_on(turn)):
            return outcome
        if turn.intent == "affirm" and (outcome := confirmed(turn)):
            return outcome
        awaited = turn.memory.awaiting in ("code", "factor") and find_danger(turn.text) is None
        if awaited and (outcome := about_dossier(turn)):
            # "Không nhớ" to a question of ours is no cry for help, and four letters are no greeting.
            return outcome
        if remark := find_remark(turn.text) if turn.intent == "remark" else None:
            return plain(f"remark_{remark}", Kind.SMALLTALK), turn.memory
        if turn.intent == "affirm" and len(turn.memory.offered) == 1:
            return follow(turn, turn.memory.offered[0])
        if turn.intent not in KINDS and (outcome := _asks_beside(turn)):
            return outcome
        return plain(turn.intent, KINDS.get(turn.intent, Kind.SMALLTALK)), turn.memory


class ActionRefuse(TurnAction):
    """Not ours, or nonsense."""

    def name(self) -> str:
        return "action_refuse"

    def reply(self, turn: Turn) -> Outcome:
        sure = turn.confidence >= SURE
        refused = plain("refusal", Kind.REFUSAL) if sure else plain("not_understood", Kind.ERROR)
        return about_elsewhere(turn) or _heard_yet(turn) or (refused, turn.memory)


class ActionHuman(TurnAction):
    """For now a ticket, hours and hotlines: no transfer is offered that cannot happen. Who only asks for the hours
    or a number, or how punctual the unit is, gets that without a ticket."""

    def name(self) -> str:
        return "action_human"

    def reply(self, turn: Turn) -> Outcome:
        # "Đang ở phòng nào" of a dossier that was told; "cho gặp người đang giữ" stays what it is.
        if "gap" not in fold(turn.text).split() and (outcome := ask_on(turn) or in_trouble(turn)):
            return outcome
        if asks_figures(turn.text):
            return about_figures(turn)
        if outcome := about_call_back(turn):
            return outcome
        if asks_nearest(turn.text) or asks_about_unit(turn.text):
            return about_unit(turn)
        ticket = turn.memory.ticket or turn.work.open_ticket("handoff", turn.text)
        phone = phone_in(turn.text)
        if phone:
            turn.work.note_phone(ticket, phone)
        kept = say("talk", "call_back_kept", phone=masked_phone(phone)) if phone else say("talk", "call_back_wanted")
        values = {"ticket": ticket, "call_back": kept, **facts_of_unit()}
        # A phone that is sent next is for the call back, and no proof.
        return plain("handoff", Kind.HANDOFF, **values), turn.memory.change(ticket=ticket, awaiting=None)


class ActionComplaint(TurnAction):
    def name(self) -> str:
        return "action_complaint"

    def reply(self, turn: Turn) -> Outcome:
        who = (DossierQuestion.WHO,) if asks_nothing_but(turn.text, DossierQuestion.WHO) else ()
        if outcome := about_elsewhere(turn) or ask_on(turn, (DossierQuestion.APOLOGY, *who)):
            return outcome
        ticket = turn.work.open_ticket("complaint", turn.text)
        values = {"hotline": hotline(), "unit": unit().name, "hours": unit().hours}
        return plain("complaint", Kind.COMPLAINT, ticket=ticket, **values), turn.memory


class ActionNotUnderstood(TurnAction):
    def name(self) -> str:
        return "action_not_understood"

    def reply(self, turn: Turn) -> Outcome:
        heard = about_elsewhere(turn) or _heard_yet(turn) or about_named(turn)
        if heard or turn.topic is None:
            return heard or (plain("not_understood", Kind.ERROR), turn.memory)
        return unheard(turn, turn.topic, turn.facets)


def _in_need(turn: Turn) -> bool:
    """Heard as a crisis: "gấp lắm" or "không còn lý do" is about a dossier only where nothing else is said."""
    questions = find_dossier_questions(turn.text)
    return turn.intent == "crisis" and not asks_nothing_but(turn.text, *questions)


def _asks_beside(turn: Turn) -> Outcome | None:
    return about_case(turn) or beside_small_talk(turn) or about_topic(turn)


def _heard_yet(turn: Turn) -> Outcome | None:
    """What the intent model did not take for a question, and is one by what was said before or by a name."""
    if asks_about_unit(turn.text) and len(turn.text.split()) <= SHORT:
        return in_trouble(turn) or about_unit(turn)
    answers = (about_call_back, about_dossier, about_case, about_topic, about_bare_name, about_imported)
    return next(filter(None, (answer(turn) for answer in answers)), None)
