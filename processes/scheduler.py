"""The scheduler: tells people what became of their dossiers, and forgets what is old. Any number may run."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
import time
from collections.abc import Callable

from bot.clock import utc_now
from bot.conversations.channels import is_pushed
from bot.remote.source import open_source
from bot.settings import Settings
from bot.store.alone import Busy, alone
from bot.store.bell import OUTBOX, Ringer, bells
from bot.store.engine import open_engine
from bot.store.forget import forget_old
from bot.store.notices import Rules, tell_news
from bot.store.outbox import channel_of
from bot.store.secrets import load_keys
from bot.store.version import wait_until_migrated

log = logging.getLogger(__name__)

TICK_SECONDS = 60.0
FORGET_SECONDS = 3600.0
OWN = Rules(every=dt.timedelta(hours=6), most=5_000)
# Another's system is asked gently: one dossier a second, each twice an hour.
ASKED = Rules(every=dt.timedelta(minutes=30), most=60)


class Scheduler:
    """What is due stands in the database, so nothing is lost when it ends. ``now`` is a parameter for tests."""

    def __init__(self, settings: Settings, now: Callable[[], dt.datetime] = utc_now) -> None:
        self._settings = settings
        self._now = now
        self._engine = open_engine(settings.database)
        self._keys = load_keys(settings)
        # With copies nobody could tell who was not asked, for another's failure, and goes first the next time.
        self._source = open_source(settings, self._engine, self._keys, copies=False)
        self._ringer = Ringer(bells(settings))
        self._stop = threading.Event()
        # By a clock that is never set.
        self._forgotten: float | None = None

    def run(self) -> None:
        """Until SIGTERM."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        wait_until_migrated(self._engine)
        log.info("the scheduler is ready")
        while not self._stop.is_set():
            self.tick()
            self._stop.wait(TICK_SECONDS)
        self.close()

    def tick(self) -> int:
        """Do what is due, unless another scheduler is at it; how many notices there were."""
        try:
            with alone(self._engine, "scheduling", wait=False):
                told = self._tell()
                self._forget()
        except Busy:
            return 0
        except Exception as error:
            # Only the class: the text of an error may hold what a citizen wrote.
            log.error("a round failed: %s; the next one begins in a minute", type(error).__name__)
            return 0
        return told

    def close(self) -> None:
        self._source.close()
        self._engine.dispose()
        self._ringer.close()

    def _tell(self) -> int:
        conversations = tell_news(self._engine, self._keys, self._source, self._now(), self._rules())
        for conversation in conversations:
            pushed = is_pushed(channel_of(conversation))
            self._ringer.ring_all(OUTBOX if pushed else "gateway-*", conversation)
        if conversations:
            log.info("%s notices", len(conversations))
        return len(conversations)

    def _rules(self) -> Rules:
        rules = ASKED if self._settings.dossiers_url else OWN
        return rules._replace(beyond_window=frozenset({"zalo"} if self._settings.zalo_notice_template else ()))

    def _forget(self) -> None:
        """Retention that really deletes."""
        if self._forgotten is not None and time.monotonic() - self._forgotten < FORGET_SECONDS:
            return
        keep = dt.timedelta(days=self._settings.retention_days)
        rows = forget_old(self._engine, self._now() - keep)
        log.info("%s rows older than %s days were deleted", rows, keep.days)
        self._forgotten = time.monotonic()


def run_scheduler(settings: Settings) -> None:
    """Until SIGTERM."""
    Scheduler(settings).run()
