"""Several dossiers of one phone as a numbered list to choose from."""

from __future__ import annotations

from actions.turn import Outcome, Turn
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dossiers.answer import stale_lines, status_label
from bot.dossiers.source import Listed
from bot.dossiers.texts import local_day
from bot.texts import say

MOST_LISTED = 8


def show(turn: Turn, mine: list[Listed]) -> Outcome:
    """The first ones, each a look-up of its own."""
    shown = mine[:MOST_LISTED]
    lines = [say("talk", "my_dossiers", count=len(mine))]
    lines += [_line(turn, number, listed) for number, listed in enumerate(shown, 1)]
    if len(mine) > len(shown):
        lines.append(say("talk", "more_dossiers", count=len(mine) - len(shown)))
    lines += stale_lines(min((listed.stale_since for listed in shown if listed.stale_since), default=None))
    codes = tuple(listed.code for listed in shown)
    reply = Reply("\n".join(lines), Custom(Kind.STATUS), tuple(Button(code, code) for code in codes))
    return reply, turn.memory.change(offered=codes, awaiting=None)


def _line(turn: Turn, number: int, listed: Listed) -> str:
    turn.work.note_lookup("lookup_listed", listed.code)
    values = {"code": listed.code, "procedure": _procedure_name(turn, listed), "status": status_label(listed.status)}
    return say("talk", "my_dossier", number=number, day=f"{local_day(listed.updated_at):%d/%m/%Y}", **values)


def _procedure_name(turn: Turn, listed: Listed) -> str:
    """As the catalogue has it; what is not in it is called as its source calls it."""
    shelf, procedure = turn.shelf, listed.procedure_id
    if record := shelf.records.get(procedure) or shelf.by_code.get(procedure):
        return record.short_name
    found = turn.work.find_dossier(listed.code)
    return found.dossier.procedure_name if found else procedure
