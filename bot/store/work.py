"""The unit of work of one message: reads at once, writes together at the end, or not at all."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from zoneinfo import ZoneInfo

import msgspec
from cryptography.fernet import InvalidToken
from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.reply import Reply
from bot.dossiers.dossier import Dossier
from bot.dossiers.verification import Attempts
from bot.store import outbox
from bot.store.engine import reading, writing
from bot.store.inbox import Claimed, finish
from bot.store.secrets import Keys
from bot.store.tables import conversations, dossiers, journal, lookups, tickets

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TICKET_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class ClaimLost(RuntimeError):
    """Another worker took the message over; nothing of this unit of work was written."""


class Work:
    """Everything that handling one message may read and write. ``now`` (UTC) stands still within it."""

    def __init__(self, engine: Engine, keys: Keys, conversation: str, now: dt.datetime) -> None:
        self.now = now
        self.conversation = conversation
        self.person = keys.pseudonym("person", conversation)
        self.error: BaseException | None = None
        self._engine = engine
        self._keys = keys
        self._effects: list[Callable[[Connection], None]] = []

    def load_state(self) -> tuple[str, dt.datetime] | None:
        """The dialogue's state as JSON and the time (UTC) it was saved; None where none of our keys reads it."""
        query = select(conversations).where(conversations.c.id == self.conversation)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        try:
            return (self._keys.decrypt(row.state_enc), row.updated_at) if row else None
        except InvalidToken:
            return None

    def save_state(self, state: str) -> None:
        row = {"id": self.conversation, "state_enc": self._keys.encrypt(state), "updated_at": self.now}
        self._replace(conversations, {"id": self.conversation}, row)

    def dossier(self, code: str) -> Dossier | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(dossiers.c.record_enc).where(dossiers.c.code == code)).first()
        return msgspec.json.decode(self._keys.decrypt(row.record_enc), type=Dossier) if row else None

    def attempts(self, code: str) -> Attempts:
        """This person's wrong tries on a dossier code, whether or not the dossier exists."""
        mine = (lookups.c.person == self.person) & (lookups.c.dossier == self._subject(code))
        with reading(self._engine) as connection:
            row = connection.execute(select(lookups).where(mine)).first()
        return Attempts(row.failures, row.locked_until) if row else Attempts()

    def save_attempts(self, code: str, attempts: Attempts) -> None:
        key = {"person": self.person, "dossier": self._subject(code)}
        row = {**key, "failures": attempts.failures, "locked_until": attempts.locked_until, "updated_at": self.now}
        self._replace(lookups, key, row if attempts.failures else None)

    def note_lookup(self, event: str, code: str) -> None:
        """Write a look-up into the journal, under pseudonyms."""
        self._note(event, self._subject(code))

    def open_ticket(self, kind: str, text: str) -> str:
        """Record a request for a person or a complaint; the number that the citizen is told."""
        day = self.now.astimezone(VIETNAM).strftime("%y%m%d")
        number = f"MC-{day}-{''.join(secrets.choice(TICKET_LETTERS) for _ in range(5))}"
        row = {"number": number, "kind": kind, "conversation": self.conversation, "created_at": self.now}
        values = {**row, "text_enc": self._keys.encrypt(text)}
        self._effects.append(lambda connection: _execute(connection, insert(tickets).values(values)))
        self._note(kind, number)
        return number

    def commit(self, message: Claimed | None = None, replies: tuple[Reply, ...] = (), status: str = "done") -> None:
        """Write it all in one transaction. Raises ClaimLost when the message is no longer ours."""
        with writing(self._engine) as connection:
            if message and not finish(connection, message, self.now, status):
                raise ClaimLost(message.id)
            for effect in self._effects:
                effect(connection)
            if message:
                outbox.put(connection, self._keys, message, replies, self.now)
        self._effects.clear()

    def _subject(self, code: str) -> str:
        return self._keys.pseudonym("dossier", code)

    def _note(self, event: str, subject: str) -> None:
        values = {"at": self.now, "person": self.person, "event": event, "subject": subject}
        self._effects.append(lambda connection: _execute(connection, insert(journal).values(values)))

    def _replace(self, table, key, row) -> None:  # type: ignore[no-untyped-def]
        """Delete and insert: the same on both databases, and a conversation has one writer at a time."""
        condition = [table.c[name] == value for name, value in key.items()]
        self._effects.append(lambda connection: _execute(connection, delete(table).where(*condition)))
        if row:
            self._effects.append(lambda connection: _execute(connection, insert(table).values(row)))


def _execute(connection: Connection, statement) -> None:  # type: ignore[no-untyped-def]
    connection.execute(statement)


current: ContextVar[Work] = ContextVar("current unit of work")
