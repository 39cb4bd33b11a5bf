"""When talking to the machine does not get anywhere: the second time in a row a person is offered."""

from __future__ import annotations

from bot.conversations.memory import Memory
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.texts import say

PATIENCE = 2
FAILURES = (Kind.CLARIFY, Kind.ERROR, Kind.REFUSAL)


def patient(reply: Reply, before: Memory, hotline: str, hours: str) -> tuple[Reply, int]:
    """The reply, with a person offered in it or in place of another apology, and how many failures that makes.

    To say where to go instead is none.
    """
    where_to_go = reply.custom.kind is Kind.REFUSAL and reply.custom.facets
    if reply.custom.kind not in FAILURES or where_to_go:
        return reply, 0
    failures = before.failures + 1
    if failures < PATIENCE:
        return reply, failures
    meet = Button(say("talk", "meet_officer"), say("talk", "meet_officer").lower())
    if meet in reply.buttons:
        return reply, failures
    if reply.custom.kind is Kind.CLARIFY:
        said = meet.payload in reply.text
        text = reply.text if said else f"{reply.text}\n{say('talk', 'or_a_person')}"
        return Reply(text, reply.custom, (*reply.buttons, meet)), failures
    text = say("talk", "not_understood_again", hotline=hotline, hours=hours)
    return Reply(text, Custom(Kind.HANDOFF), (meet,)), failures
