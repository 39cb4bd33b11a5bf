"""The OA's access token, for all threads of a process and all processes of the unit.

Whoever refreshes with a token that was used already loses the OA until a person consents again. So one process does it
at a time, under the lease of the row in the database, and the new pair is stored before anybody uses it.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

import httpx
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import utc_now
from bot.settings import Settings
from bot.store import tokens
from bot.store.secrets import Keys
from bot.store.tokens import Pair
from connectors.zalo.oauth import CURE, TIMEOUT, NoAccess, ask

log = logging.getLogger(__name__)

NAME = "zalo"
# Longer than a call can take.
LEASE = dt.timedelta(seconds=90)
EARLY = dt.timedelta(hours=12)
LOOK_AGAIN = dt.timedelta(seconds=30)
PAUSE = dt.timedelta(seconds=60)
WAIT_SECONDS = 0.2
MOST_TRIES_TO_KEEP = 30


class Access:
    """One a process, for all its threads; it blocks. ``now`` and ``sleep`` are parameters for tests."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        keys: Keys,
        client: httpx.Client | None = None,
        now: Callable[[], dt.datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings, self._engine, self._keys = settings, engine, keys
        self._client = client or httpx.Client(timeout=TIMEOUT)
        self._now, self._sleep = now, sleep
        self._lock = threading.Lock()
        self._pair: Pair | None = None
        self._unkept: Pair | None = None
        self._read_at = self._failed_at = dt.datetime.min.replace(tzinfo=dt.timezone.utc)

    def close(self) -> None:
        self._client.close()

    def known(self) -> str | None:
        """The token without any waiting, where it is surely good; None where ``token`` has to look."""
        pair, now = self._pair, self._now()
        fresh = pair and now - self._read_at <= LOOK_AGAIN and pair.expires_at - now > EARLY
        return pair.access if pair and fresh else None

    def token(self) -> str:
        """A token that holds, renewed early where it is time. Raises NoAccess."""
        with self._lock:
            if self._pair is None or self._now() - self._read_at > LOOK_AGAIN:
                self._read()
            pair = self._pair
            assert pair is not None
            if pair.expires_at - self._now() > EARLY:
                return pair.access
            left = pair.expires_at > self._now()
            if left and self._now() - self._failed_at < PAUSE:
                return pair.access
            try:
                return self._renew(pair, wait=not left).access
            except NoAccess:
                if left:
                    return pair.access
                raise

    def renewed(self, stale: str) -> str:
        """A token in place of one that Zalo does not take any more. Raises NoAccess."""
        with self._lock:
            pair = self._read()
            return pair.access if pair.access != stale else self._renew(pair, wait=True).access

    def _read(self) -> Pair:
        if self._unkept:
            tokens.keep(self._engine, self._keys, NAME, self._unkept, self._now())
            self._unkept = None
        pair = tokens.load(self._engine, self._keys, NAME)
        if pair is None:
            log.error("there is no readable access token of the OA: %s", CURE)
            raise NoAccess("no token", lasting=True)
        self._pair, self._read_at = pair, self._now()
        return pair

    def _renew(self, stale: Pair, wait: bool) -> Pair:
        """Ours, or the one that another process got meanwhile; with ``wait`` it is waited for."""
        until = self._now() + LEASE
        while not tokens.take_lease(self._engine, NAME, self._now(), until):
            current = self._read()
            if current.access != stale.access or not wait:
                return current
            self._sleep(WAIT_SECONDS)
            until = self._now() + LEASE
        current = self._read()
        if current.access != stale.access:
            tokens.let_go(self._engine, NAME, until)
            return current
        return self._refresh(current, until)

    def _refresh(self, pair: Pair, until: dt.datetime) -> Pair:
        form = {"refresh_token": pair.refresh, "grant_type": "refresh_token"}
        try:
            new = ask(self._client, self._settings, self._now(), **form)
        except NoAccess as error:
            self._failed_at = self._now()
            tokens.let_go(self._engine, NAME, until)
            log.error("the access token of the OA could not be renewed (%s): %s", error.code, error.cure)
            raise
        self._unkept = new
        self._keep()
        self._pair, self._read_at = new, self._now()
        log.info("the access token of the OA was renewed, it holds until %s", new.expires_at.isoformat())
        return new

    def _keep(self) -> None:
        """The old pair is void: without the new one nothing works, so a database that is away is waited for, and tried
        again at the next call."""
        for _ in range(MOST_TRIES_TO_KEEP):
            try:
                self._read()
            except SQLAlchemyError as error:
                log.critical("the new access token of the OA cannot be stored yet: %s", type(error).__name__)
                self._sleep(1.0)
            else:
                return
        raise NoAccess("database", lasting=False)
