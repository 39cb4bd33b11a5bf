"""Taking events in, from the webhook and from the poller alike."""

from __future__ import annotations

from typing import Any

from bot.store.inbox import Incoming
from connectors.gateway import Gateway
from connectors.metrics import WEBHOOKS
from connectors.zalobot.events import NAME, read


async def take(gateway: Gateway, body: Any) -> None:
    """When this returns the event is safely stored. Raises SQLAlchemyError where the database is away."""
    meaning = read(body)
    if isinstance(meaning, Incoming):
        await gateway.receive(meaning)
    WEBHOOKS.labels(NAME, meaning if isinstance(meaning, str) else "incoming").inc()
