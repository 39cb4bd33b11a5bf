"""``getUpdates``: updates wait until they are confirmed; one caller at a time."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING

from starlette.requests import Request

from connectors.fakes.telegram_params import Params, TelegramError
from connectors.fakes.telegram_updates import Body

if TYPE_CHECKING:
    from connectors.fakes.telegram import Telegram

LONGEST = 50
MOST = 100
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Polls:
    """``waiting``: updates that nobody has confirmed, while no webhook is set."""

    def __init__(self, telegram: Telegram) -> None:
        self.waiting: deque[Body] = deque()
        self._telegram = telegram
        self._poll = 0

    async def get(self, request: Request, params: Params) -> list[Body]:
        """What has waited since ``offset``; a second poll ends the first. Raises TelegramError."""
        self._poll += 1
        poll, end = self._poll, time.monotonic() + min(params.number("timeout") or 0, LONGEST)
        self._check(poll)
        self._confirm(params.number("offset") or 0)
        while not self.waiting and time.monotonic() < end and not await request.is_disconnected():
            await asyncio.sleep(0.02)
            self._check(poll)
        return list(self.waiting)[: min(params.number("limit") or MOST, MOST)]

    def _check(self, poll: int) -> None:
        if self._telegram.push.url:
            raise TelegramError(409, f"Conflict: {HOOKED}")
        if poll != self._poll:
            raise TelegramError(409, f"Conflict: {OTHER}")

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while offset > 0 and self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
