from __future__ import annotations

import msgspec
import pytest

from bot.settings import Settings
from tests.connectors.zalo.support import APP_ID, OA_ID, OA_SECRET


@pytest.fixture
def account(settings: Settings) -> Settings:
    """The settings of a test with an Official Account in them."""
    given = {"zalo_app_id": APP_ID, "zalo_app_secret": "app-secret", "zalo_oa_id": OA_ID, "zalo_oa_secret": OA_SECRET}
    return msgspec.structs.replace(settings, **given)
