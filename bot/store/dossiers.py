"""Dossiers in the database, each with its record encrypted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.dossiers.dossier import Dossier
from bot.dossiers.facts import NO_RULES
from bot.store.bulk import insert_many
from bot.store.engine import reading, writing
from bot.store.facts import write_facts
from bot.store.secrets import Keys
from bot.store.tables import dossiers


def store_dossiers(engine: Engine, keys: Keys, records: Iterable[Dossier]) -> int:
    """Insert dossiers that no export brings (the demo's); how many."""
    stored = list(records)
    with writing(engine) as connection:
        dues = write_facts(connection, keys, stored, NO_RULES, {dossier.code for dossier in stored})
        insert_many(connection, dossiers, [{**row(keys, it), **dues[it.code]._asdict()} for it in stored])
    return len(stored)


def count_dossiers(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(dossiers)).scalar_one())


def row(keys: Keys, dossier: Dossier) -> dict[str, Any]:
    """Its row in the table; ``seen_at`` and ``digest`` are an import's to set, the ``Clock`` comes with its facts."""
    return {
        "code": dossier.code,
        "procedure": dossier.procedure_id,
        "status": int(dossier.status),
        "record_enc": keys.encrypt(msgspec.json.encode(dossier).decode()),
        "updated_at": dossier.updated_at,
        "phone_key": keys.phone_key(dossier.phone),
    }
