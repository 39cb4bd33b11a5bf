"""The messengers that the settings switch on, a line each. Their modules are imported where they are used."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from starlette.routing import BaseRoute

from bot.settings import Settings
from bot.store.secrets import Keys
from connectors.channel import Channel
from connectors.gateway import Gateway
from connectors.polling import Poller


def open_channels(settings: Settings, engine: Engine, keys: Keys) -> list[Channel]:
    """What the sender serves."""
    channels: list[Channel] = []
    if "zalo" in settings.messengers:
        from connectors.zalo.channel import open_zalo

        channels += open_zalo(settings, engine, keys)
    if "telegram" in settings.messengers:
        from connectors.telegram.channel import TelegramChannel

        channels.append(TelegramChannel(settings, engine, keys))
    if "zalobot" in settings.messengers:
        from connectors.zalobot.channel import ZaloBotChannel

        channels.append(ZaloBotChannel(settings))
    return channels


def webhooks(gateway: Gateway) -> list[BaseRoute]:
    """What the gateway offers to messengers; who is asked for messages does not call."""
    routes: list[BaseRoute] = []
    called = set(gateway.settings.messengers) - set(gateway.settings.polled)
    if "zalo" in called:
        from connectors.zalo.webhook import ZaloWebhook

        routes += ZaloWebhook(gateway).routes
    if "telegram" in called:
        from connectors.telegram.webhook import Webhook as TelegramWebhook

        routes += TelegramWebhook(gateway).routes
    if "zalobot" in called:
        from connectors.zalobot.webhook import Webhook as ZaloBotWebhook

        routes += ZaloBotWebhook(gateway).routes
    return routes


def open_pollers(gateway: Gateway) -> list[Poller]:
    """What the poller serves."""
    pollers: list[Poller] = []
    if "telegram" in gateway.settings.polled:
        from connectors.telegram.polling import TelegramPoller

        pollers.append(TelegramPoller(gateway))
    if "zalobot" in gateway.settings.polled:
        from connectors.zalobot.polling import ZaloBotPoller

        pollers.append(ZaloBotPoller(gateway))
    return pollers
