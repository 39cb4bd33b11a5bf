"""Short answers to what people ask on about a dossier that they were told about."""

from __future__ import annotations

import datetime as dt

from bot.dossiers.answer import ask_line, footer, stale_lines, status_answer, todo_lines, when_lines, where_lines
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status
from bot.dossiers.texts import say_day, say_time, texts


def question_answer(dossier: Dossier, question: str, now: dt.datetime, stale_since: dt.datetime | None = None) -> str:
    """``question``: late, who, steps, todo, when or where. Ends as every answer about a dossier does."""
    if question == "where":
        return status_answer(dossier, now, stale_since)
    lines = {
        "late": lambda: [_late(dossier, now), *when_lines(dossier, now)],
        "who": lambda: [*where_lines(dossier), ask_line(dossier)],
        "steps": lambda: _steps(dossier, now),
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


def _steps(dossier: Dossier, now: dt.datetime) -> list[str]:
    """What the dossier itself tells of its way, in order; the last line is where it is now."""
    words = texts().further
    times = {
        "submitted": dossier.submitted_at,
        "accepted": dossier.accepted_at,
        "finished": dossier.finished_at,
        "returned": dossier.returned_at,
    }
    known = [(key, time) for key, time in times.items() if time]
    lines = [words["steps"].format(code=dossier.code)]
    for number, (key, time) in enumerate(known, 1):
        lines.append(words["step"].format(number=number, what=words[key], time=say_time(time), date=say_day(time)))
    if dossier.status not in (Status.SUBMITTED, Status.ACCEPTED, Status.COMPLETED, Status.RETURNED):
        label = texts().labels[dossier.status.name.lower()]
        lines.append(words["now"].format(number=len(known) + 1, status=label, handler=dossier.handler))
    return lines
