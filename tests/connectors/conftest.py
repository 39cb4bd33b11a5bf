from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bot.clock import utc_now
from bot.settings import Settings
from bot.store.demo import load_demo
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.secrets import Keys
from tests.support.service import Service, serving

if TYPE_CHECKING:
    from bot.dialogue.agent import Assistant


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, secrets: dict[str, str], keys: Keys) -> Settings:
    """Settings of a migrated SQLite database with the demo's dossiers."""
    encryption, identity = secrets.values()
    folder = str(tmp_path_factory.mktemp("service"))
    settings = Settings(var=folder, encryption_keys=encryption, identity_key=identity, rate_per_minute=100_000)
    engine = open_engine(settings.database)
    migrate(engine)
    load_demo(engine, keys, utc_now())
    engine.dispose()
    return settings


@pytest.fixture(scope="session")
def service(base: Settings, assistant: Assistant) -> Iterator[Service]:
    """One service for all: every sender is another person."""
    with serving(base, assistant) as service:
        yield service
