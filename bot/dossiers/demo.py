"""Synthetic dossiers (``demo.yml``) in every situation, the same for the same ``now``. No real person, phone or code.

Demo phones are 0900 000 0xx. ``H37.99.99-261118-0001`` is always there: phone 0900000012, look-up code 7K2M.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.catalogue.record import Channel, TimeUnit
from bot.dossiers.calendar import LOCAL, default_calendar
from bot.dossiers.deadlines import add_working_days, due_at
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Delivery, Payment, Status

DATA = Path(__file__).parent / "demo.yml"
LOOK_UP_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FIXED_CODE = "H37.99.99-261118-0001"
FIXED_ACCEPTED = dt.datetime(2026, 11, 18, 8, 15, tzinfo=LOCAL).astimezone(dt.timezone.utc)
ROUNDS = 27
CHANNELS = (Channel.ONLINE, Channel.COUNTER, Channel.ONLINE, Channel.POST, Channel.ONLINE)


class _Situation(msgspec.Struct, frozen=True):
    """``late``: unfinished past the due date, or finished after it. ``passed``: the person's own deadline is over."""

    status: Status
    late: bool = False
    passed: bool = False


SITUATIONS = (
    _Situation(Status.SUBMITTED),
    _Situation(Status.ACCEPTED),
    _Situation(Status.NOT_ACCEPTED),
    _Situation(Status.IN_PROGRESS),
    _Situation(Status.IN_PROGRESS, late=True),
    _Situation(Status.SUPPLEMENT_REQUIRED),
    _Situation(Status.SUPPLEMENT_REQUIRED, passed=True),
    _Situation(Status.PAYMENT_REQUIRED),
    _Situation(Status.WITHDRAWN),
    _Situation(Status.STOPPED),
    _Situation(Status.COMPLETED),
    _Situation(Status.COMPLETED, late=True),
    _Situation(Status.RETURNED),
)


def demo_dossiers(now: dt.datetime) -> list[Dossier]:
    """More than 320 dossiers as they could stand at ``now`` (aware); the fixed one comes first."""
    now = now.astimezone(dt.timezone.utc)
    count = ROUNDS * len(SITUATIONS)
    return [_fixed(now), *(_dossier(n, SITUATIONS[n % len(SITUATIONS)], now) for n in range(count))]


class _Procedure(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    days: int
    office: str
    pays: bool = False


class _Office(msgspec.Struct, forbid_unknown_fields=True):
    agency: str
    handler: str
    papers: tuple[str, ...]


class _Data(msgspec.Struct, forbid_unknown_fields=True):
    family_names: tuple[str, ...]
    middle_names: tuple[str, ...]
    markers: tuple[str, ...]
    given_names: tuple[str, ...]
    procedures: tuple[_Procedure, ...]
    offices: dict[str, _Office]
    result_place: str
    reasons: dict[str, str]


@lru_cache(maxsize=1)
def _data() -> _Data:
    raw: Any = yaml.load(DATA.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return msgspec.convert(raw, _Data)


def _fixed(now: dt.datetime) -> Dossier:
    accepted = FIXED_ACCEPTED if now > FIXED_ACCEPTED else _office_time(now, 1, 0)
    procedure = next(p for p in _data().procedures if p.id == "cham-dut-ho-kinh-doanh")
    return Dossier(
        code=FIXED_CODE,
        applicant_name=_name(0),
        phone="0900000012",
        look_up_code="7K2M",
        status=Status.IN_PROGRESS,
        submitted_at=accepted - dt.timedelta(minutes=30),
        accepted_at=accepted,
        due_at=_due(accepted, procedure),
        updated_at=accepted,
        **_place(procedure),
    )


def _dossier(n: int, situation: _Situation, now: dt.datetime) -> Dossier:
    procedure = _procedure(n, situation)
    times = _times(n, situation, procedure, now)
    return Dossier(
        code=_code(n, times["submitted_at"].astimezone(LOCAL).date()),
        applicant_name=_name(n),
        phone=f"0900000{n % 100:03}",
        look_up_code=_look_up_code(n),
        status=situation.status,
        reason=_reason(situation),
        channel=CHANNELS[n % len(CHANNELS)],
        electronic=n % 3 == 0,
        **_demands(n, situation, procedure, now),
        **_states(n, situation, now),
        **times,
        **_place(procedure),
    )


def _procedure(n: int, situation: _Situation) -> _Procedure:
    """Money is awaited only where the procedure has financial duties."""
    procedures = [p for p in _data().procedures if p.pays or situation.status is not Status.PAYMENT_REQUIRED]
    return procedures[n % len(procedures)]


def _place(procedure: _Procedure) -> dict[str, Any]:
    office = _data().offices[procedure.office]
    return {
        "procedure_id": procedure.id,
        "procedure_name": procedure.name,
        "agency": office.agency,
        "handler": office.handler,
        "result_place": _data().result_place,
    }


def _times(n: int, situation: _Situation, procedure: _Procedure, now: dt.datetime) -> dict[str, Any]:
    """Submitted, accepted, finished, returned and updated in this order, none after ``now``."""
    status = situation.status
    done = status in (Status.COMPLETED, Status.RETURNED)
    long_ago = situation.late or situation.passed or done
    accepted = _office_time(now, procedure.days + 5 + n % 10 if long_ago else n % procedure.days, n)
    if status in (Status.SUBMITTED, Status.NOT_ACCEPTED):
        return {"submitted_at": accepted, "updated_at": accepted}
    due = _due(accepted, procedure)
    times = {"submitted_at": accepted - dt.timedelta(minutes=30), "accepted_at": accepted, "due_at": due}
    if done:
        times["finished_at"] = _later(due, 2) if situation.late else due - dt.timedelta(hours=2)
    if status is Status.RETURNED:
        times["returned_at"] = _later(times["finished_at"], 1)
    return times | {"updated_at": times.get("returned_at", times.get("finished_at", accepted))}


def _later(time: dt.datetime, working_days: int) -> dt.datetime:
    local = time.astimezone(LOCAL)
    day = add_working_days(local.date(), working_days, default_calendar())
    return dt.datetime.combine(day, local.time(), LOCAL).astimezone(dt.timezone.utc)


def _demands(n: int, situation: _Situation, procedure: _Procedure, now: dt.datetime) -> dict[str, Any]:
    """What the person owes: papers or money, and by when."""
    if situation.status not in (Status.SUPPLEMENT_REQUIRED, Status.PAYMENT_REQUIRED):
        return {}
    day = now.astimezone(LOCAL).date() + dt.timedelta(days=-3 if situation.passed else 5 + n % 4)
    if situation.status is Status.PAYMENT_REQUIRED:
        return {"amount_due": 15_000 * (1 + n % 40), "supply_by": default_calendar().next_working_day(day)}
    papers = _data().offices[procedure.office].papers
    return {"missing": papers[: 1 + n % len(papers)], "supply_by": day}


def _states(n: int, situation: _Situation, now: dt.datetime) -> dict[str, Any]:
    """In every third round payment, delivery or a promise have come further than the status says."""
    if n // len(SITUATIONS) % 3 != 1:
        return {}
    if situation.status is Status.IN_PROGRESS and situation.late:
        return {"new_due_at": due_at(now, 3, TimeUnit.WORKING_DAY, default_calendar())}
    states: dict[Status, dict[str, Any]] = {
        Status.PAYMENT_REQUIRED: {"payment": Payment.CONFIRMING},
        Status.COMPLETED: {"delivery": Delivery.SENT},
        Status.RETURNED: {"delivery": Delivery.DELIVERED},
    }
    return states.get(situation.status, {})


def _reason(situation: _Situation) -> str | None:
    return _data().reasons.get("overdue" if situation.late else situation.status.name.lower())


def _due(accepted: dt.datetime, procedure: _Procedure) -> dt.datetime:
    return due_at(accepted, procedure.days, TimeUnit.WORKING_DAY, default_calendar())


def _office_time(now: dt.datetime, working_days_ago: int, n: int) -> dt.datetime:
    """A time between 8:30 and 10:29 in Vietnam, that many working days before the last one already begun."""
    calendar, minutes = default_calendar(), 8 * 60 + 30 + n % 120
    local = now.astimezone(LOCAL)
    day = local.date() if local.hour * 60 + local.minute > minutes else local.date() - dt.timedelta(days=1)
    while working_days_ago or not calendar.is_working(day):
        working_days_ago -= calendar.is_working(day)
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60), LOCAL).astimezone(dt.timezone.utc)


def _code(n: int, day: dt.date) -> str:
    """Every 20th in the old order, every 20th of a ministry; serials from 1001 never meet the fixed one."""
    if n % 20 == 7:
        return f"000.00.99.H37-{day:%y%m%d}-{1001 + n}"
    if n % 20 == 13:
        return f"G01.99-{day:%Y%m%d}-{1 + n:07}"
    return f"H37.99.99-{day:%y%m%d}-{1001 + n}"


def _name(n: int) -> str:
    data = _data()
    parts = (data.family_names, data.middle_names, data.markers, data.given_names)
    return " ".join(names[(n // step) % len(names)] for names, step in zip(parts, (1, 3, 5, 2), strict=True)).strip()


def _look_up_code(n: int) -> str:
    """Spread over the alphabet, different for each ``n`` below 32 to the fourth."""
    size = len(LOOK_UP_ALPHABET)
    number = (n * 7_919 + 123_457) % size**4
    return "".join(LOOK_UP_ALPHABET[number // size**place % size] for place in (3, 2, 1, 0))
