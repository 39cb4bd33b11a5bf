"""Bring the database to the newest shape: once, under a lock, before anything else starts."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine

from bot.store.alone import alone
from bot.store.version import MIGRATIONS


def migrate(engine: Engine) -> None:
    """Run all outstanding migrations; a second process that comes meanwhile waits and finds nothing to do."""
    with alone(engine, "migrating"):
        command.upgrade(migrations_of(engine), "head")


def migrations_of(engine: Engine) -> Config:
    """What alembic's commands take."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config
