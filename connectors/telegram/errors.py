"""What an error of the Bot API means for a message on its way. Never its text, which may hold the token."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from connectors.channel import NotDelivered, Trouble
from connectors.http import NotAnswered

log = logging.getLogger(__name__)

STATUS = re.compile(r"\((\d{3})\)")
# Said by Telegram of chats that are not there (any more), as 400 and not as 403.
NOBODY = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")


@contextmanager
def told() -> Iterator[None]:
    """Raises NotDelivered for errors of the library. A ChatMigrated passes: it is an answer."""
    try:
        yield
    except ChatMigrated:
        raise
    except TelegramError as error:
        # Not as its cause: that holds the address.
        raise _verdict(error) from None


def _verdict(error: TelegramError) -> NotDelivered:
    code = type(error).__name__
    if isinstance(error, RetryAfter):
        return NotDelivered(Trouble.BUSY, code, wait_of(error))
    if isinstance(error, Forbidden):
        return NotDelivered(Trouble.GONE, code)
    if isinstance(error, InvalidToken):
        log.error(
            "Telegram refuses the token: compare MOTCUA_TELEGRAM_TOKEN with @BotFather, then start the sender anew"
        )
        return NotDelivered(Trouble.ALARM, code)
    if isinstance(error, BadRequest):
        gone = any(words in error.message.lower() for words in NOBODY)
        return NotDelivered(Trouble.GONE if gone else Trouble.REFUSED, code)
    return _network(error)


def _network(error: TelegramError) -> NotDelivered:
    """An answer that tells of an error means that nothing was sent, unless somebody between us gave up waiting."""
    cause, status = error.__cause__, STATUS.search(error.message)
    if isinstance(cause, NotAnswered):
        return NotDelivered(Trouble.UNSURE if cause.sent else Trouble.AGAIN, str(cause))
    code = f"{type(error).__name__} {status[1] if status else ''}".strip()
    answered = isinstance(error, NetworkError) and not error.message.startswith("Gateway Time")
    return NotDelivered(Trouble.AGAIN if answered else Trouble.UNSURE, code)


def wait_of(error: RetryAfter) -> dt.timedelta:
    """As long as Telegram asks for."""
    wait = error.retry_after
    return wait if isinstance(wait, dt.timedelta) else dt.timedelta(seconds=wait)
