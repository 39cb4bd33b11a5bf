"""Everything between people: small talk, danger, a person instead of a machine, complaints, not understanding."""

from __future__ import annotations

from actions.dossiers import answer_to_factor
from actions.procedures import about_topic, beside_small_talk
from actions.turn import Turn, TurnAction, hotline, plain, unit
from bot.conversations.memory import Memory
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.texts import say

Outcome = tuple[Reply, Memory]
PATIENCE = 2
KINDS = {"crisis": Kind.CRISIS, "scam": Kind.WARNING}


class ActionTalk(TurnAction):
    """One fixed text an intent."""

    def name(self) -> str:
        return "action_talk"

    def reply(self, turn: Turn) -> Outcome:
        if turn.intent not in KINDS and (outcome := beside_small_talk(turn)):
            return outcome
        reply = plain(turn.intent, KINDS.get(turn.intent, Kind.SMALLTALK))
        return reply, turn.memory.change(failures=0)


class ActionRefuse(TurnAction):
    """Not ours, or nonsense: twice in a row counts as not understood."""

    def name(self) -> str:
        return "action_refuse"

    def reply(self, turn: Turn) -> Outcome:
        return answer_to_factor(turn) or about_topic(turn) or fail(turn, plain("refusal", Kind.REFUSAL))


class ActionHuman(TurnAction):
    """For now a ticket, hours and hotlines: no transfer is offered that cannot happen."""

    def name(self) -> str:
        return "action_human"

    def reply(self, turn: Turn) -> Outcome:
        ticket = turn.memory.ticket or turn.work.open_ticket("handoff", turn.text)
        lines = [say("talk", "hotline", name=h.name, number=h.number) for h in unit().hotlines]
        values = {"unit": unit().name, "address": unit().address, "hours": unit().hours}
        values |= {"counters": "\n".join(unit().counters), "hotlines": "; ".join(lines)}
        return plain("handoff", Kind.HANDOFF, ticket=ticket, **values), turn.memory.change(failures=0, ticket=ticket)


class ActionComplaint(TurnAction):
    def name(self) -> str:
        return "action_complaint"

    def reply(self, turn: Turn) -> Outcome:
        ticket = turn.work.open_ticket("complaint", turn.text)
        values = {"hotline": hotline(), "unit": unit().name, "hours": unit().hours}
        return plain("complaint", Kind.COMPLAINT, ticket=ticket, **values), turn.memory.change(failures=0)


class ActionNotUnderstood(TurnAction):
    def name(self) -> str:
        return "action_not_understood"

    def reply(self, turn: Turn) -> Outcome:
        return answer_to_factor(turn) or about_topic(turn) or fail(turn, plain("not_understood", Kind.ERROR))


def fail(turn: Turn, reply: Reply) -> Outcome:
    """Say so once; the second failure in a row offers a person instead of a third apology."""
    memory = turn.memory.change(failures=turn.memory.failures + 1)
    if memory.failures < PATIENCE:
        return reply, memory
    text = say("talk", "not_understood_again", hotline=hotline(), hours=unit().hours)
    meet = say("talk", "meet_officer")
    return Reply(text, Custom(Kind.HANDOFF), (Button(meet, meet.lower()),)), memory
