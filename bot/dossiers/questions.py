"""Short answers to what people ask on about a dossier that they were told about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.dossiers.answer import ask_line, footer, stale_lines, status_answer, todo_lines, when_lines, where_lines
from bot.dossiers.dossier import Dossier
from bot.dossiers.history import Event
from bot.dossiers.steps import step_lines
from bot.dossiers.texts import texts


def question_answer(
    dossier: Dossier,
    question: str,
    now: dt.datetime,
    stale_since: dt.datetime | None = None,
    events: Sequence[Event] = (),
) -> str:
    """``question``: late, who, steps (these need the ``events``), todo, when or where. Ends as every answer about a
    dossier does."""
    if question == "where":
        return status_answer(dossier, now, stale_since)
    lines = {
        "late": lambda: [_late(dossier, now), *when_lines(dossier, now)],
        "who": lambda: [*where_lines(dossier), ask_line(dossier)],
        "steps": lambda: step_lines(dossier, events),
        "todo": lambda: todo_lines(dossier, now),
        "when": lambda: when_lines(dossier, now) or where_lines(dossier),
    }[question]()
    return "\n".join([*lines, footer(dossier), *stale_lines(stale_since)])


def _late(dossier: Dossier, now: dt.datetime) -> str:
    words = texts().further
    if dossier.due_expected:
        return words["not_known"].format(code=dossier.code)
    if dossier.is_overdue(now):
        return words["late"].format(code=dossier.code)
    if dossier.status.clock_runs or dossier.finished_at:
        return words["on_time" if dossier.due_at else "not_known"].format(code=dossier.code)
    return words["no_clock"].format(code=dossier.code)
