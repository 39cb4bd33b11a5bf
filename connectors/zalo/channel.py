"""Zalo for the sender: to people whom it knows by the OA's number of them, and to visitors without an account."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.conversations.reply import Reply
from bot.settings import Settings
from bot.store.paces import Pace
from bot.store.secrets import Keys
from connectors.channel import Channel, NotDelivered, Piece, Trouble
from connectors.zalo.access import Access
from connectors.zalo.client import Client
from connectors.zalo.errors import Failed
from connectors.zalo.events import CHANNEL, GUESTS
from connectors.zalo.media import Media
from connectors.zalo.oauth import NoAccess
from connectors.zalo.pieces import notice, pieces

log = logging.getLogger(__name__)

# Often enough that a token is renewed twice a day also where nothing is sent.
FRESH_SECONDS = 600.0
# Nothing was heard of this person for seven days.
SILENT = ("-230", "-232")
TEMPLATES = "/v3.0/oa/message/template"
PARAMETER = "notice"


class ZaloChannel:
    """People who wrote to the OA."""

    name = CHANNEL

    def __init__(self, settings: Settings, access: Access, client: Client) -> None:
        self.pace = Pace(settings.zalo_per_second)
        self._settings, self._access, self._client = settings, access, client
        self._media = Media(settings)
        self._fresh: asyncio.Task[None] | None = None
        self._refused: set[str] = set()

    def pieces(self, reply: Reply, conversation: str) -> list[Piece]:
        made = pieces(reply, self._settings.zalo_buttons, self._settings.zalo_info_image)
        if self._settings.zalo_notice_template:
            # One message by template says all of it, in the place of the first piece.
            line = notice(reply.short or reply.text)
            return [{**piece, "notice": "" if number else line} for number, piece in enumerate(made)]
        return made

    async def send(self, recipient: str, piece: Piece) -> str | None:
        try:
            return await self._send(recipient, piece)
        except Failed as error:
            if error.code not in SILENT or "notice" not in piece:
                raise
            return await self._by_template(recipient, piece["notice"]) if piece["notice"] else None

    async def _by_template(self, recipient: str, text: str) -> str | None:
        """Who was silent for seven days is reached by a template that Zalo approved, and by nothing else."""
        template = self._settings.zalo_notice_template
        body = {"user_id": recipient, "template_id": template, "template_data": {PARAMETER: text}}
        try:
            return await self._client.send(TEMPLATES, body)
        except Failed as error:
            if error.trouble is not Trouble.ALARM or error.fault.renew:
                raise
            # What is wrong with the template holds up nothing else.
            raise NotDelivered(Trouble.REFUSED, f"template {error.code}") from None

    async def _send(self, recipient: str, piece: Piece) -> str | None:
        """What Zalo refused once is not tried again by this process: buttons become text, the card is left out."""
        if "plain" not in piece:
            return await self._hand_over(recipient, piece["message"])
        extra = "buttons" if piece["plain"] else "card"
        if extra not in self._refused:
            try:
                return await self._hand_over(recipient, piece["message"])
            except Failed as error:
                if not error.fault.plain:
                    raise
                log.warning("Zalo refused the %s (%s): it is left out from now on", extra, error.code)
                self._refused.add(extra)
        return await self._hand_over(recipient, piece["plain"]) if piece["plain"] else None

    async def _hand_over(self, recipient: str, message: dict[str, Any]) -> str | None:
        return await self._client.send("/v3.0/oa/message/cs", {"recipient": {"user_id": recipient}, "message": message})

    async def fetch(self, url: str, most: int) -> bytes:
        return await self._media.fetch(url, most)

    async def open(self) -> None:
        self._fresh = asyncio.create_task(self._keep_fresh())

    async def close(self) -> None:
        if self._fresh:
            self._fresh.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._fresh
        await self._media.close()
        await self._client.close()
        self._access.close()

    async def _keep_fresh(self) -> None:
        while True:
            # What failed is logged where it failed.
            with contextlib.suppress(NoAccess, SQLAlchemyError):
                await run_in_threadpool(self._access.token)
            await asyncio.sleep(FRESH_SECONDS)


class GuestChannel:
    """Visitors without an account: text only, by the older call, which names the talk as well as the visitor."""

    name = GUESTS

    def __init__(self, settings: Settings, client: Client) -> None:
        self.pace = Pace(settings.zalo_per_second)
        self._client = client
        self._media = Media(settings)

    def pieces(self, reply: Reply, conversation: str) -> list[Piece]:
        return [piece for piece in pieces(reply, buttons=False) if "text" in piece["message"]]

    async def send(self, recipient: str, piece: Piece) -> str | None:
        visitor, _, talk = recipient.partition("-")
        address = {"anonymous_id": visitor, "conversation_id": talk}
        return await self._client.send("/v2.0/oa/message", {"recipient": address, "message": piece["message"]})

    async def fetch(self, url: str, most: int) -> bytes:
        return await self._media.fetch(url, most)

    async def open(self) -> None: ...

    async def close(self) -> None:
        await self._media.close()


def open_zalo(settings: Settings, engine: Engine, keys: Keys) -> list[Channel]:
    """Both, with one token and one connection pool."""
    access = Access(settings, engine, keys)
    client = Client(settings, access)
    return [ZaloChannel(settings, access, client), GuestChannel(settings, client)]
