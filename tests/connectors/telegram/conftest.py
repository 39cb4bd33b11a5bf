"""The stand-in for Telegram, served, and settings that lead there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy.engine import Engine

from bot.settings import Settings
from connectors.fakes.people import Person
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes

TELEGRAM = ("telegram_token", "telegram_secret", "telegram_url")


@pytest.fixture
def fakes() -> Iterator[Fakes]:
    fakes = Fakes(seed=7, scale=0.01)
    with serving(fakes):
        yield fakes


@pytest.fixture
def an(fakes: Fakes) -> Person:
    """Somebody who pressed start."""
    person = fakes.people.named("an")
    fakes.telegram.meet(person)
    return person


@pytest.fixture
def settings(settings: Settings, engine: Engine, fakes: Fakes) -> Settings:
    """Telegram alone, without its pace of a second a chat."""
    given = {name: value for name, value in fakes.settings(fakes.world.url).items() if name in TELEGRAM}
    return msgspec.structs.replace(settings, **given, telegram_chat_seconds=0)
