"""Say in plain Vietnamese where a dossier is. Only for a person who has passed ``verification``.

Order: where it is now, what the person must do, when it is ready, whom to ask, how fresh this is.
"""

from __future__ import annotations

import datetime as dt

from bot.dossiers.dossier import Dossier
from bot.dossiers.status import WITH_RESULT, Status
from bot.dossiers.texts import Beside, has_clock, local_day, mask_name, say_amount, say_day, say_time, texts
from bot.dossiers.when import reason_lines, when_lines

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
    words, beside = texts(), _beside(dossier)
    accepted_on = words.accepted_on if has_clock(dossier.accepted_at) else words.accepted_on_day
    line = (beside.where if beside else words.where[dossier.status.name.lower()]).format(
        code=dossier.code,
        procedure=dossier.procedure_name,
        agency=dossier.agency,
        office=office(dossier),
        accepted_on=_on(accepted_on, dossier.accepted_at),
        returned_on=_on(words.returned_on, dossier.returned_at),
    )
    # What delayed it is said with the delay.
    is_of_delay = dossier.status.clock_runs or dossier.status in WITH_RESULT
    return [line] if is_of_delay else [line, *reason_lines(dossier)]


def office(dossier: Dossier) -> str:
    """Department and agency, where they are two."""
    if dossier.agency.casefold() in dossier.handler.casefold():
        return dossier.handler
    return texts().office.format(handler=dossier.handler, agency=dossier.agency) if dossier.handler else dossier.agency


def _beside(dossier: Dossier) -> Beside | None:
    """What payment or delivery add to the status, where they change what is to be said."""
    state = dossier.payment if dossier.status is Status.PAYMENT_REQUIRED else dossier.delivery
    name = state.value if state else "electronic" if dossier.electronic else ""
    return texts().beside.get(f"{dossier.status.name.lower()}_{name}")


def _on(template: str, time: dt.datetime | None) -> str:
    return template.format(time=say_time(time), date=say_day(time)) if time else ""


def todo_lines(dossier: Dossier, now: dt.datetime) -> list[str]:
    """What the person must do."""
    words, beside = texts().todo, _beside(dossier)
    if dossier.status is Status.SUPPLEMENT_REQUIRED:
        return _supply(dossier, now)
    if dossier.status is Status.PAYMENT_REQUIRED and not beside:
        return _pay(dossier, now)
    line = beside.todo if beside else words.get(dossier.status.name.lower(), words["nothing"])
    return [line.format(place=dossier.result_place), *(_pay(dossier, now) if dossier.owes_for_result else [])]


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
    if dossier.amount_due:
        amount = words["pay"].format(amount=say_amount(dossier.amount_due))
    return [line for line in (amount, _deadline("pay_by", dossier.supply_by, now), words["pay_where"]) if line]


def _deadline(key: str, day: dt.date | None, now: dt.datetime) -> str:
    if day is None:
        return ""
    return texts().todo[f"{key}_passed" if local_day(now) > day else key].format(date=say_day(day))


def ask_line(dossier: Dossier) -> str:
    """Whom to ask."""
    return texts().ask.format(office=office(dossier))


def footer(dossier: Dossier) -> str:
    """Whose it is, masked, and how fresh all this is."""
    updated = _at(texts().updated if has_clock(dossier.updated_at) else texts().updated_day, dossier.updated_at)
    return f"{texts().applicant.format(name=mask_name(dossier.applicant_name))} {updated}"


def stale_lines(since: dt.datetime | None) -> list[str]:
    """That all this may be out of date, where it may."""
    return [_at(texts().stale, since)] if since else []


def _at(template: str, time: dt.datetime) -> str:
    return template.format(time=say_time(time), day=f"{local_day(time):%d/%m/%Y}")
