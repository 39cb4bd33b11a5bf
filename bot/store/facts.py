"""The facts of dossiers that name nobody, beside their records: written with them, or all anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from cryptography.fernet import InvalidToken
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection, Engine, Row

from bot.dossiers.dossier import Dossier
from bot.dossiers.facts import Clock, Facts, Rules, facts, with_clock
from bot.dossiers.status import Status
from bot.dossiers.terms import read_term
from bot.store.bulk import insert_many
from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.tables import dossier_events, dossier_facts, dossiers
from bot.store.tables.dossiers import CLOCK_RUNS

AT_ONCE = 500
Dues = Mapping[str, Clock]
CLOCK = tuple(dossiers.c[name] for name in Clock._fields)
_CODES = dossier_facts.c.code.in_(bindparam("codes", expanding=True))
_DROP = delete(dossier_facts).where(_CODES)
_DUE = (
    update(dossiers)
    .where(dossiers.c.code == bindparam("of_code"))
    .values({name: bindparam(f"new_{name}") for name in Clock._fields})
)
_TERMS = select(dossier_facts.c.code, dossier_facts.c.term).where(_CODES)
_PAST = (
    select(dossier_events.c.dossier, dossier_events.c.at, dossier_events.c.to_status)
    .where(dossier_events.c.dossier.in_(bindparam("subjects", expanding=True)))
    .order_by(dossier_events.c.at, dossier_events.c.id)
)


class Counted(NamedTuple):
    """``unreadable``: dossiers that none of the keys reads; their facts stay as they are."""

    rows: int
    unreadable: int


class Late(NamedTuple):
    """``seen_at``: when the last export that had it was made; None where no export brings it."""

    dossier: Dossier
    seen_at: dt.datetime | None


def write_facts(
    connection: Connection, keys: Keys, those: Sequence[Dossier], rules: Rules, new: Collection[str] = ()
) -> Dues:
    """Work out and write the facts of dossiers whose events are written; when they are due is for their own rows.

    ``new``: codes without a past, to save asking for it.
    """
    known = [dossier.code for dossier in those if dossier.code not in new]
    past = _changes(connection, keys, known)
    terms = {row.code: read_term(row.term) for row in connection.execute(_TERMS, {"codes": known})} if known else {}
    found = {it.code: facts(it, past.get(it.code, ()), rules, terms.get(it.code)) for it in those}
    if known:
        connection.execute(_DROP, {"codes": known})
    insert_many(connection, dossier_facts, [facts_row(code, counted) for code, counted in found.items()])
    return {code: counted.clock for code, counted in found.items()}


def facts_row(code: str, counted: Facts) -> dict[str, Any]:
    """Their row in the table, without what stands in the dossier's own."""
    row = {"code": code, **counted._asdict()}
    del row["due_at"], row["clock_stopped_at"]
    return row


def write_dues(connection: Connection, dues: Dues) -> None:
    """Into rows that stand."""
    if dues:
        rows = ({f"new_{name}": value for name, value in clock._asdict().items()} for clock in dues.values())
        connection.execute(_DUE, [{"of_code": code, **row} for code, row in zip(dues, rows, strict=True)])


def clock_of(row: Row) -> Clock:
    """From a row of the table of dossiers."""
    return Clock(row.due_at, row.late_after, row.clock_stopped_at)


def recount(engine: Engine, keys: Keys, rules: Rules, tell: Callable[[int], None] = lambda rows: None) -> Counted:
    """All facts anew: after an update that brought them, or when the days off or the outages changed.

    A few hundred dossiers are a transaction; stopped anywhere, the next run does all again. The service may run on.
    """
    rows = unreadable = 0
    last = ""
    while True:
        with writing(engine) as connection:
            query = select(dossiers.c.code, dossiers.c.record_enc, *CLOCK).where(dossiers.c.code > last)
            batch = connection.execute(query.order_by(dossiers.c.code).limit(AT_ONCE).with_for_update()).all()
            read = [dossier for row in batch if (dossier := read_record(keys, row.record_enc))]
            dues = write_facts(connection, keys, read, rules)
            moved = {row.code for row in batch if row.code in dues and dues[row.code] != clock_of(row)}
            write_dues(connection, {code: dues[code] for code in moved})
        if not batch:
            return Counted(rows, unreadable)
        last = batch[-1].code
        rows, unreadable = rows + len(batch), unreadable + len(batch) - len(read)
        tell(len(batch))


def overdue(engine: Engine, keys: Keys, now: dt.datetime) -> Iterator[Late]:
    """Those that are late and not finished, the longest first; what waits for its applicant is left out."""
    query = (
        select(dossiers.c.record_enc, dossiers.c.seen_at, *CLOCK)
        .where(CLOCK_RUNS, dossiers.c.late_after < now)
        .order_by(dossiers.c.late_after, dossiers.c.code)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    for row in rows:
        if dossier := read_record(keys, row.record_enc):
            yield Late(with_clock(dossier, clock_of(row)), row.seen_at)


def read_record(keys: Keys, token: str) -> Dossier | None:
    """None where no key reads it."""
    try:
        return msgspec.json.decode(keys.decrypt(token), type=Dossier)
    except InvalidToken:
        return None


def _changes(connection: Connection, keys: Keys, codes: Sequence[str]) -> dict[str, list[tuple[dt.datetime, Status]]]:
    """What exports showed of each, as it happened."""
    found: dict[str, list[tuple[dt.datetime, Status]]] = defaultdict(list)
    subjects = {keys.pseudonym("dossier", code): code for code in codes}
    if subjects:
        for row in connection.execute(_PAST, {"subjects": list(subjects)}):
            found[subjects[row.dossier]].append((row.at, Status(row.to_status)))
    return found
