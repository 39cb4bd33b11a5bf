"""Short answers to what people ask on about a dossier that they were told about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.dossiers.answer import ask_line, footer, office, stale_lines, status_answer, todo_lines, where_lines
from bot.dossiers.dossier import Dossier
from bot.dossiers.history import Event
from bot.dossiers.status import WITH_RESULT, Status
from bot.dossiers.steps import step_lines
from bot.dossiers.texts import texts
from bot.dossiers.waits import WAITING
from bot.dossiers.when import when_lines

ENDED_WITHOUT_RESULT = (Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED)


def can_be_asked(dossier: Dossier, question: str, now: dt.datetime) -> bool:
    """Whether the question makes sense as the dossier stands: nobody pays for one that awaits no money."""
    awaited = dossier.status not in (*ENDED_WITHOUT_RESULT, Status.RETURNED)
    states = {
        "supply": dossier.status is Status.SUPPLEMENT_REQUIRED,
        "pay": dossier.status is Status.PAYMENT_REQUIRED,
        "proxy": awaited,
        "post": awaited,
        "faster": awaited,
        "collect": dossier.status is Status.COMPLETED,
        "why": dossier.status in ENDED_WITHOUT_RESULT,
        "withdraw": not dossier.status.is_closed and dossier.status is not Status.COMPLETED,
        "apology": dossier.is_overdue(now) and not dossier.due_expected,
    }
    return states.get(question, True)


def question_answer(
    dossier: Dossier,
    question: str,
    now: dt.datetime,
    stale_since: dt.datetime | None = None,
    events: Sequence[Event] = (),
    in_person: bool = False,
) -> str:
    """``question``: one that ``can_be_asked``; steps need the ``events``. ``in_person``: one has to come oneself for
    this procedure. Ends as every answer about a dossier does."""
    if question == "where":
        return status_answer(dossier, now, stale_since)
    elsewhere = _elsewhere(dossier, now)
    lines = {
        "supply": lambda: todo_lines(dossier, now),
        "pay": lambda: todo_lines(dossier, now),
        "proxy": lambda: elsewhere or [*_proxy(dossier, in_person), *_collected(dossier, now)],
        "post": lambda: elsewhere or [*_further(dossier, "post", "post_ask"), *_collected(dossier, now)],
        "faster": lambda: _faster(dossier, now),
        "collect": lambda: todo_lines(dossier, now),
        "why": lambda: [*where_lines(dossier), *todo_lines(dossier, now), ask_line(dossier)],
        "withdraw": lambda: _further(dossier, "withdraw"),
        "apology": lambda: [_late(dossier, now), *_further(dossier, "apology")],
        "late": lambda: [_late(dossier, now), *when_lines(dossier, now)],
        "who": lambda: [*where_lines(dossier), ask_line(dossier)],
        "steps": lambda: step_lines(dossier, events),
        "todo": lambda: todo_lines(dossier, now),
        "when": lambda: when_lines(dossier, now) or where_lines(dossier),
    }[question]()
    return "\n".join([*lines, footer(dossier), *stale_lines(stale_since)])


def _further(dossier: Dossier, *keys: str) -> list[str]:
    values = {"code": dossier.code, "agency": dossier.agency, "handler": dossier.handler or dossier.agency}
    values["office"] = office(dossier)
    return [texts().further[key].format(**values, place=dossier.result_place) for key in keys]


def _proxy(dossier: Dossier, in_person: bool) -> list[str]:
    return _further(dossier, *(("proxy_self",) if in_person else ("proxy", "proxy_brings", "proxy_ask")))


def _elsewhere(dossier: Dossier, now: dt.datetime) -> list[str]:
    """Where the result is, when nobody has to collect it any more."""
    is_elsewhere = dossier.status is Status.COMPLETED and not dossier.is_to_collect
    return [*where_lines(dossier), *todo_lines(dossier, now)] if is_elsewhere else []


def _collected(dossier: Dossier, now: dt.datetime) -> list[str]:
    """Where and when the result is there."""
    return _further(dossier, "place") if dossier.status is Status.COMPLETED else when_lines(dossier, now)


def _faster(dossier: Dossier, now: dt.datetime) -> list[str]:
    """What the person can do: their own part first, where the dossier waits for them."""
    if dossier.status is Status.COMPLETED:
        return [*where_lines(dossier), *todo_lines(dossier, now)]
    if dossier.status in WAITING:
        return [*_further(dossier, "faster_yours"), *todo_lines(dossier, now)]
    if dossier.is_overdue(now):
        return [_late(dossier, now), *when_lines(dossier, now), ask_line(dossier)]
    return [*_further(dossier, "faster", "faster_ask", "faster_no_money"), *when_lines(dossier, now)]


def _late(dossier: Dossier, now: dt.datetime) -> str:
    words = texts().further
    if dossier.due_expected:
        return words["not_known"].format(code=dossier.code)
    if dossier.is_overdue(now):
        return words["late"].format(code=dossier.code)
    if dossier.status.clock_runs or dossier.status in WITH_RESULT:
        return words["on_time" if dossier.due_at else "not_known"].format(code=dossier.code)
    return words["no_clock"].format(code=dossier.code)
