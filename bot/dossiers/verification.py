"""Prove that a dossier is one's own before anything about it is said (Luật 91/2025: the code alone reveals nothing)."""

from __future__ import annotations

import datetime as dt
import hmac
import re
import unicodedata

import msgspec

from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status

MAX_FAILURES = 3
LOCK = dt.timedelta(minutes=30)
LOOK_UP_LENGTH, PHONE_DIGITS = 4, 3
_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)
# What is compared with where there is no dossier: no receipt carries a zero, no phone only zeros.
NOBODYS = Dossier(
    code="H00.00.00-000101-0000",
    procedure_id="nobody",
    procedure_name="nobody",
    applicant_name="nobody",
    phone="0000000000",
    look_up_code="0000",
    status=Status.SUBMITTED,
    agency="nobody",
    handler="nobody",
    submitted_at=_LONG_AGO,
    result_place="nobody",
    updated_at=_LONG_AGO,
)


def is_digits(factor: str) -> bool:
    """Whether a factor is the end of a phone number, and so a weak one."""
    return bool(re.fullmatch(f"[0-9]{{{PHONE_DIGITS}}}", _plain(factor)))


def matches(dossier: Dossier | None, factor: str) -> bool:
    """Whether ``factor`` is the look-up code of the receipt or the last three digits of the registered phone.

    Case, blanks and dashes do not matter. Takes the same time whichever part is wrong, and where there is no dossier.
    """
    typed, compared = _plain(factor), dossier or NOBODYS
    phone = re.sub("[^0-9]", "", compared.phone)
    by_code = _same(typed, _plain(compared.look_up_code), LOOK_UP_LENGTH)
    by_phone = _same(typed, phone[-PHONE_DIGITS:], PHONE_DIGITS)
    return (by_code | by_phone) & (dossier is not None)


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
    """While locked no try with what stands on the receipt is looked at, right or wrong."""
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
