"""The unit of work of one message: reads at once, writes together at the end, or not at all."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from cryptography.fernet import InvalidToken
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql.base import Executable

from bot.conversations.reply import Reply
from bot.dossiers.history import Event
from bot.dossiers.source import DossierSource, Found, Listed, SourceUnavailable
from bot.dossiers.verification import Attempts
from bot.store import outbox
from bot.store.engine import reading, writing
from bot.store.events import events_of
from bot.store.inbox import Claimed, State, finish
from bot.store.secrets import Keys
from bot.store.source import SqlDossiers
from bot.store.tables import conversations, inbox, journal, lookups, tickets
from bot.store.upsert import Upsert

Result = TypeVar("Result")
Effect = tuple[Executable | Upsert, dict[str, Any]]
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TICKET_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


_STATE = select(conversations).where(conversations.c.id == bindparam("conversation"))
_ANSWERED = (
    select(inbox.c.id)
    .where(inbox.c.conversation == bindparam("conversation"), inbox.c.done_at >= bindparam("since"))
    .limit(1)
)
_ATTEMPTS = select(lookups).where(
    lookups.c.person == bindparam("old_person"), lookups.c.dossier == bindparam("old_dossier")
)
_KEEP_STATE = Upsert(conversations, ["id"], renewed=["state_enc", "updated_at"])
_DROP_ATTEMPTS = delete(lookups).where(
    lookups.c.person == bindparam("old_person"), lookups.c.dossier == bindparam("old_dossier")
)
_PHONE = update(tickets).where(tickets.c.number == bindparam("of_ticket")).values(phone_enc=bindparam("phone_enc"))
_KEEP_ATTEMPTS, _TICKET, _NOTE = insert(lookups), insert(tickets), insert(journal)


class ClaimLost(RuntimeError):
    """Another worker took the message over; nothing of this unit of work was written."""


class Work:
    """Everything that handling one message may read and write. ``now`` (UTC) stands still within it.

    ``source`` knows the dossiers; without one it is this database. ``origin``: pseudonym of the network address that
    the message came from, if any. ``message``: what was claimed, which brings the state along.
    """

    def __init__(
        self,
        engine: Engine,
        keys: Keys,
        conversation: str,
        now: dt.datetime,
        source: DossierSource | None = None,
        origin: str | None = None,
        message: Claimed | None = None,
    ) -> None:
        self.now = now
        self.keys = keys
        self.origin = origin
        self.conversation = conversation
        self.person = keys.pseudonym("person", conversation)
        self.error: BaseException | None = None
        # Nothing is to be said: without it, a message without a reply failed.
        self.silent = False
        # What of the limits this work itself spends: one message may hold several guesses.
        self.counted: Counter[tuple[str, str | None]] = Counter()
        self.engine = engine
        self._source = source or SqlDossiers(engine, keys)
        self._message = message
        self._effects: list[Effect] = []
        self._state: list[Effect] = []

    @property
    def channel(self) -> str:
        return outbox.channel_of(self.conversation)

    def rows(self, statement: Executable, values: dict[str, Any]) -> list[Any]:
        """What is stored now; effects of this work are not in it yet."""
        with reading(self.engine) as connection:
            return list(connection.execute(statement, values).all())

    def add(self, statement: Executable | Upsert, values: dict[str, Any]) -> None:
        """One more effect, for the commit."""
        self._effects.append((statement, values))

    def load_state(self) -> tuple[str, dt.datetime] | None:
        """The dialogue's state as JSON and the time (UTC) it was saved; None where none of our keys reads it."""
        saved = self._message.state if self._message else self._stored_state()
        try:
            return (self.keys.decrypt(saved.token), saved.at) if saved else None
        except InvalidToken:
            return None

    def save_state(self, state: str) -> None:
        """In place of the one before. Encrypted here, not while the transaction is open."""
        row = {"id": self.conversation, "state_enc": self.keys.encrypt(state), "updated_at": self.now}
        self._state = [(_KEEP_STATE, row)]

    def was_here(self, since: dt.datetime) -> bool:
        """Whether something of this conversation was answered since then."""
        return bool(self.rows(_ANSWERED, {"conversation": self.conversation, "since": since}))

    def find_dossier(self, code: str) -> Found | None:
        """Raises SourceUnavailable."""
        return self._source.find(code, self.now)

    def ask_dossier(self, code: str) -> Found | None:
        """As its source tells now, to compare a factor with. Raises SourceUnavailable also where only an earlier answer
        is kept: there is none of codes that do not exist, so words about it would tell those apart."""
        found = self.find_dossier(code)
        if found and found.is_kept:
            raise SourceUnavailable("only kept")
        return found

    def dossiers_of(self, phone_key: str) -> list[Listed] | None:
        """Those registered under a phone, the last changed first; None where the source knows codes only."""
        return self._source.of_phone(phone_key, self.now)

    def events_of(self, code: str) -> list[Event]:
        """The changes of a dossier's status that exports showed, as they happened."""
        return events_of(self.engine, self.keys, code)

    def attempts(self, code: str) -> Attempts:
        """This person's wrong tries on a dossier code, whether or not the dossier exists."""
        mine = {"old_person": self.person, "old_dossier": self.subject(code)}
        with reading(self.engine) as connection:
            row = connection.execute(_ATTEMPTS, mine).first()
        return Attempts(row.failures, row.locked_until) if row else Attempts()

    def save_attempts(self, code: str, attempts: Attempts) -> None:
        key = {"person": self.person, "dossier": self.subject(code)}
        row = {**key, "failures": attempts.failures, "locked_until": attempts.locked_until, "updated_at": self.now}
        self._effects.append((_DROP_ATTEMPTS, {f"old_{name}": value for name, value in key.items()}))
        if attempts.failures:
            self._effects.append((_KEEP_ATTEMPTS, row))

    def note_lookup(self, event: str, code: str) -> None:
        """Write a look-up into the journal, under pseudonyms."""
        self._note(event, self.subject(code))

    def open_ticket(self, kind: str, text: str) -> str:
        """Record a request for a person or a complaint; the number that the citizen is told."""
        day = self.now.astimezone(VIETNAM).strftime("%y%m%d")
        number = f"MC-{day}-{''.join(secrets.choice(TICKET_LETTERS) for _ in range(5))}"
        row = {"number": number, "kind": kind, "conversation": self.conversation, "created_at": self.now}
        values = {**row, "text_enc": self.keys.encrypt(text)}
        self._effects.append((_TICKET, values))
        self._note(kind, number)
        return number

    def note_phone(self, ticket: str, phone: str) -> None:
        """Where the person of that ticket wants to be called back; a later number takes the place of an earlier one."""
        self._effects.append((_PHONE, {"of_ticket": ticket, "phone_enc": self.keys.encrypt(phone)}))

    def commit(
        self,
        message: Claimed | None = None,
        replies: tuple[Reply, ...] = (),
        status: str = "done",
        after: Callable[[Connection], Result | None] = lambda connection: None,
    ) -> Result | None:
        """Write it all in one transaction, with ``after`` as its end; what that returned.

        Raises ClaimLost when the message is no longer ours.
        """
        with writing(self.engine) as connection:
            if message and not finish(connection, message, self.now, status):
                raise ClaimLost(message.id)
            for statement, values in (*self._effects, *self._state):
                if isinstance(statement, Upsert):
                    statement.run(connection, values)
                else:
                    connection.execute(statement, values)
            if message:
                outbox.put(connection, self.keys, message, replies, self.now)
            result = after(connection)
        self._effects.clear()
        self._state.clear()
        return result

    def subject(self, code: str) -> str:
        """The pseudonym of a dossier code."""
        return self.keys.pseudonym("dossier", code)

    def _stored_state(self) -> State | None:
        row = next(iter(self.rows(_STATE, {"conversation": self.conversation})), None)
        return State(row.state_enc, row.updated_at) if row else None

    def _note(self, event: str, subject: str) -> None:
        values = {"at": self.now, "person": self.person, "event": event, "subject": subject}
        self._effects.append((_NOTE, values))


current: ContextVar[Work] = ContextVar("current unit of work")
