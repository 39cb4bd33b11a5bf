"""What an operator asks of the bot platforms: set the webhook, see what they say of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import Any, TypeVar

import httpx
from telegram.error import TelegramError

from bot.settings import PREFIX, Settings, SettingsError
from connectors.telegram.bot import Client as Telegram
from connectors.telegram.updates import WANTED
from connectors.zalobot.client import CallFailed
from connectors.zalobot.client import Client as ZaloBot

Result = TypeVar("Result")
Facts = dict[str, Any]


class BotRefused(ConnectionError):
    """The platform did not do it; the message names cause and cure, never the token."""


def webhook_address(settings: Settings, name: str, url: str) -> str:
    """Where the platform shall call, from the assistant's own address. Raises SettingsError, BotRefused."""
    if name not in settings.messengers:
        raise SettingsError(f"{PREFIX}{name.upper()}_TOKEN is not set: set it to the token of the bot.")
    if name in settings.polled:
        variable = f"{PREFIX}{name.upper()}_POLLING"
        raise SettingsError(f"{variable} is on, and takes a webhook away again: switch it off first.")
    path = f"/webhooks/{name}"
    address = url.rstrip("/").removesuffix(path)
    local = address.startswith(("http://127.0.0.1", "http://localhost"))
    if not (address.startswith("https://") or local):
        raise BotRefused(f"{url} cannot be called from outside: give the assistant's public https:// address.")
    return address + path


def set_telegram(settings: Settings, url: str) -> str:
    """Set the webhook; its address."""
    address = webhook_address(settings, "telegram", url)

    async def call(client: Telegram) -> None:
        await client.bot.set_webhook(address, secret_token=settings.telegram_secret, allowed_updates=WANTED)

    _telegram(settings, call)
    return address


def about_telegram(settings: Settings) -> Facts:
    """What Telegram says of the bot and of its webhook."""

    async def call(client: Telegram) -> Facts:
        me, info = await client.bot.get_me(), await client.bot.get_webhook_info()
        failed_at = info.last_error_date
        return {
            "bot": f"@{me.username}",
            "webhook": info.url or "none",
            "updates waiting": info.pending_update_count,
            "last failure": f"{failed_at.isoformat()}: {info.last_error_message}" if failed_at else "none",
            "updates asked for": ", ".join(info.allowed_updates or ["all but the rare ones"]),
        }

    return _telegram(settings, call)


def set_zalobot(settings: Settings, url: str) -> str:
    """Set the webhook; its address."""
    address = webhook_address(settings, "zalobot", url)

    async def call(client: ZaloBot) -> None:
        await client.call("setWebhook", url=address, secret_token=settings.zalobot_secret)

    _zalobot(settings, call)
    return address


def about_zalobot(settings: Settings) -> Facts:
    """What the Zalo Bot Platform says of the bot and of its webhook."""

    async def call(client: ZaloBot) -> Facts:
        me, info = await client.call("getMe"), await client.call("getWebhookInfo")
        milliseconds = info.get("updated_at")
        changed = datetime.fromtimestamp(milliseconds / 1000, timezone.utc).isoformat() if milliseconds else "unknown"
        return {"bot": me.get("account_name"), "webhook": info.get("url") or "none", "changed": changed}

    return _zalobot(settings, call)


def _telegram(settings: Settings, call: Callable[[Telegram], Awaitable[Result]]) -> Result:
    async def within() -> Result:
        client = Telegram(settings)
        try:
            return await call(client)
        except TelegramError as error:
            said = str(error).replace(settings.telegram_token, "(token)")
            raise BotRefused(f"Telegram refused: {said}. {_cure('TELEGRAM')}") from None
        finally:
            await client.close()

    return asyncio.run(within())


def _zalobot(settings: Settings, call: Callable[[ZaloBot], Awaitable[Result]]) -> Result:
    async def within() -> Result:
        client = ZaloBot(settings)
        try:
            return await call(client)
        except CallFailed as error:
            raise BotRefused(f"the Zalo Bot Platform refused with {error}. {_cure('ZALOBOT')}") from None
        except httpx.HTTPError as error:
            raise BotRefused(f"the Zalo Bot Platform: {type(error).__name__}. {_cure('ZALOBOT')}") from None
        finally:
            await client.close()

    return asyncio.run(within())


def _cure(name: str) -> str:
    return f"Check {PREFIX}{name}_TOKEN, and that {PREFIX}{name}_URL can be reached from here."
