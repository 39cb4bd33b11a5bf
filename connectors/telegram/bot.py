"""The client of the Bot API. Neither logs nor errors may hold the token, which stands in every address."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.settings import Settings
from connectors.http import Http, NotAnswered

TIMEOUT = 10.0


class Request(BaseRequest):
    """The library's own takes five times the processor. Files are not sent."""

    def __init__(self) -> None:
        self._http = Http(TIMEOUT)

    @property
    def read_timeout(self) -> float:
        return TIMEOUT

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None:
        await self._http.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *unused: Any,
        **unused_too: Any,
    ) -> tuple[int, bytes]:
        seconds = TIMEOUT if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        body = msgspec.json.encode(request_data.parameters) if request_data else None
        try:
            answer = await (
                self._http.get(url, seconds) if method == "GET" else self._http.post(url, body, {}, seconds)
            )
        except NotAnswered as error:
            raise NetworkError("no answer") from error
        return answer.status, answer.content


class Client:
    """``bot`` calls; ``close`` gives back the connections."""

    def __init__(self, settings: Settings) -> None:
        # It logs addresses, and at DEBUG what people wrote; what matters is in the errors that it raises.
        logging.getLogger("telegram").setLevel(logging.CRITICAL)
        self.request = Request()
        url = settings.telegram_url.rstrip("/")
        self.bot = Bot(settings.telegram_token, f"{url}/bot", f"{url}/file/bot", self.request, self.request)

    async def close(self) -> None:
        await self.request.shutdown()


def bot_id(settings: Settings) -> str:
    """The bot's own number: numbers of updates are unique for each bot only."""
    return settings.telegram_token.partition(":")[0]
