"""Who wants to hear of which dossier, as a conversation sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from bot.dossiers.dossier import Dossier
from bot.dossiers.notices import LASTS, Told, known, lasts_until
from bot.store.secrets import Keys
from bot.store.tables import outbox, subscriptions
from bot.store.tables.delivery import IS_WAITING
from bot.store.work import Work

MOST = 20

_MINE = (
    select(subscriptions)
    .where(subscriptions.c.conversation == bindparam("of_conversation"), subscriptions.c.until > bindparam("now"))
    .order_by(subscriptions.c.id)
)
_OURS = (
    subscriptions.c.conversation == bindparam("of_conversation"),
    subscriptions.c.dossier.in_(bindparam("subjects", expanding=True)),
)
_TOLD = select(subscriptions.c.told_enc, subscriptions.c.until).where(*_OURS)
# Not over what a notice that was quicker has told.
_READ = (
    update(subscriptions)
    .where(*_OURS, subscriptions.c.told_enc == bindparam("before"))
    .values(told_enc=bindparam("told"), until=bindparam("new_end"))
)
_PROLONG = update(subscriptions).where(*_OURS).values(until=bindparam("new_end"))
_DROP = delete(subscriptions).where(*_OURS)
_PUT = insert(subscriptions)
_UNSENT = delete(outbox).where(
    outbox.c.conversation == bindparam("of_conversation"),
    outbox.c.once.like(bindparam("names")),
    IS_WAITING,
    outbox.c.in_flight_at.is_(None),
)


_LAST_NOTICE = (
    select(outbox.c.once, outbox.c.created_at)
    .where(outbox.c.conversation == bindparam("of_conversation"), outbox.c.once.is_not(None))
    .order_by(outbox.c.id.desc())
    .limit(1)
)


class Came(NamedTuple):
    """A notice: of which dossier, and when it was put."""

    subject: str
    at: dt.datetime


class Subscription(NamedTuple):
    """``subject``: pseudonym of the code."""

    subject: str
    code: str
    since: dt.datetime


def mine(work: Work) -> list[Subscription]:
    """Of what this conversation is told now, the oldest first."""
    rows = work.rows(_MINE, {"of_conversation": work.conversation, "now": work.now})
    return [Subscription(row.dossier, work.keys.decrypt(row.code_enc), row.since) for row in rows]


def last_notice(work: Work) -> Came | None:
    """The last that this conversation was told by itself, as far as the outbox remembers."""
    rows = work.rows(_LAST_NOTICE, {"of_conversation": work.conversation})
    return next((Came(row.once.partition(":")[0], row.created_at) for row in rows), None)


def subscribe(work: Work, code: str, told: Told) -> None:
    """Tell this conversation of what changes from now on; ``told``: what it knows already."""
    subject = work.subject(code)
    row: dict[str, Any] = {"conversation": work.conversation, "dossier": subject, "since": work.now}
    row |= {"code_enc": work.keys.encrypt(code), "told_enc": write_told(work.keys, told)}
    row |= {"until": work.now + LASTS, "look_at": work.now}
    work.add(_DROP, {"of_conversation": work.conversation, "subjects": [subject]})
    work.add(_PUT, row)


def prolong(work: Work, code: str) -> None:
    """Who asks again is told for as long as who asks now."""
    mine = {"of_conversation": work.conversation, "subjects": [work.subject(code)]}
    work.add(_PROLONG, {**mine, "new_end": work.now + LASTS})


def note_read(work: Work, dossier: Dossier) -> None:
    """This conversation is given the whole answer about it: where it is followed, no notice tells that again."""
    mine = {"of_conversation": work.conversation, "subjects": [work.subject(dossier.code)]}
    for row in work.rows(_TOLD, mine):
        before = read_told(work.keys, row.told_enc)
        told = known(dossier, work.now, before)
        if told != before:
            ends = lasts_until(dossier, before, row.until, work.now)
            work.add(_READ, {**mine, "before": row.told_enc, "told": write_told(work.keys, told), "new_end": ends})


def stop(work: Work, subjects: Iterable[str]) -> None:
    """Tell no more of these, also what has been decided and has not left yet."""
    mine = {"of_conversation": work.conversation}
    for subject in subjects:
        # Not ended by a time: a clock that is set back would begin it again.
        work.add(_DROP, {**mine, "subjects": [subject]})
        work.add(_UNSENT, {**mine, "names": f"{subject}:%"})


def write_told(keys: Keys, told: Told) -> str:
    """As it stands in ``told_enc``."""
    return keys.encrypt(msgspec.json.encode(told).decode())


def read_told(keys: Keys, token: str) -> Told:
    """Raises cryptography.fernet.InvalidToken, msgspec.MsgspecError."""
    return msgspec.json.decode(keys.decrypt(token), type=Told)
