"""Where is my dossier: the code, the proof, the answer. Words and time are the same for unknown and unproven."""

from __future__ import annotations

import datetime as dt

from actions.turn import Turn, TurnAction, plain
from bot.conversations.memory import Memory
from bot.conversations.reply import Custom, Kind, Reply
from bot.dossiers.answer import status_answer
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.source import SourceUnavailable
from bot.dossiers.verification import Attempts, is_locked, matches, record_failure, tries_left
from bot.language.factors import find_factor, is_personal_number
from bot.texts import say

Outcome = tuple[Reply, Memory]
REMEMBERED = dt.timedelta(minutes=30)


class ActionDossier(TurnAction):
    def name(self) -> str:
        return "action_dossier"

    def reply(self, turn: Turn) -> Outcome:
        found = turn.found("dossier_code")
        if found and found.get("problem"):
            text = say("talk", "bad_code", code=found["value"])
            return Reply(text, Custom(Kind.VERIFY)), turn.memory.change(awaiting="code")
        if not found and not turn.memory.dossier and is_personal_number(turn.text):
            return plain("personal_number", Kind.REFUSAL), turn.memory
        code = found["value"] if found else turn.memory.dossier
        if code is None:
            return plain("ask_code", Kind.VERIFY), turn.memory.change(awaiting="code", offered=())
        return _look_up(turn, code, _factor(turn))


def answer_to_factor(turn: Turn) -> Outcome | None:
    """The answer when a factor was asked for and this message gives one, whatever else it looks like."""
    factor = _factor(turn) if turn.memory.awaiting == "factor" and turn.memory.dossier else None
    return _look_up(turn, turn.memory.dossier or "", factor) if factor else None


def _factor(turn: Turn) -> str | None:
    found = turn.found("dossier_code")
    text = turn.text.replace(turn.text[found["start"] : found["end"]], " ") if found else turn.text
    return find_factor(text, expected=bool(found) or turn.memory.awaiting == "factor")


def _look_up(turn: Turn, code: str, factor: str | None) -> Outcome:
    try:
        return _looked_up(turn, code, factor)
    except SourceUnavailable:
        # No try is counted, and no misunderstanding either: both would blame the person.
        return _verify("dossier_unavailable", code), turn.memory.change(dossier=code, awaiting="factor", offered=())


def _looked_up(turn: Turn, code: str, factor: str | None) -> Outcome:
    memory = turn.memory.change(dossier=code, awaiting="factor", offered=())
    attempts = turn.work.attempts(code)
    if is_locked(attempts, turn.work.now):
        return _verify("locked", code), memory.change(awaiting=None)
    if factor is None:
        return (_tell if _proven(turn, code) else _ask)(turn, code, memory)
    found = turn.work.find_dossier(code)
    # An unknown code is compared too: the time must not tell it from a wrong factor.
    if matches(found.dossier if found else _nobodys(turn), factor) and found:
        turn.work.save_attempts(code, Attempts())
        turn.work.note_lookup("lookup_opened", code)
        until = turn.work.now + REMEMBERED
        return _tell(turn, code, memory.change(verified={**memory.verified, code: until}))
    return _refuse(turn, code, record_failure(attempts, turn.work.now), memory)


def _nobodys(turn: Turn):  # type: ignore[no-untyped-def]
    return demo_dossiers(turn.work.now)[0]


def _proven(turn: Turn, code: str) -> bool:
    until = turn.memory.verified.get(code)
    return until is not None and turn.work.now < until


def _ask(turn: Turn, code: str, memory: Memory) -> Outcome:
    return _verify("ask_factor", code), memory


def _tell(turn: Turn, code: str, memory: Memory) -> Outcome:
    found = turn.work.find_dossier(code)
    if found is None:
        return _verify("ask_factor", code), memory
    reply = Reply(status_answer(found.dossier, turn.work.now, found.stale_since), Custom(Kind.STATUS, dossier=code))
    return reply, memory.change(awaiting=None)


def _refuse(turn: Turn, code: str, attempts: Attempts, memory: Memory) -> Outcome:
    turn.work.save_attempts(code, attempts)
    turn.work.note_lookup("lookup_refused", code)
    if is_locked(attempts, turn.work.now):
        return _verify("locked", code), memory.change(awaiting=None)
    return _verify("wrong_factor", code, left=tries_left(attempts, turn.work.now)), memory


def _verify(key: str, code: str, **values: object) -> Reply:
    return Reply(say("talk", key, **values), Custom(Kind.VERIFY, dossier=code))
