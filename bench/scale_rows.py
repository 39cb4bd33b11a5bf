"""Synthetic dossiers for the measurements at scale: a year of them, the same for the same numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy.engine import Engine
from tqdm import tqdm

from bot.catalogue.record import Channel
from bot.dossiers.dossier import Dossier
from bot.dossiers.facts import Rules, facts
from bot.dossiers.status import Status
from bot.store.bulk import insert_many
from bot.store.dossiers import row
from bot.store.engine import writing
from bot.store.facts import facts_row
from bot.store.secrets import Keys
from bot.store.tables import dossier_events, dossier_facts, dossiers

AT_ONCE = 5_000
WITH_HISTORY = 1_000_000
DAYS, OFFICES, PROCEDURES = 300, 90, 100
A_PHONE = SHARED = 10
YEAR = dt.datetime(2026, 1, 5, 1, 0, tzinfo=dt.timezone.utc)
CHANNELS = (Channel.ONLINE, Channel.ONLINE, Channel.COUNTER, Channel.POST, None)
TERM, LATE_OF = dt.timedelta(days=7), 251


class Packed(NamedTuple):
    """Rows of the three tables."""

    dossiers: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    events: list[dict[str, Any]]


def fill(engine: Engine, secrets: tuple[str, str], rows: int, workers: int) -> None:
    """Fill empty tables; that many processes encrypt. Above a million dossiers ten share an encrypted record, which no
    look-up notices, and have no history."""
    history = rows <= WITH_HISTORY
    starts = range(0, rows, AT_ONCE)
    jobs = ((secrets, start, min(start + AT_ONCE, rows), rows, history) for start in starts)
    with ProcessPoolExecutor(workers) as pool, tqdm(total=rows, unit=" dossiers", smoothing=0) as bar:
        for packed in _few_ahead(pool, jobs, 2 * workers):
            with writing(engine) as connection:
                insert_many(connection, dossiers, packed.dossiers)
                insert_many(connection, dossier_facts, packed.facts)
                insert_many(connection, dossier_events, packed.events)
            bar.update(len(packed.dossiers))


def _few_ahead(pool: ProcessPoolExecutor, jobs: Iterator[Any], most: int) -> Iterator[Packed]:
    """Results in order; no more are made than are soon written, since they are large."""
    waiting = []
    for job in jobs:
        waiting.append(pool.submit(_pack, *job))
        if len(waiting) > most:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def code_of(number: int) -> str:
    """Unique for each number."""
    serial, day = divmod(number, DAYS)
    return f"H37.99.{serial % OFFICES + 10}-{YEAR + dt.timedelta(days=day):%y%m%d}-{serial // OFFICES + 1:04}"


def phone_of(number: int, rows: int) -> str:
    """Ten dossiers a phone at every size, spread over the year; 0900 is no prefix of a carrier."""
    return f"0900{number % max(1, rows // A_PHONE) % 1_000_000:06}"


@cache
def _keys(secrets: tuple[str, str]) -> Keys:
    return Keys(*secrets)


def _pack(secrets: tuple[str, str], start: int, end: int, rows: int, history: bool) -> Packed:
    keys, packed = _keys(secrets), Packed([], [], [])
    seen_at, shared = YEAR + dt.timedelta(days=360), 1 if history else SHARED
    for first in range(start, end, shared):
        # Of ten that share a record not always the first, whose status is a rare one.
        dossier, changes = _dossier(first + first // shared % shared, rows)
        counted = facts(dossier, changes, Rules())
        record = {**row(keys, dossier), "seen_at": seen_at, "digest": None, **counted.clock._asdict()}
        for number in range(first, min(first + shared, end)):
            code, phone = code_of(number), phone_of(number, rows)
            packed.dossiers.append({**record, "code": code, "phone_key": keys.phone_key(phone)})
            packed.facts.append({**facts_row(code, counted), "agency": f"UBND xã Mẫu {number % OFFICES}"})
        packed.events.extend(_events(keys, dossier.code, changes) if history else ())
    return packed


def _dossier(number: int, rows: int) -> tuple[Dossier, list[tuple[dt.datetime, Status]]]:
    """Nine in ten are handed out, one in 251 late; the rest stands in every other status."""
    accepted = YEAR + dt.timedelta(days=number % DAYS, seconds=number // DAYS % 25_000)
    status = Status.RETURNED if number % 10 else Status(number // 10 % 9 + 1)
    done = status in (Status.COMPLETED, Status.RETURNED)
    due = accepted + TERM
    finished = due + dt.timedelta(hours=30 if number % LATE_OF == 1 else -(number % 120)) if done else None
    changes = [(accepted, Status.ACCEPTED), (accepted + dt.timedelta(hours=4), Status.IN_PROGRESS)]
    changes.append((finished or accepted + dt.timedelta(hours=20), status))
    dossier = Dossier(
        code=code_of(number),
        procedure_id=f"1.{number % PROCEDURES:06}",
        procedure_name=f"Thủ tục mẫu số {number % PROCEDURES} về đăng ký, thay đổi và cấp lại giấy tờ",
        applicant_name=f"NGUYỄN THỊ MẪU {number}",
        phone=phone_of(number, rows),
        look_up_code=f"{number % 10_000:04}",
        status=status,
        agency=f"UBND xã Mẫu {number % OFFICES}",
        handler="Bộ phận Tư pháp - Hộ tịch",
        submitted_at=accepted,
        accepted_at=accepted,
        due_at=due,
        finished_at=finished,
        returned_at=finished if status is Status.RETURNED else None,
        result_place="Trung tâm Phục vụ hành chính công xã Mẫu",
        updated_at=changes[-1][0],
        channel=CHANNELS[number % len(CHANNELS)],
        electronic=number % 3 == 0,
    )
    return dossier, changes


def _events(keys: Keys, code: str, changes: list[tuple[dt.datetime, Status]]) -> Iterator[dict[str, Any]]:
    subject, before = keys.pseudonym("dossier", code), None
    for at, status in changes:
        if status is not before:
            values = {"from_status": int(before) if before else None, "to_status": int(status), "at": at}
            kind = "step" if before else "first"
            yield {"dossier": subject, **values, "seen_at": at, "source": "scale", "kind": kind}
        before = status
