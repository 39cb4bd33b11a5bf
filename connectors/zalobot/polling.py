"""Asking the Zalo Bot Platform for events. It has no offset: what it handed over it does not bring again, so an event
that cannot be stored is kept here and stored first."""

from __future__ import annotations

from typing import Any

import httpx

from connectors.gateway import Gateway
from connectors.polling import NotPolled
from connectors.zalobot.client import CallFailed, Client
from connectors.zalobot.events import NAME
from connectors.zalobot.intake import take

POLL_SECONDS = 30
NO_NEWS = 408


class ZaloBotPoller:
    """See ``connectors.polling.Poller``."""

    name = NAME

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._client = Client(gateway.settings)
        self._left: list[Any] = []

    async def begin(self) -> None:
        await self._call("deleteWebhook")

    async def poll(self) -> None:
        if not self._left:
            # One event, but a list has been seen too.
            news = await self._call("getUpdates", POLL_SECONDS, timeout=POLL_SECONDS)
            self._left = news if isinstance(news, list) else [news] if news else []
        while self._left:
            await take(self._gateway, self._left[0])
            self._left.pop(0)

    async def _call(self, method: str, patience: float = 0.0, **values: Any) -> Any:
        try:
            return await self._client.call(method, patience, **values)
        except CallFailed as error:
            if error.code == NO_NEWS:
                return None
            raise NotPolled(f"code {error.code}") from None
        except httpx.HTTPError as error:
            raise NotPolled(type(error).__name__) from None

    async def close(self) -> None:
        await self._client.close()
