"""The database before anybody is answered: of today's shape, in the demo with dossiers to ask about."""

from __future__ import annotations

from bot.clock import utc_now
from bot.settings import Settings
from bot.store.demo import load_demo
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.secrets import load_keys


def prepare_database(settings: Settings) -> int | None:
    """Migrate, and fill an empty demo; how many dossiers the demo holds."""
    engine = open_engine(settings.database)
    migrate(engine)
    now = utc_now()
    count = load_demo(engine, load_keys(settings), now) if settings.mode == "demo" else None
    engine.dispose()
    return count
