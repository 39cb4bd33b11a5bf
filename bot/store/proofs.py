"""What proofs of a dossier leave behind: limits that are spent, one-time codes on their way, verified phones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, case, delete, insert, select

from bot.dossiers.limits import Limit, Whose, spent
from bot.dossiers.one_time import OneTimeCode
from bot.store.tables import one_time_codes, phones, sms, throttles
from bot.store.upsert import Upsert
from bot.store.work import Work

_SPENT = select(throttles).where(
    throttles.c.name.in_(bindparam("names", expanding=True)),
    throttles.c.subject.in_(bindparam("subjects", expanding=True)),
)
_OVER = throttles.c.since <= bindparam("begun_before")
_AGAIN: dict[str, Any] = {
    "spent": case((_OVER, 1), else_=throttles.c.spent + 1),
    "since": case((_OVER, bindparam("begins")), else_=throttles.c.since),
}
_SPEND = Upsert(throttles, ["name", "subject"], renewed=_AGAIN)
_OURS = (one_time_codes.c.person == bindparam("old_person"), one_time_codes.c.dossier == bindparam("old_dossier"))
_CODE, _DROP_CODE, _KEEP_CODE = (
    select(one_time_codes).where(*_OURS),
    delete(one_time_codes).where(*_OURS),
    insert(one_time_codes),
)
_SMS = insert(sms)
_PHONE = select(phones.c.phone_key).where(phones.c.conversation == bindparam("conversation"))
_DROP_PHONE = delete(phones).where(phones.c.conversation == bindparam("old_conversation"))
_KEEP_PHONE = insert(phones)
_NEVER = dt.datetime(1, 1, 2, tzinfo=dt.timezone.utc)


def is_exhausted(work: Work, limits: tuple[Limit, ...], code: str, phone: str = "") -> bool:
    """Whether one of these limits allows nothing more, to this person, from this address, at this dossier code or at
    its registered phone."""
    subjects = {limit.name: _subject(work, limit, code, phone) for limit in limits}
    known = {name: subject for name, subject in subjects.items() if subject}
    rows = work.rows(_SPENT, {"names": list(known), "subjects": list(known.values())})
    counts = {(row.name, row.subject): row for row in rows}
    for limit in limits:
        name = (limit.name, subjects[limit.name])
        row = counts.get(name)
        stored = spent(limit, row.spent, row.since, work.now) if row else 0
        if stored + work.counted[name] >= limit.most:
            return True
    return False


def spend(work: Work, limits: tuple[Limit, ...], code: str, phone: str = "") -> None:
    """Count once more, whoever counts beside us."""
    for limit in limits:
        subject = _subject(work, limit, code, phone)
        if subject:
            work.counted[limit.name, subject] += 1
            begun = work.now - limit.period if limit.period else _NEVER
            row = {"name": limit.name, "subject": subject, "spent": 1, "since": work.now}
            work.add(_SPEND, {**row, "begun_before": begun, "begins": work.now})


def one_time_code(work: Work, code: str) -> OneTimeCode | None:
    """The last one sent to this person for a dossier code."""
    rows = work.rows(_CODE, _mine(work, code))
    return OneTimeCode(rows[0].hashed, rows[0].sent_at, rows[0].tries) if rows else None


def save_one_time_code(work: Work, code: str, sent: OneTimeCode | None) -> None:
    """In place of the one before; None ends it."""
    work.add(_DROP_CODE, _mine(work, code))
    if sent:
        row = {"person": work.person, "dossier": work.subject(code), "hashed": sent.hashed}
        work.add(_KEEP_CODE, {**row, "sent_at": sent.sent_at, "tries": sent.tries})


def hashed(work: Work, code: str, digits: str) -> str:
    """The keyed hash of a one-time code: of use to this person for this dossier only."""
    return work.keys.pseudonym("one-time", work.person, code, digits)


def send_sms(work: Work, phone: str, body: str) -> None:
    """Queue a message. One to nobody is queued as well: to tell must take the same time, whether there is a phone."""
    row = {"phone_enc": work.keys.encrypt(phone), "body_enc": work.keys.encrypt(body), "created_at": work.now}
    work.add(_SMS, {**row, "attempts": 0})


def verified_phone(work: Work) -> str | None:
    """The key of the phone that the channel verified for this conversation."""
    rows = work.rows(_PHONE, {"conversation": work.conversation})
    return str(rows[0].phone_key) if rows else None


def keep_phone(work: Work, phone: str) -> str | None:
    """The channel vouches that this person has this phone: its key from now on, written with the message's effects.
    None where it is no phone number."""
    key = work.keys.phone_key(phone)
    if key is not None:
        drop_phone(work)
        work.add(_KEEP_PHONE, {"conversation": work.conversation, "phone_key": key, "verified_at": work.now})
    return key


def drop_phone(work: Work) -> None:
    """Another person sits there: until the channel verifies theirs, none is known for this conversation."""
    work.add(_DROP_PHONE, {"old_conversation": work.conversation})


def is_registered(work: Work, code: str, phone_key: str) -> bool:
    """Whether a dossier exists and was registered with that phone, as its source tells. Raises SourceUnavailable."""
    found = work.find_dossier(code)
    return found is not None and work.keys.phone_key(found.dossier.phone) == phone_key


def _subject(work: Work, limit: Limit, code: str, phone: str) -> str | None:
    if limit.whose is Whose.PERSON:
        return work.person
    if limit.whose is Whose.PHONE:
        return work.keys.phone_key(phone) or work.subject(code)
    return work.subject(code) if limit.whose is Whose.DOSSIER else work.origin


def _mine(work: Work, code: str) -> dict[str, Any]:
    return {"old_person": work.person, "old_dossier": work.subject(code)}
