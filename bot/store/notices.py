"""Telling people what became of their dossiers: what they know and the notice change together, or not at all."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, or_, select, update
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.channels import reply_window
from bot.dossiers.dossier import Dossier
from bot.dossiers.notice_text import notice_reply
from bot.dossiers.notices import Notice, NoticeKind, Told, is_daylight, lasts_until, news, next_morning
from bot.dossiers.ratings import may_be_asked
from bot.dossiers.source import AnswerUnusable, DossierSource, Found, SourceUnavailable
from bot.store import outbox, ratings
from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.subscriptions import read_told, write_told
from bot.store.tables import inbox, subscriptions

log = logging.getLogger(__name__)

FAR = dt.timedelta(days=1)

# A look further ahead than a day was planned by a clock that was set back since.
_TO_LOOK_AT = (
    select(subscriptions)
    .where(
        subscriptions.c.until > bindparam("now"),
        or_(subscriptions.c.look_at <= bindparam("now"), subscriptions.c.look_at > bindparam("far")),
    )
    .order_by(subscriptions.c.look_at, subscriptions.c.id)
    .limit(bindparam("most"))
)
# What an import changed meanwhile is looked at once more.
_AS_IT_WAS = subscriptions.c.changes == bindparam("seen")
_LOOKED = (
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("row_id"), _AS_IT_WAS)
    .values(look_at=bindparam("again_at"))
)
# Whoever was quicker has changed what is known; who wants no more has deleted it.
_TOLD = (
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("row_id"), subscriptions.c.told_enc == bindparam("known"))
    .values(
        told_enc=bindparam("told"),
        until=bindparam("new_end"),
        look_at=case((_AS_IT_WAS, bindparam("again_at")), else_=subscriptions.c.look_at),
    )
)
_LAST_HEARD = select(func.max(inbox.c.received_at)).where(inbox.c.conversation == bindparam("of_conversation"))


class Rules(NamedTuple):
    """``every``: how long until a dossier is looked at again without an event; ``most`` of them at once.

    ``beyond_window``: a channel's connector has a way to people who were silent for long (a template).
    """

    every: dt.timedelta
    most: int
    beyond_window: frozenset[str] = frozenset()


def tell_news(engine: Engine, keys: Keys, source: DossierSource, now: dt.datetime, rules: Rules) -> list[str]:
    """Put the notices that are due now into the outbox, by day only; the conversations that have a new one."""
    if not is_daylight(now):
        return []
    values = {"now": now, "far": now + FAR, "most": rules.most}
    with reading(engine) as connection:
        rows = connection.execute(_TO_LOOK_AT, values).all()
    teller = _Teller(engine, keys, source, now, rules)
    told = [row.conversation for row in rows if teller.look(row)]
    teller.note_looks()
    return told


class _Teller:
    """One round. A source that is away is left alone until the next one."""

    def __init__(self, engine: Engine, keys: Keys, source: DossierSource, now: dt.datetime, rules: Rules) -> None:
        self._engine, self._keys, self._source, self._now, self._rules = engine, keys, source, now, rules
        # Days come in the morning, so everything is looked at then too.
        self._again_at = min(now + rules.every, next_morning(now))
        self._is_away = False
        self._looks: list[dict[str, Any]] = []

    def look(self, row: Row) -> bool:
        """Whether there was something to tell."""
        if self._is_away:
            # As it is: what was not asked for comes first in the next round, before what failed.
            return False
        try:
            return self._look(row)
        except SQLAlchemyError:
            raise
        except Exception as error:
            # Whatever is odd about one dossier: nobody else waits for it.
            log.error("subscription %s cannot be judged: %s", row.id, type(error).__name__)
            self._put_off(row)
            return False

    def _look(self, row: Row) -> bool:
        found = self._find(row)
        if found is not None:
            known = read_told(self._keys, row.told_enc)
            notice, told = news(found.dossier, known, self._now, found.seen_at)
            if notice is not None and self._is_reachable(row, notice):
                ends = lasts_until(found.dossier, known, row.until, self._now)
                return self._tell(row, found.dossier, notice, told, ends)
        self._put_off(row, found)
        return False

    def _find(self, row: Row) -> Found | None:
        """What can be relied on; nobody is told what may have changed since."""
        try:
            found = self._source.find(self._keys.decrypt(row.code_enc), self._now)
        except AnswerUnusable:
            return None
        except SourceUnavailable:
            self._is_away = True
            return None
        return found if found and found.stale_since is None else None

    def _is_reachable(self, row: Row, notice: Notice) -> bool:
        channel = outbox.channel_of(row.conversation)
        with reading(self._engine) as connection:
            heard = _last_heard(connection, row)
        if row.gone_at is not None and (heard is None or heard <= row.gone_at):
            return False
        if channel in self._rules.beyond_window or self._is_in_window(row, heard):
            return True
        # Not noted as told: it is told when the person writes again.
        log.warning("%s: a notice (%s) waits, its reader was silent for too long", channel, notice.kind.value)
        return False

    def _is_in_window(self, row: Row, heard: dt.datetime | None) -> bool:
        """Whether the channel takes a whole message to them now, with buttons; it may take a template still."""
        window = reply_window(outbox.channel_of(row.conversation))
        return window is None or (heard is not None and self._now - heard < window)

    def _put_off(self, row: Row, found: Found | None = None) -> None:
        # Of what is closed hardly anything comes, and not without an import's saying so.
        is_closed = found is not None and found.dossier.status.is_closed
        again_at = next_morning(self._now) if is_closed else self._again_at
        self._looks.append({"row_id": row.id, "again_at": again_at, "seen": row.changes})

    def note_looks(self) -> None:
        """Those without news together, in the order in which an import takes them too: who ends before looks again."""
        if self._looks:
            with writing(self._engine) as connection:
                connection.execute(_LOOKED, sorted(self._looks, key=lambda look: look["row_id"]))

    def _tell(self, row: Row, dossier: Dossier, notice: Notice, told: Told, ends: dt.datetime) -> bool:
        values = {"row_id": row.id, "known": row.told_enc, "again_at": self._again_at, "new_end": ends}
        values |= {"told": write_told(self._keys, told), "seen": row.changes}
        with writing(self._engine) as connection:
            if connection.execute(_TOLD, values).rowcount == 0:
                return False
            reply = notice_reply(notice.kind, dossier, self._now, self._ask(connection, row, dossier, notice))
            put: dict[str, Any] = outbox.notice(self._keys, row.conversation, self._once(row, notice), reply, self._now)
            return outbox.PUT_ONCE.run(connection, put).rowcount == 1

    def _ask(self, connection: Connection, row: Row, dossier: Dossier, notice: Notice) -> str | None:
        """The pseudonym to rate it under, where this is the moment to ask."""
        if notice.kind is not NoticeKind.RETURNED or not may_be_asked(dossier, self._now):
            return None
        if ratings.is_open(connection, row.conversation, self._now):
            return None
        # A template has no room for the question and its buttons: the next answer asks.
        if not self._is_in_window(row, _last_heard(connection, row)):
            return None
        asked = ratings.ask_within(connection, row.dossier, row.conversation, dossier, self._now)
        return str(row.dossier) if asked else None

    def _once(self, row: Row, notice: Notice) -> str:
        """Begins with the dossier, so that what has not left can be found when the person wants no more. From what was
        told before, new with each notice: what was told long ago may be told anew."""
        return f"{row.dossier}:{self._keys.pseudonym('notice', row.conversation, notice.name, row.told_enc)[:31]}"


def _last_heard(connection: Connection, row: Row) -> dt.datetime | None:
    return connection.execute(_LAST_HEARD, {"of_conversation": row.conversation}).scalar()
