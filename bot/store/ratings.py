"""Ratings: asked once a dossier, answered once, counted by unit and month."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.conversations.channels import is_pushed
from bot.dossiers.dossier import Dossier
from bot.dossiers.ratings import MOST_STARS, OPEN_FOR
from bot.dossiers.texts import local_day
from bot.store.engine import reading
from bot.store.secrets import Keys
from bot.store.tables import outbox, ratings
from bot.store.upsert import Upsert
from bot.store.work import Work

_ASK = Upsert(ratings, ["dossier"])
_ASK_AGAIN = Upsert(ratings, ["dossier"], renewed=["conversation", "asked_at"])
_OF = select(ratings).where(ratings.c.dossier == bindparam("subject"))
_OPEN = (
    select(ratings)
    .where(
        ratings.c.conversation == bindparam("of_conversation"),
        ratings.c.stars.is_(None),
        ratings.c.asked_at <= bindparam("now"),
        ratings.c.asked_at > bindparam("since"),
    )
    .order_by(ratings.c.asked_at.desc())
)
_HERE = select(ratings).where(
    ratings.c.conversation == bindparam("of_conversation"), ratings.c.dossier.like(bindparam("subjects"))
)
_SENT = select(outbox.c.sent_at).where(
    outbox.c.conversation == bindparam("of_conversation"),
    outbox.c.once.like(bindparam("names")),
    outbox.c.created_at == bindparam("at"),
)
_LAST = (
    select(ratings)
    .where(ratings.c.conversation == bindparam("of_conversation"), ratings.c.at.is_not(None))
    .order_by(ratings.c.at.desc())
    .limit(1)
)
_RATE = (
    update(ratings)
    .where(ratings.c.dossier == bindparam("subject"), ratings.c.stars.is_(None))
    .values(stars=bindparam("given"), at=bindparam("now"))
)
_REASON = update(ratings).where(ratings.c.dossier == bindparam("subject")).values(reason_enc=bindparam("reason"))
_BETWEEN = ratings.c.month.between(bindparam("first"), bindparam("last"))
_COUNTS = (
    select(ratings.c.unit, ratings.c.month, ratings.c.stars, func.count().label("rows"))
    .where(_BETWEEN)
    .group_by(ratings.c.unit, ratings.c.month, ratings.c.stars)
    .order_by(ratings.c.unit, ratings.c.month)
)
_REASONS = (
    select(ratings)
    .where(_BETWEEN, ratings.c.reason_enc.is_not(None))
    .order_by(ratings.c.unit, ratings.c.month, ratings.c.at, ratings.c.dossier)
)


class Asked(NamedTuple):
    """``subject``: pseudonym of the dossier's code. ``stars`` None: not answered."""

    subject: str
    asked_at: dt.datetime
    stars: int | None


class Counted(NamedTuple):
    """Of one unit in one month: how many were asked, and how many gave 1, 2 … 5 stars."""

    unit: str
    month: str
    asked: int
    stars: tuple[int, ...]


class Reason(NamedTuple):
    unit: str
    month: str
    procedure: str
    stars: int
    text: str


def asked_about(work: Work, code: str) -> Asked | None:
    """Whether anybody was asked about this dossier."""
    return next(map(_asked, work.rows(_OF, {"subject": work.subject(code)})), None)


def open_questions(work: Work) -> list[Asked]:
    """What this conversation was asked and has not answered, the last first."""
    values = {"of_conversation": work.conversation, "now": work.now, "since": work.now - OPEN_FOR}
    return [_asked(row) for row in work.rows(_OPEN, values)]


def is_open(connection: Connection, conversation: str, now: dt.datetime) -> bool:
    """Whether a conversation has a question to answer: one at a time."""
    values = {"of_conversation": conversation, "now": now, "since": now - OPEN_FOR}
    return connection.execute(_OPEN, values).first() is not None


def asked_here(work: Work, beginning: str) -> Asked | None:
    """What this conversation was asked about the dossier whose pseudonym begins so, answered or not, however long
    ago."""
    values = {"of_conversation": work.conversation, "subjects": f"{beginning}%"}
    return next(map(_asked, work.rows(_HERE, values)), None)


def shown_at(work: Work, asked: Asked) -> dt.datetime | None:
    """When a question that came with a notice could be read; None: not yet, or it came with an answer."""
    if not is_pushed(work.channel):
        return asked.asked_at
    values = {"of_conversation": work.conversation, "names": f"{asked.subject}:%", "at": asked.asked_at}
    sent = work.rows(_SENT, values)
    return sent[0].sent_at if sent else None


def last_rated(work: Work) -> Asked | None:
    return next(map(_asked, work.rows(_LAST, {"of_conversation": work.conversation})), None)


def ask(work: Work, dossier: Dossier) -> None:
    """Note that this conversation is asked now; another one that was asked and did not answer is asked no more."""
    work.add(_ASK_AGAIN, _row(work.subject(dossier.code), work.conversation, dossier, work.now))


def ask_within(connection: Connection, subject: str, conversation: str, dossier: Dossier, now: dt.datetime) -> bool:
    """The same as a part of a transaction; False where somebody was asked about it before."""
    row = _row(subject, conversation, dossier, now)
    return _ASK.run(connection, row).rowcount == 1


def rate(work: Work, subject: str, stars: int) -> None:
    """The first answer holds."""
    work.add(_RATE, {"subject": subject, "given": stars, "now": work.now})


def give_reason(work: Work, subject: str, text: str) -> None:
    work.add(_REASON, {"subject": subject, "reason": work.keys.encrypt(text)})


def counts(engine: Engine, first: str, last: str) -> list[Counted]:
    """Of the months ``first`` to ``last`` (2026-11), by unit and month."""
    sums: dict[tuple[str, str], dict[int | None, int]] = {}
    with reading(engine) as connection:
        for row in connection.execute(_COUNTS, {"first": first, "last": last}):
            sums.setdefault((row.unit, row.month), {})[row.stars] = row.rows
    return [
        Counted(*name, sum(of.values()), tuple(of.get(n, 0) for n in range(1, MOST_STARS + 1)))
        for name, of in sums.items()
    ]


def reasons(engine: Engine, keys: Keys, first: str, last: str) -> list[Reason]:
    """What was said besides stars, as it was written."""
    with reading(engine) as connection:
        rows = connection.execute(_REASONS, {"first": first, "last": last}).all()
    return [Reason(row.unit, row.month, row.procedure, row.stars, keys.decrypt(row.reason_enc)) for row in rows]


def _row(subject: str, conversation: str, dossier: Dossier, now: dt.datetime) -> dict[str, Any]:
    row = {"dossier": subject, "conversation": conversation, "unit": dossier.agency[:200], "asked_at": now}
    return {**row, "procedure": dossier.procedure_id[:80], "month": f"{local_day(now):%Y-%m}"}


def _asked(row: Any) -> Asked:
    return Asked(row.dossier, row.asked_at, row.stars)
