"""Sending short messages: to a terminal or into a file in the demo, by Zalo or the HTTP gateway of a provider."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import httpx
from sqlalchemy.engine import Engine

from bot.dossiers.phone import normal_phone
from bot.settings import Settings
from bot.store import sms
from bot.store.secrets import Keys

log = logging.getLogger(__name__)

FILE = "one-time-codes.txt"
TIMEOUT = 5.0


class NotSent(Exception):
    """The message did not reach the gateway, or was refused; it is tried again. Says nothing of its content."""


class Sender(Protocol):
    """Hands one message over. Raises NotSent."""

    def send(self, phone: str, text: str) -> None: ...


class ConsoleSender:
    """Shows the message where the conversation is held."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show

    def send(self, phone: str, text: str) -> None:
        self._show(f"[SMS {phone}] {text}")


class FileSender:
    """Writes into a file that only its owner can read: the demo's telephone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, phone: str, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with open(self._path, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(f"{phone}\t{text}\n")


class HttpSender:
    """``POST {"to", "text"}`` with a bearer token; a 2xx answer means that the gateway has it."""

    def __init__(self, url: str, token: str, client: httpx.Client | None = None) -> None:
        self._url = url
        self._client = client or httpx.Client(timeout=TIMEOUT)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def send(self, phone: str, text: str) -> None:
        try:
            answer = self._client.post(self._url, json={"to": phone, "text": text}, headers=self._headers)
        except httpx.HTTPError as error:
            raise NotSent(type(error).__name__) from None
        if not answer.is_success:
            # Not the answer's text: gateways like to repeat what they were sent.
            raise NotSent(f"status {answer.status_code}")


def open_sender(settings: Settings, engine: Engine, keys: Keys) -> Sender | None:
    """The sender that the settings name; None where no messages can be sent."""
    plain = _open_plain(settings)
    if not settings.zns:
        return plain
    from connectors.zalo.access import Access
    from connectors.zalo.zns import ZnsSender

    return ZnsSender(settings, Access(settings, engine, keys), plain)


def _open_plain(settings: Settings) -> Sender | None:
    if settings.sms_url:
        return HttpSender(settings.sms_url, settings.sms_token)
    return FileSender(settings.var_path / FILE) if settings.mode == "demo" else None


def deliver(engine: Engine, keys: Keys, sender: Sender, now: dt.datetime) -> int:
    """Hand over what is waiting; how many are gone. One that fails is tried again, three times in all."""
    gone = [message for message in sms.take(engine, keys, now) if _handed_over(message, sender)]
    if gone:
        sms.done(engine, gone)
    return len(gone)


def _handed_over(message: sms.Sms, sender: Sender) -> bool:
    phone = normal_phone(message.phone)
    if not phone:
        return True
    try:
        sender.send(phone, message.text)
    except NotSent as error:
        log.warning("short message %s was not sent: %s", message.id, error)
        return False
    return True
