"""Asking Telegram for updates. Telegram keeps them until the next question confirms that they are stored."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

import msgspec
from telegram.error import RetryAfter, TelegramError

from connectors.gateway import Gateway
from connectors.polling import NotPolled
from connectors.telegram.bot import Client
from connectors.telegram.errors import wait_of
from connectors.telegram.intake import Call, Intake
from connectors.telegram.updates import NAME, WANTED

log = logging.getLogger(__name__)

POLL_SECONDS = 25
MOST_AT_ONCE = 100


class TelegramPoller:
    """See ``connectors.polling.Poller``."""

    name = NAME

    def __init__(self, gateway: Gateway) -> None:
        self._client = Client(gateway.settings)
        self._intake = Intake(gateway)
        self._offset = 0

    async def begin(self) -> None:
        try:
            await self._client.bot.delete_webhook()
        except TelegramError as error:
            raise _not_polled(error) from None

    async def poll(self) -> None:
        updates = await self._updates()
        for update in updates:
            call = await self._intake.take(update)
            if call and call["method"] == "answerCallbackQuery":
                await self._answer(call)
        numbers = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
        self._offset = max([self._offset, *(number + 1 for number in numbers)])

    async def _updates(self) -> list[dict[str, Any]]:
        """As they come: the library's own method fails for all of them where it cannot read one."""
        wanted = msgspec.json.encode(WANTED).decode()
        query = {"offset": self._offset, "limit": MOST_AT_ONCE, "timeout": POLL_SECONDS, "allowed_updates": wanted}
        url = f"{self._client.bot.base_url}/getUpdates?{urlencode(query)}"
        try:
            updates = await self._client.request.post(url, read_timeout=POLL_SECONDS + 10)
        except TelegramError as error:
            raise _not_polled(error) from None
        return [update for update in updates if isinstance(update, dict)] if isinstance(updates, list) else []

    async def _answer(self, call: Call) -> None:
        try:
            await self._client.bot.answer_callback_query(call["callback_query_id"], call.get("text"))
        except TelegramError as error:
            log.info("a button stays busy for a while: %s", type(error).__name__)

    async def close(self) -> None:
        await self._client.close()


def _not_polled(error: TelegramError) -> NotPolled:
    """Never its text or cause, which hold the address and with it the token."""
    return NotPolled(type(error).__name__, wait_of(error) if isinstance(error, RetryAfter) else None)
