"""Load the demo: synthetic dossiers, dated relative to today."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import Engine

from bot.dossiers.demo import demo_dossiers
from bot.store.dossiers import count_dossiers, store_dossiers
from bot.store.secrets import Keys


def load_demo(engine: Engine, keys: Keys, now: dt.datetime) -> int:
    """Fill an empty table of dossiers; how many there are now."""
    return count_dossiers(engine) or store_dossiers(engine, keys, demo_dossiers(now))
