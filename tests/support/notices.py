"""Somebody who wants to hear of a dossier that exports change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Engine, Row

from bot.conversations.reply import Reply
from bot.dossiers.dossier import Dossier
from bot.dossiers.notices import known
from bot.store import subscriptions
from bot.store.engine import reading, writing
from bot.store.exports import take
from bot.store.notices import Rules, tell_news
from bot.store.outbox import read_reply
from bot.store.secrets import Keys
from bot.store.source import SqlDossiers
from bot.store.tables import outbox
from bot.store.tables import subscriptions as subscriptions_table
from bot.store.work import Work
from tests.dossiers.examples import at, dossier

MORNING = at("2026-11-20 09:05")
RULES = Rules(dt.timedelta(hours=6), 1_000)


class Follower:
    """``clock`` stands still until moved. The dossier is in the database, and being worked on."""

    def __init__(self, engine: Engine, keys: Keys, conversation: str = "web-1") -> None:
        self.engine, self.keys, self.conversation = engine, keys, conversation
        self.clock = MORNING
        self.export()

    def export(self, exported_at: dt.datetime | None = None, **changes: Any) -> Dossier:
        """An import of one dossier."""
        changed = dossier(**changes)
        take(self.engine, self.keys, [changed], "test", exported_at or self.clock)
        return changed

    def follow(self, conversation: str | None = None, code: str = dossier().code) -> None:
        """As after the whole answer was read."""
        found = SqlDossiers(self.engine, self.keys).find(code, self.clock)
        assert found
        work = self.work(conversation)
        subscriptions.subscribe(work, code, known(found.dossier, self.clock))
        work.commit()

    def stop(self) -> None:
        work = self.work()
        subscriptions.stop(work, [one.subject for one in subscriptions.mine(work)])
        work.commit()

    def work(self, conversation: str | None = None) -> Work:
        return Work(self.engine, self.keys, conversation or self.conversation, self.clock)

    def tell(self, rules: Rules = RULES, **later: int) -> list[str]:
        """A round of the scheduler, some time later."""
        self.clock += dt.timedelta(**later)
        return tell_news(self.engine, self.keys, SqlDossiers(self.engine, self.keys), self.clock, rules)

    def rows(self) -> list[Row]:
        with reading(self.engine) as connection:
            return list(connection.execute(select(outbox).where(outbox.c.once.is_not(None)).order_by(outbox.c.id)))

    def receive(self) -> None:
        """Everything that waited has arrived."""
        with writing(self.engine) as connection:
            connection.execute(update(outbox).values(status="sent"))

    def is_reached(self) -> bool:
        """Whether no channel has said that they are gone."""
        with reading(self.engine) as connection:
            query = select(subscriptions_table.c.gone_at)
            return connection.execute(query.where(subscriptions_table.c.conversation == self.conversation)).one() == (
                None,
            )

    def notices(self) -> list[Reply]:
        return [read_reply(self.keys, row.body_enc) for row in self.rows()]
