from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy.engine import Engine

from bot.settings import Settings
from bot.store.secrets import Keys
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes
from tests.connectors.zalo.support import APP_ID, OA_ID, OA_SECRET, keep_pair


@pytest.fixture
def account(settings: Settings) -> Settings:
    """The settings of a test with an Official Account in them."""
    given = {"zalo_app_id": APP_ID, "zalo_app_secret": "app-secret", "zalo_oa_id": OA_ID, "zalo_oa_secret": OA_SECRET}
    return msgspec.structs.replace(settings, **given)


@pytest.fixture
def fakes() -> Iterator[Fakes]:
    """Zalo on a free port; it pushes nothing until it is aimed at a gateway."""
    fakes = Fakes(seed=7, scale=0.001)
    with serving(fakes):
        yield fakes


@pytest.fixture
def served(settings: Settings, fakes: Fakes) -> Settings:
    """Settings that lead to the fake, as before anybody consented."""
    given = {name: value for name, value in fakes.settings(fakes.world.url).items() if name.startswith("zalo_")}
    return msgspec.structs.replace(settings, **given)


@pytest.fixture
def stored(served: Settings, fakes: Fakes, engine: Engine, keys: Keys) -> Settings:
    """The same with a good pair of tokens in the database."""
    keep_pair(fakes, engine, keys)
    return served
