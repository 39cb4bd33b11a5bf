"""Sending by Telegram: HTML with bold headings, buttons, pieces of 4,096 characters."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from html import escape

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from telegram import BotCommand, LinkPreviewOptions, Message
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.clock import utc_now
from bot.conversations.reply import Button, Reply
from bot.settings import Settings
from bot.store import payloads
from bot.store.paces import Pace
from bot.store.payloads import Kept
from bot.store.secrets import Keys
from bot.texts import texts
from connectors.channel import NotDelivered, NotFetched, Piece, Trouble
from connectors.lines import LED
from connectors.look import html, numbered, split
from connectors.telegram.bot import Client
from connectors.telegram.errors import told
from connectors.telegram.keyboard import controls, inline, markup
from connectors.telegram.updates import NAME

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramChannel:
    """See ``connectors.channel.Channel``. ``now`` is a parameter for tests."""

    name = NAME

    def __init__(
        self, settings: Settings, engine: Engine, keys: Keys, now: Callable[[], dt.datetime] = utc_now
    ) -> None:
        self.pace = Pace(settings.telegram_per_second, settings.telegram_chat_seconds)
        self._client = Client(settings)
        self._engine = engine
        self._keys = keys
        self._now = now
        self._moved: dict[str, str] = {}
        self._slowed: tuple[str, dt.datetime] | None = None

    def pieces(self, reply: Reply, conversation: str) -> list[Piece]:
        """Buttons stand under the last piece. Where Telegram's own control takes their place, they are words."""
        asked = controls(reply.buttons)
        texts_of = split(numbered(reply) if asked else reply.text, int(MessageLimit.MAX_TEXT_LENGTH), _size)
        buttons, kept = ([], []) if asked else inline(self._keys, conversation, reply.buttons)
        led = reply.custom.kind in LED
        pieces = [_piece(text, led and place == 0) for place, text in enumerate(texts_of)]
        if not pieces:
            return []
        stored = [(one.key, one.button.title, one.button.payload) for one in kept]
        return [*pieces[:-1], {**pieces[-1], "controls": asked, "inline": buttons, "kept": stored}]

    async def send(self, recipient: str, piece: Piece) -> str | None:
        await self._keep(recipient, piece)
        try:
            with told():
                return await self._send_where_it_is(recipient, piece)
        except NotDelivered as error:
            raise self._alone(recipient, error) from None

    async def _send_where_it_is(self, recipient: str, piece: Piece) -> str:
        try:
            return await self._send(self._moved.get(recipient, recipient), piece)
        except ChatMigrated as error:
            self._moved[recipient] = str(error.new_chat_id)
            return await self._send(self._moved[recipient], piece)

    def _alone(self, recipient: str, error: NotDelivered) -> NotDelivered:
        """Telegram does not say whether a chat or the bot was too fast: the bot, where a second chat hears it too."""
        if error.trouble is not Trouble.BUSY or error.wait is None:
            return error
        now, before = self._now(), self._slowed
        self._slowed = (recipient, now + error.wait)
        if before and before[0] != recipient and before[1] > now:
            return error
        return NotDelivered(Trouble.SLOW, error.code, error.wait)

    async def _keep(self, recipient: str, piece: Piece) -> None:
        """First, so that a button can be pressed as soon as it is seen."""
        kept = [Kept(key, Button(title, payload)) for key, title, payload in piece["kept"]]
        if not kept:
            return
        try:
            conversation = f"{self.name}-{recipient}"
            await run_in_threadpool(payloads.keep, self._engine, self._keys, conversation, kept, self._now())
        except SQLAlchemyError as error:
            raise NotDelivered(Trouble.AGAIN, type(error).__name__) from None

    async def _send(self, chat: str, piece: Piece) -> str:
        try:
            sent = await self._call(chat, piece, html(piece["text"], piece["lead"]), ParseMode.HTML)
        except BadRequest as error:
            if "parse entities" not in error.message.lower():
                raise
            log.error("Telegram could not read our HTML; the message leaves as plain text")
            sent = await self._call(chat, piece, piece["text"], None)
        return str(sent.message_id)

    async def _call(self, chat: str, piece: Piece, text: str, mode: str | None) -> Message:
        return await self._client.bot.send_message(
            int(chat), text, parse_mode=mode, link_preview_options=NO_PREVIEW, reply_markup=markup(piece)
        )

    async def fetch(self, url: str, most: int) -> bytes:
        """``url`` is Telegram's id of the file."""
        try:
            file = await self._client.bot.get_file(url)
            if (file.file_size or 0) > most:
                raise NotFetched("too large")
            content = bytes(await file.download_as_bytearray())
        except (TelegramError, RuntimeError) as error:
            raise NotFetched(type(error).__name__) from None
        if len(content) > most:
            raise NotFetched("too large")
        return content

    async def open(self) -> None:
        """The menu of commands is shown anew; without it all else works."""
        commands = [BotCommand(name, command["shown"]) for name, command in texts("messengers")["commands"].items()]
        try:
            await self._client.bot.set_my_commands(commands)
        except TelegramError as error:
            log.warning("Telegram did not take the menu of commands: %s", type(error).__name__)

    async def close(self) -> None:
        await self._client.close()


def _piece(text: str, lead: bool) -> Piece:
    return {"text": text, "lead": lead, "controls": [], "inline": [], "kept": []}


def _size(text: str) -> int:
    """As long as it can become: in UTF-16, escaped, every line in bold."""
    return len(escape(text, quote=False).encode("utf-16-le")) // 2 + len("<b></b>") * (text.count("\n") + 1)
