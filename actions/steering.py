"""What people do to the talk itself: have it said shorter, go back, let a thing be, turn to the next person."""

from __future__ import annotations

from actions.lists import step_back
from actions.notices import follows_any, stop
from actions.pictures import confirmed
from actions.proof import again
from actions.telling import clarify, tell
from actions.turn import Outcome, Turn, TurnAction, plain
from bot.conversations.memory import Memory
from bot.conversations.reply import Custom, Kind, Reply
from bot.language.short_words import says_yes
from bot.language.steering import Steer, find_steer
from bot.language.wishes import Wish, find_wish
from bot.texts import say


class ActionSteer(TurnAction):
    def name(self) -> str:
        return "action_steer"

    def reply(self, turn: Turn) -> Outcome:
        if find_wish(turn.text) is Wish.STOP and follows_any(turn):
            # Who is sent notices means those.
            return stop(turn, turn.text)
        if says_yes(turn.text) and (outcome := confirmed(turn)):
            # "Dung" without marks, to a question: "đúng", not "dừng".
            return outcome
        steer = find_steer(turn.text)
        return MOVES[steer](turn) if steer else _next_person(turn)


def _next_person(turn: Turn) -> Outcome:
    """The turn has an empty memory already."""
    return plain("next_person", Kind.SMALLTALK), Memory()


def _shorter(turn: Turn) -> Outcome:
    last = turn.memory.last
    if last and last.custom.kind is Kind.STATUS:
        return again(turn, last) or (Reply(last.text.splitlines()[0], last.custom, last.buttons), turn.memory)
    if turn.topic:
        reply, memory = tell(turn, turn.topic, turn.memory.facets, short=True)
        return (plain("shortest", Kind.SMALLTALK), turn.memory) if last and last.text == reply.text else (reply, memory)
    return plain("shorter", Kind.SMALLTALK), turn.memory


def _back(turn: Turn) -> Outcome:
    if outcome := step_back(turn):
        return outcome
    earlier = [topic for topic in turn.memory.earlier if topic in turn.shelf.records]
    if earlier:
        return clarify(turn, earlier, say("talk", "back_to"), turn.memory.facets, turn.memory)
    if turn.memory.page:
        return Reply(say("browse", "start"), Custom(Kind.BROWSE)), turn.memory
    return plain("nothing_back", Kind.SMALLTALK), turn.memory


def _cancel(turn: Turn) -> Outcome:
    memory = turn.memory
    if memory.awaiting:
        left = memory.change(awaiting=None, dossier=None, pending=())
        return plain("look_up_cancelled", Kind.SMALLTALK), left
    if memory.offered or memory.page:
        left = memory.change(offered=(), page=None, listed=(), trail=())
        return plain("choice_cancelled", Kind.SMALLTALK), left
    return plain("bye", Kind.SMALLTALK), memory


MOVES = {Steer.SHORTER: _shorter, Steer.BACK: _back, Steer.CANCEL: _cancel}
