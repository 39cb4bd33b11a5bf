"""One worker: claims a message, works on it, commits everything at once. Forked from a parent that loaded the model."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
import select
import signal
import socket
import time

from sqlalchemy import delete, insert
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import utc_now
from bot.conversations.channels import is_pushed
from bot.conversations.reply import Custom, Kind, Reply
from bot.conversations.unit import load_unit
from bot.dialogue.agent import Assistant
from bot.remote.source import open_source
from bot.settings import Settings
from bot.store import inbox
from bot.store.bell import OUTBOX, Ringer, bells
from bot.store.engine import open_engine, writing
from bot.store.inbox import Claimed
from bot.store.secrets import load_keys
from bot.store.shelf import shelf
from bot.store.tables import workers
from bot.store.work import ClaimLost, Work, current
from bot.texts import say

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 5.0
ORPHAN_SECONDS = 120.0
DATABASE_PAUSE = 1.0


class Worker:
    """``bell`` is heard by all workers of a parent; one ring wakes one of them."""

    def __init__(self, settings: Settings, assistant: Assistant, name: str, bell: socket.socket) -> None:
        self.name = name
        self._settings = settings
        self._assistant = assistant
        self._bell = bell
        self._engine: Engine = open_engine(settings.database)
        self._keys = load_keys(settings)
        self._source = open_source(settings, self._engine, self._keys)
        self._lease = dt.timedelta(seconds=settings.lease_seconds)
        self._ringer = Ringer(bells(settings))
        self._loop = asyncio.new_event_loop()
        self._stopping = self._holding = False
        self._claimed: Claimed | None = None
        self._parent = os.getppid()
        self._beaten = self._orphaned = 0.0

    def run(self) -> None:
        """Until SIGTERM, or until long after the parent died. A message in hand is finished first."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while self._claimed or not (self._stopping or self._abandoned()):
            try:
                self._let_go()
                self._beat()
                message = self._claimed or inbox.claim(self._engine, self._keys, self.name, utc_now(), self._lease)
                if message is None:
                    self._wait()
                else:
                    self.work_on(message)
            except SQLAlchemyError as error:
                log.error("the database does not answer: %s", type(error).__name__)
                self._holding = True
                time.sleep(DATABASE_PAUSE)

    def close(self) -> None:
        """Give back what a worker holds that does not end with its process."""
        self._source.close()
        self._engine.dispose()
        self._ringer.close()
        self._loop.close()

    def _let_go(self) -> None:
        """Free what was in hand when the database went away, so that it does not wait for its lease to end."""
        if self._holding:
            inbox.release(self._engine, self.name)
            self._holding = False

    def take_over(self, dead: str) -> None:
        """Free what a worker that died held, so that it is worked on now and not when its lease ends."""
        inbox.release(self._engine, dead)

    def work_on(self, message: Claimed) -> None:
        """Answer one message, or give it back, or after the last try say sorry."""
        self._claimed = None
        if message.text is None or message.attempts > inbox.MOST_ATTEMPTS:
            # No key reads it, or it ended a worker at each try.
            self._give_up(message)
        else:
            self._answer(message, message.text)
        self._ringer.ring_all(OUTBOX if is_pushed(message.channel) else "gateway-*", message.conversation)

    def _answer(self, message: Claimed, text: str) -> None:
        work = Work(self._engine, self._keys, message.conversation, utc_now(), self._source, message.origin, message)
        token = current.set(work)
        try:
            replies = self._loop.run_until_complete(self._assistant.handle(text, message.conversation, message.event))
            told = replies if replies or work.silent else (self._sorry(),)
            self._claimed = work.commit(message, told, after=self._claim_next)
        except ClaimLost:
            log.warning("message %s was taken over by another worker", message.id)
        except SQLAlchemyError:
            raise
        except Exception as error:
            # Only the class: the text of an error may hold what a citizen wrote.
            log.error("message %s failed, try %s: %s", message.id, message.attempts, _place(error))
            self._fail(message)
        finally:
            current.reset(token)

    def _claim_next(self, connection: Connection) -> Claimed | None:
        """In the transaction that finishes a message, unless we are to end: a commit less for each."""
        if self._stopping:
            return None
        return inbox.claim_within(connection, self._keys, self.name, utc_now(), self._lease)

    def _fail(self, message: Claimed) -> None:
        if message.attempts < inbox.MOST_ATTEMPTS:
            inbox.give_back(self._engine, message)
        else:
            self._give_up(message)

    def _give_up(self, message: Claimed) -> None:
        with contextlib.suppress(ClaimLost):
            empty = Work(self._engine, self._keys, message.conversation, utc_now())
            empty.commit(message, (self._sorry(),), status="dead")

    def _sorry(self) -> Reply:
        first = load_unit(self._settings.unit_file).hotlines[0]
        number = say("talk", "hotline", name=first.name, number=first.number)
        return Reply(say("talk", "error", hotline=number), Custom(Kind.ERROR))

    def _wait(self) -> None:
        """Until a ring that no other worker took, or long enough to look by oneself, or SIGTERM."""
        deadline = time.monotonic() + POLL_SECONDS
        while (left := deadline - time.monotonic()) > 0 and not self._stopping:
            if select.select([self._bell], [], [], left)[0]:
                with contextlib.suppress(BlockingIOError):
                    self._bell.recv(64, socket.MSG_DONTWAIT)
                    return

    def _beat(self) -> None:
        """Be seen every few seconds; who is not seen is not counted as ready."""
        if time.monotonic() - self._beaten < HEARTBEAT_SECONDS:
            return
        with writing(self._engine) as connection:
            connection.execute(delete(workers).where(workers.c.name == self.name))
            connection.execute(insert(workers).values(name=self.name, pid=os.getpid(), seen_at=utc_now()))
        # An import is taken over also while nobody writes.
        shelf(self._engine, utc_now())
        self._beaten = time.monotonic()

    def _abandoned(self) -> bool:
        """Go on without a parent until the next one's workers end us, but not for ever."""
        if os.getppid() == self._parent:
            return False
        self._orphaned = self._orphaned or time.monotonic()
        return time.monotonic() - self._orphaned > ORPHAN_SECONDS

    def _stop(self, signum: int, frame: object) -> None:
        self._stopping = True


def _place(error: BaseException) -> str:
    """Class and source line of an error, without its text."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"
