"""Say in plain Vietnamese where a dossier is. Only for a person who has passed ``verification``.

Order: where it is now, what the person must do, when it is ready, whom to ask, how fresh this is.
"""

from __future__ import annotations

import datetime as dt

from bot.dossiers.deadlines import default_calendar, working_days_between
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status
from bot.dossiers.texts import has_clock, local_day, mask_name, say_amount, say_day, say_time, texts

__all__ = [
    "ask_line",
    "footer",
    "mask_name",
    "stale_lines",
    "status_answer",
    "status_label",
    "todo_lines",
    "when_lines",
    "where_lines",
]


def status_label(status: Status) -> str:
    """The portal's own name of a status."""
    return texts().labels[status.name.lower()]


def status_answer(dossier: Dossier, now: dt.datetime, stale_since: dt.datetime | None = None) -> str:
    """The whole answer, one thought a line. The name is masked; the phone and the look-up code are never said.

    ``stale_since``: the source was last heard then, so the answer says that it may be out of date.
    """
    lines = [*where_lines(dossier), *todo_lines(dossier, now), *when_lines(dossier, now)]
    return "\n".join([*lines, ask_line(dossier), footer(dossier), *stale_lines(stale_since)])


def where_lines(dossier: Dossier) -> list[str]:
    """Where it is now, and why where a reason belongs to that."""
    words = texts()
    accepted_on = words.accepted_on if has_clock(dossier.accepted_at) else words.accepted_on_day
    line = words.where[dossier.status.name.lower()].format(
        code=dossier.code,
        procedure=dossier.procedure_name,
        agency=dossier.agency,
        handler=dossier.handler,
        accepted_on=_on(accepted_on, dossier.accepted_at),
        returned_on=_on(words.returned_on, dossier.returned_at),
    )
    return [line] if dossier.status.clock_runs or dossier.finished_at else [line, *_reason(dossier)]


def _reason(dossier: Dossier) -> list[str]:
    return [texts().reason.format(reason=dossier.reason.rstrip(". "))] if dossier.reason else []


def _on(template: str, time: dt.datetime | None) -> str:
    return template.format(time=say_time(time), date=say_day(time)) if time else ""


def todo_lines(dossier: Dossier, now: dt.datetime) -> list[str]:
    """What the person must do."""
    words = texts().todo
    if dossier.status is Status.SUPPLEMENT_REQUIRED:
        return _supply(dossier, now)
    if dossier.status is Status.PAYMENT_REQUIRED:
        return _pay(dossier, now)
    if dossier.status is Status.COMPLETED:
        return [words["collect"].format(place=dossier.result_place)]
    return [words.get(dossier.status.name.lower(), words["nothing"])]


def _supply(dossier: Dossier, now: dt.datetime) -> list[str]:
    words = texts().todo
    papers = [words["paper"].format(number=n, paper=paper) for n, paper in enumerate(dossier.missing, 1)]
    listed = [words["supply"], *papers] if papers else [words["supply_unlisted"]]
    return [
        *listed,
        _deadline("supply_by", dossier.supply_by, now) or words["supply_by_unknown"],
        words["supply_where"],
    ]


def _pay(dossier: Dossier, now: dt.datetime) -> list[str]:
    words = texts().todo
    amount = words["pay_unknown"]
    if dossier.amount_due is not None:
        amount = words["pay"].format(amount=say_amount(dossier.amount_due))
    return [line for line in (amount, _deadline("pay_by", dossier.supply_by, now), words["pay_where"]) if line]


def _deadline(key: str, day: dt.date | None, now: dt.datetime) -> str:
    if day is None:
        return ""
    return texts().todo[f"{key}_passed" if local_day(now) > day else key].format(date=say_day(day))


def when_lines(dossier: Dossier, now: dt.datetime) -> list[str]:
    """When it is ready; nothing where it never will be."""
    words = texts().when
    if dossier.status is Status.SUBMITTED:
        return [words["submitted"]]
    if dossier.status is Status.SUPPLEMENT_REQUIRED:
        return [words["paused_supplement"]]
    if dossier.status is Status.PAYMENT_REQUIRED:
        return [words["paused_payment"]]
    if dossier.status.clock_runs:
        return _overdue(dossier, now) or _due(dossier)
    return _finished(dossier, now) if dossier.status in (Status.COMPLETED, Status.RETURNED) else []


def _due(dossier: Dossier) -> list[str]:
    words = texts().when
    if dossier.due_at is None:
        return [words["due_unknown"]]
    line = words["expected" if dossier.due_expected else "due"].format(
        date=say_day(dossier.due_at), place=dossier.result_place
    )
    year = local_day(dossier.due_at).year
    return [line] if default_calendar().is_final(year) else [line, words["may_move"].format(year=year)]


def _overdue(dossier: Dossier, now: dt.datetime) -> list[str]:
    if dossier.due_at is None or not dossier.is_overdue(now):
        return []
    words = texts().overdue
    if dossier.due_expected:
        return [words["expected"].format(date=say_day(dossier.due_at)), *_reason(dossier), words["unknown_new_date"]]
    days = working_days_between(local_day(dossier.due_at), local_day(now), default_calendar())
    late = words["days" if days else "today"].format(days=days, date=say_day(dossier.due_at))
    return [late, *_reason(dossier), words["unknown_new_date"], words["apology"]]


def _finished(dossier: Dossier, now: dt.datetime) -> list[str]:
    ready = [texts().when["finished"].format(date=say_day(dossier.finished_at))] if dossier.finished_at else []
    if dossier.due_at is None or dossier.due_expected or not dossier.is_overdue(now):
        return ready
    words = texts().overdue
    late = words["finished"].format(date=say_day(dossier.due_at))
    return [*ready, late, *_reason(dossier), words["apology_finished"]]


def ask_line(dossier: Dossier) -> str:
    """Whom to ask."""
    return texts().ask.format(handler=dossier.handler, agency=dossier.agency)


def footer(dossier: Dossier) -> str:
    """Whose it is, masked, and how fresh all this is."""
    updated = _at(texts().updated if has_clock(dossier.updated_at) else texts().updated_day, dossier.updated_at)
    return f"{texts().applicant.format(name=mask_name(dossier.applicant_name))} {updated}"


def stale_lines(since: dt.datetime | None) -> list[str]:
    """That all this may be out of date, where it may."""
    return [_at(texts().stale, since)] if since else []


def _at(template: str, time: dt.datetime) -> str:
    return template.format(time=say_time(time), day=f"{local_day(time):%d/%m/%Y}")
