"""A one-stop system that is asked for a dossier over HTTP: ``GET <url>/dossiers/<code>``, see docs/dossiers.md."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

import httpx
import msgspec

from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import Unreadable
from bot.dossiers.export.times import time_of
from bot.dossiers.source import AnswerUnusable, Found, Listed, SourceUnavailable

log = logging.getLogger(__name__)

TRIES = 3
FIRST_PAUSE_SECONDS = 0.1
# A system that has just failed three times is left alone for a while: nobody waits for it again.
LEFT_ALONE_SECONDS = 10.0
MOST_KEPT = 1_000
MOST_BYTES = 1_000_000
_AGAIN = {429, 500, 502, 503, 504}
# Of whatever it would be asked: the token is wrong.
_NOT_US = {401, 403}
# Rounded, the last moment that some systems know (.9999999) would be in the year 10000.
_TOO_FINE = re.compile(rb"(?<=:\d\d\.\d{6})\d+(?=Z|[+-]\d\d:)")
_NEEDED = ("submitted_at", "updated_at")
_DATES = ("accepted_at", "due_at", "new_due_at", "finished_at", "returned_at", "supply_by")
_COUNTED = ("late_after", "clock_stopped_at")


class _Copy(NamedTuple):
    dossier: Dossier | None
    at: dt.datetime


class _Answer(NamedTuple):
    status: int
    body: bytes
    kind: str


class HttpDossiers:
    """Copies are kept in memory only. One that is too old is asked for anew; where that fails it is told as stale."""

    def __init__(
        self,
        url: str,
        token: str,
        timeout_seconds: float,
        keep: dt.timedelta,
        stale_at_most: dt.timedelta,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._client = httpx.Client(base_url=url, headers=headers, timeout=timeout_seconds)
        self._keep = keep
        self._stale_at_most = stale_at_most
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep
        self._clock = clock
        self._copies: OrderedDict[str, _Copy] = OrderedDict()
        self._alone_until = float("-inf")

    def find(self, code: str, now: dt.datetime) -> Found | None:
        copy = self._copies.get(code)
        if copy is None or not dt.timedelta(0) <= now - copy.at <= self._keep:
            try:
                copy = self._fetch(code, now)
            except SourceUnavailable:
                if copy is None or copy.dossier is None or now - copy.at > self._stale_at_most:
                    raise
                return Found(copy.dossier, stale_since=copy.at, seen_at=copy.at, is_kept=True)
        return Found(copy.dossier) if copy.dossier else None

    def of_phone(self, phone_key: str, now: dt.datetime) -> list[Listed] | None:
        """Its interface knows codes only."""
        return None

    def close(self) -> None:
        self._client.close()

    def _fetch(self, code: str, now: dt.datetime) -> _Copy:
        if self._clock() < self._alone_until:
            raise SourceUnavailable("left alone after a failure")
        try:
            copy = _Copy(_read(self._ask(code), code), now)
        except AnswerUnusable as error:
            log.warning("the system of dossiers gives an answer of no use: %s", error)
            raise
        except SourceUnavailable as error:
            self._alone_until = self._clock() + LEFT_ALONE_SECONDS
            log.warning("the system of dossiers cannot be asked: %s", error)
            raise
        self._copies[code] = copy
        self._copies.move_to_end(code)
        if len(self._copies) > MOST_KEPT:
            self._copies.popitem(last=False)
        return copy

    def _ask(self, code: str) -> _Answer:
        """Tries again what may pass. Errors are named by their kind: a text of theirs could hold the code."""
        reason = ""
        for attempt in range(TRIES):
            if attempt:
                self._sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                answer = self._get(f"/dossiers/{quote(code, safe='')}")
            except httpx.HTTPError as error:
                reason = type(error).__name__
                continue
            if answer.status not in _AGAIN:
                return answer
            reason = f"status {answer.status}"
        raise SourceUnavailable(reason)

    def _get(self, path: str) -> _Answer:
        """Within the time-out as a whole: httpx's own is of each piece, and a system that drips holds a worker."""
        latest, body = self._clock() + self._timeout_seconds, b""
        with self._client.stream("GET", path) as response:
            for piece in response.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise AnswerUnusable("an answer without end")
                if self._clock() > latest:
                    raise httpx.ReadTimeout("it drips")
            return _Answer(response.status_code, body, response.headers.get("content-type", ""))


def _read(answer: _Answer, code: str) -> Dossier | None:
    if answer.status == httpx.codes.NOT_FOUND:
        if "html" in answer.kind:
            # Of a proxy before it: believed, it would tell owners that they are wrong.
            raise AnswerUnusable("a page in place of an answer")
        return None
    if answer.status in _NOT_US:
        raise SourceUnavailable(f"status {answer.status}")
    if answer.status != httpx.codes.OK:
        raise AnswerUnusable(f"status {answer.status}")
    try:
        dossier = msgspec.json.decode(_TOO_FINE.sub(b"", answer.body), type=Dossier)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise AnswerUnusable("no dossier in the answer") from error
    if dossier.code != code:
        raise AnswerUnusable("a dossier that was not asked for")
    return _dated(dossier)


def _dated(dossier: Dossier) -> Dossier:
    """Without the first and last days that databases know, as an import reads them."""
    try:
        none = {name: None for name in (*_NEEDED, *_DATES, *_COUNTED) if time_of(getattr(dossier, name)) is None}
    except Unreadable as error:
        raise AnswerUnusable("a date of another century") from error
    if not none.keys().isdisjoint(_NEEDED):
        raise AnswerUnusable("no date of receipt or change")
    return msgspec.structs.replace(dossier, **none)
