"""The client of the Bot API. Neither logs nor errors may hold the token, which stands in every address."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.settings import Settings

# They log addresses, and at DEBUG what people wrote; what matters is in the errors that they raise.
LOUD = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.CRITICAL}
TIMEOUT = 10.0
CONNECTIONS = 32


class Client:
    """``bot`` calls; ``close`` gives back the connections."""

    def __init__(self, settings: Settings) -> None:
        for name, level in LOUD.items():
            logging.getLogger(name).setLevel(level)
        self.request = HTTPXRequest(
            CONNECTIONS, read_timeout=TIMEOUT, write_timeout=TIMEOUT, connect_timeout=5.0, pool_timeout=TIMEOUT
        )
        url = settings.telegram_url.rstrip("/")
        self.bot = Bot(settings.telegram_token, f"{url}/bot", f"{url}/file/bot", self.request, self.request)

    async def close(self) -> None:
        await self.request.shutdown()


def bot_id(settings: Settings) -> str:
    """The bot's own number: numbers of updates are unique for each bot only."""
    return settings.telegram_token.partition(":")[0]
