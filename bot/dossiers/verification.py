"""Prove that a dossier is one's own before anything about it is said (Luật 91/2025: the code alone reveals nothing)."""

from __future__ import annotations

import datetime as dt
import hmac
import re
import unicodedata

import msgspec

from bot.dossiers.dossier import Dossier

MAX_FAILURES = 3
LOCK = dt.timedelta(minutes=30)
LOOK_UP_LENGTH, PHONE_DIGITS = 4, 3


def matches(dossier: Dossier, factor: str) -> bool:
    """Whether ``factor`` is the look-up code of the receipt or the last three digits of the registered phone.

    Case, blanks and dashes do not matter. Takes the same time whichever part is wrong.
    """
    typed = _plain(factor)
    phone = re.sub("[^0-9]", "", dossier.phone)
    by_code = _same(typed, _plain(dossier.look_up_code), LOOK_UP_LENGTH)
    by_phone = _same(typed, phone[-PHONE_DIGITS:], PHONE_DIGITS)
    return by_code | by_phone


def _plain(text: str) -> str:
    return re.sub(r"[\s\-\u2010-\u2015.\u200b]", "", unicodedata.normalize("NFKC", text)).upper()


def _same(typed: str, secret: str, length: int) -> bool:
    """A dossier without that secret matches nothing."""
    return hmac.compare_digest(typed.encode(), secret.encode()) & (len(secret) == length)


class Attempts(msgspec.Struct, frozen=True):
    """Wrong tries of one person at one dossier. A success starts over with ``Attempts()``."""

    failures: int = 0
    locked_until: dt.datetime | None = None


def is_locked(attempts: Attempts, now: dt.datetime) -> bool:
    """While locked no try is looked at, right or wrong."""
    return attempts.locked_until is not None and now < attempts.locked_until


def record_failure(attempts: Attempts, now: dt.datetime) -> Attempts:
    """One more wrong try: the third locks for 30 minutes. A try during the lock neither counts nor prolongs it."""
    if is_locked(attempts, now):
        return attempts
    failures = 1 if attempts.locked_until is not None else attempts.failures + 1
    return Attempts(failures, now + LOCK if failures >= MAX_FAILURES else None)


def tries_left(attempts: Attempts, now: dt.datetime) -> int:
    """How many wrong tries remain before the lock; 0 while locked."""
    if is_locked(attempts, now):
        return 0
    return MAX_FAILURES if attempts.locked_until is not None else MAX_FAILURES - attempts.failures
