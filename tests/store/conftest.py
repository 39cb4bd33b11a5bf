from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from bot.store.secrets import Keys
from tests.support.messages import Desk


@pytest.fixture
def desk(engine: Engine, keys: Keys) -> Desk:
    return Desk(engine, keys)
