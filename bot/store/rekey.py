"""Write all that is encrypted anew with the first key, so that an old one can be taken out of use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
from cryptography.fernet import InvalidToken
from sqlalchemy import Column, Table, bindparam, select, update
from sqlalchemy.engine import Connection, Engine, Row

from bot.dossiers.dossier import Dossier
from bot.store.engine import writing
from bot.store.secrets import Keys
from bot.store.tables import dossiers, metadata

AT_ONCE = 500


class Rekeyed(NamedTuple):
    """``unreadable``: rows that none of the keys reads; they are left as they are."""

    rows: int
    changed: int
    unreadable: int


def rekey(engine: Engine, keys: Keys, tell: Callable[[int], None] = lambda rows: None) -> Rekeyed:
    """Also makes phones searchable under the present identity key. The service may run on meanwhile.

    A few hundred rows are a transaction: stopped anywhere, the next run does the rest. ``tell`` hears of each batch.
    """
    rows = changed = unreadable = 0
    for table in metadata.sorted_tables:
        for batch in _batches(engine, keys, table):
            rows, changed, unreadable = rows + batch.rows, changed + batch.changed, unreadable + batch.unreadable
            tell(batch.rows)
    return Rekeyed(rows, changed, unreadable)


def _batches(engine: Engine, keys: Keys, table: Table) -> Iterator[Rekeyed]:
    encrypted = [column for column in table.columns if column.name.endswith("_enc")]
    key: Column[Any] = next(iter(table.primary_key.columns))
    query = select(table).order_by(key).limit(AT_ONCE).with_for_update()
    while encrypted:
        with writing(engine) as connection:
            rows = connection.execute(query).all()
            renewed = [_renew(connection, keys, table, row) for row in rows]
        if not rows:
            return
        yield Rekeyed(len(rows), renewed.count(True), renewed.count(None))
        query = select(table).where(key > rows[-1][key]).order_by(key).limit(AT_ONCE).with_for_update()


def _renew(connection: Connection, keys: Keys, table: Table, row: Row) -> bool | None:
    """Whether the row had to change; None where no key reads it."""
    before = {name: row[name] for name in row.keys() if name.endswith("_enc") or name == "phone_key"}  # noqa: SIM118
    try:
        after: dict[str, str | None] = {
            name: keys.renew(value) for name, value in before.items() if name.endswith("_enc") and value
        }
        if table is dossiers:
            record = msgspec.json.decode(keys.decrypt(row.record_enc), type=Dossier)
            after["phone_key"] = keys.phone_key(record.phone)
    except InvalidToken:
        return None
    changed = {name: value for name, value in after.items() if value != before[name]}
    if changed:
        key: Column[Any] = next(iter(table.primary_key.columns))
        statement = update(table).where(key == bindparam("of_row")).values(changed)
        connection.execute(statement, {"of_row": row[key]})
    return bool(changed)
