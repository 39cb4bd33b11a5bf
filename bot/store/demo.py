"""Load the demo: synthetic dossiers, dated relative to today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Engine

from bot.dossiers.demo import demo_dossiers
from bot.dossiers.dossier import Dossier
from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.tables import dossiers


def load_demo(engine: Engine, keys: Keys, now: dt.datetime) -> int:
    """Fill an empty table of dossiers; how many there are now."""
    with reading(engine) as connection:
        present = int(connection.execute(select(func.count()).select_from(dossiers)).scalar_one())
    return present or store_dossiers(engine, keys, demo_dossiers(now))


def store_dossiers(engine: Engine, keys: Keys, records: Iterable[Dossier]) -> int:
    """Insert new dossiers; how many."""
    rows = [_row(keys, dossier) for dossier in records]
    with writing(engine) as connection:
        connection.execute(insert(dossiers), rows)
    return len(rows)


def _row(keys: Keys, dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "procedure": dossier.procedure_id,
        "status": int(dossier.status),
        "record_enc": keys.encrypt(msgspec.json.encode(dossier).decode()),
        "updated_at": dossier.updated_at,
        "phone_key": keys.phone_key(dossier.phone),
    }
