"""Sending by the Zalo Bot Platform: plain text of 2,000 characters, choices as words and numbers."""

from __future__ import annotations

import logging

import httpx
import msgspec

from bot.conversations.reply import Reply
from bot.settings import Settings
from bot.store.paces import Pace
from connectors.channel import NotDelivered, Piece, Trouble
from connectors.look import numbered, split
from connectors.zalo.media import Media
from connectors.zalobot.client import CallFailed, Client
from connectors.zalobot.events import NAME

log = logging.getLogger(__name__)

MOST_CHARACTERS = 2000
# The platform's codes are those of HTTP.
TROUBLES = {
    400: Trouble.REFUSED,
    401: Trouble.ALARM,
    403: Trouble.GONE,
    404: Trouble.ALARM,
    408: Trouble.UNSURE,
    429: Trouble.BUSY,
    504: Trouble.UNSURE,
}
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class ZaloBotChannel:
    """See ``connectors.channel.Channel``."""

    name = NAME

    def __init__(self, settings: Settings) -> None:
        self.pace = Pace(settings.zalobot_per_second)
        self._client = Client(settings)
        # Pictures lie where those of Official Accounts do; a stand-in serves its own.
        self._media = Media(msgspec.structs.replace(settings, zalo_api_url=settings.zalobot_url))

    def pieces(self, reply: Reply, conversation: str) -> list[Piece]:
        return [{"text": text} for text in split(numbered(reply), MOST_CHARACTERS)]

    async def send(self, recipient: str, piece: Piece) -> str | None:
        try:
            result = await self._client.call("sendMessage", chat_id=recipient, text=piece["text"])
        except CallFailed as error:
            raise _verdict(error) from None
        except httpx.HTTPError as error:
            trouble = Trouble.AGAIN if isinstance(error, UNSENT) else Trouble.UNSURE
            raise NotDelivered(trouble, type(error).__name__) from None
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return str(message_id) if message_id else None

    async def fetch(self, url: str, most: int) -> bytes:
        return await self._media.fetch(url, most)

    async def open(self) -> None: ...

    async def close(self) -> None:
        await self._client.close()
        await self._media.close()


def _verdict(error: CallFailed) -> NotDelivered:
    """An answer that cannot be read may have followed a message that was sent."""
    trouble = TROUBLES.get(error.code, Trouble.AGAIN if error.code >= 500 else Trouble.REFUSED)
    if error.code == 0:
        trouble = Trouble.UNSURE
    if trouble is Trouble.ALARM:
        log.error("the Zalo Bot Platform refuses the token: compare MOTCUA_ZALOBOT_TOKEN with Zalo Bot Manager")
    return NotDelivered(trouble, f"code {error.code}")
