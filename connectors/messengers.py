"""The messengers that the settings switch on, a line each. Their modules are imported where they are used."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from starlette.routing import BaseRoute

from bot.settings import Settings
from bot.store.secrets import Keys
from connectors.channel import Channel
from connectors.gateway import Gateway


def open_channels(settings: Settings, engine: Engine, keys: Keys) -> list[Channel]:
    """What the sender serves."""
    return []


def webhooks(gateway: Gateway) -> list[BaseRoute]:
    """What the gateway offers to messengers."""
    return []
