"""Our own one-time code, "mã tra cứu" of six digits, sent to the registered phone: who reads it has that phone."""

from __future__ import annotations

import datetime as dt
import secrets

import msgspec

LASTS = dt.timedelta(minutes=5)
PAUSE = dt.timedelta(minutes=1)
MOST_TRIES = 5
DIGITS = 6


class OneTimeCode(msgspec.Struct, frozen=True):
    """One that was sent to somebody for one dossier: never the code itself, only its keyed hash."""

    hashed: str
    sent_at: dt.datetime
    tries: int = 0


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def is_open(code: OneTimeCode | None, now: dt.datetime) -> bool:
    """Whether digits may be taken for it: sent within five minutes, with tries left."""
    return code is not None and now < code.sent_at + LASTS and code.tries < MOST_TRIES


def may_resend(code: OneTimeCode | None, now: dt.datetime) -> bool:
    """A minute lies between two messages, however the first one ended."""
    return code is None or now >= code.sent_at + PAUSE
