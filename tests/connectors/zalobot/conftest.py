"""The stand-in for the Zalo Bot Platform, served, and settings that lead there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy.engine import Engine

from bot.settings import Settings
from connectors.fakes.people import Person
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes


@pytest.fixture
def fakes() -> Iterator[Fakes]:
    fakes = Fakes(seed=7, scale=0.01)
    with serving(fakes):
        yield fakes


@pytest.fixture
def an(fakes: Fakes) -> Person:
    """Somebody who has written."""
    person = fakes.people.named("an")
    fakes.zalobot.meet(person)
    return person


@pytest.fixture
def settings(settings: Settings, engine: Engine, fakes: Fakes) -> Settings:
    given = {name: value for name, value in fakes.settings(fakes.world.url).items() if name.startswith("zalobot")}
    return msgspec.structs.replace(settings, **given, rate_per_minute=100_000)
