"""What all channels of the gateway share: the store, the clock, limits, and taking a message in."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.engine import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from bot.clock import utc_now
from bot.conversations.event import Event, EventKind
from bot.language.text import clean
from bot.settings import Settings
from bot.store import inbox
from bot.store.bell import INBOX, Ringer, bells
from bot.store.engine import open_engine
from bot.store.forget import forget_conversation
from bot.store.secrets import Keys, load_keys
from bot.texts import say
from connectors.rates import Rates
from connectors.replies import Replies
from connectors.together import Together

MOST_CHARACTERS = 2000
MOST_BYTES = 64 * 1024
LONGEST_BODY = 10.0
# A carrier puts thousands of phones behind one address: it may send as much as this many people.
PEOPLE_AN_ADDRESS = 50


class Refused(Exception):
    """The message was not taken in; ``text`` is for the person, ``status`` for HTTP."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Taken(NamedTuple):
    """``inbox_id`` is None where the channel had sent this message before."""

    inbox_id: int | None
    conversation: str


class Gateway:
    """One a process. ``now`` is a parameter for tests."""

    def __init__(self, settings: Settings, now: Callable[[], dt.datetime] = utc_now) -> None:
        self.settings = settings
        self.now = now
        self.engine: Engine = open_engine(settings.database)
        self.keys: Keys = load_keys(settings)
        self.replies = Replies(settings)
        self._intake = Together(lambda messages: inbox.accept_all(self.engine, self.keys, messages, self.now()))
        self._ringer = Ringer(bells(settings))
        self._rates = Rates()
        self._trusted = frozenset(filter(None, (part.strip() for part in settings.trusted_proxies.split(","))))

    def close(self) -> None:
        """Give back the connections and the socket."""
        self.engine.dispose()
        self._ringer.close()

    def address(self, request: Request) -> str:
        """The client's address: of the last hop that is not a trusted proxy."""
        hops = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
        peer = request.client.host if request.client else "unknown"
        while peer in self._trusted and hops:
            peer = hops.pop()
        return peer

    def origin(self, request: Request) -> str:
        """The pseudonym of the address, under which guesses are counted."""
        return self.keys.pseudonym("address", _network(self.address(request)))

    def check_rate(self, request: Request, person: str) -> None:
        """Raises Refused with 429 when this person, or this whole address, sends too much."""
        rate = self.settings.rate_per_minute
        by_person = self._rates.hit(person, rate)
        by_address = self._rates.hit(f"address {_network(self.address(request))}", rate * PEOPLE_AN_ADDRESS)
        if not (by_person and by_address):
            raise Refused(429, say("page", "too_fast"))

    async def take(self, message: inbox.Incoming) -> Taken:
        """Clean, check, store, and wake a worker. Raises Refused for an empty or over-long text."""
        text = clean(message.text)
        if not text:
            raise Refused(422, say("talk", "empty"))
        if len(text) > MOST_CHARACTERS:
            raise Refused(422, say("talk", "too_long", most=MOST_CHARACTERS))
        shown = clean(message.shown)[:200] if message.shown else None
        return await self._store(message._replace(text=text, shown=shown))

    async def receive(self, message: inbox.Incoming) -> Taken:
        """Store what a messenger brings: it is told nothing, so nothing is refused. A flood is stored and marked; its
        first message stands for all of it."""
        shown = clean(message.shown)[:200] if message.shown else None
        text, event = clean(message.text)[:MOST_CHARACTERS], message.event
        if not text and event is None:
            event = Event(EventKind.UNKNOWN)
        too_many = self._rates.count(message.conversation) - self.settings.rate_per_minute
        if too_many == 1:
            text, event = "", Event(EventKind.FLOOD)
        ready = message._replace(text=text, shown=shown, event=event, flood=too_many > 1)
        return await self._store(ready)

    async def forget(self, conversation: str) -> None:
        """The person asked the messenger to delete what we know."""
        await run_in_threadpool(forget_conversation, self.engine, conversation)

    async def _store(self, message: inbox.Incoming) -> Taken:
        inbox_id = await self._intake.do(message)
        self._ringer.ring(INBOX)
        return Taken(inbox_id, message.conversation)


def _network(address: str) -> str:
    """A household has a whole /64 of IPv6 addresses: they count as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


async def read_body(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body, at most 64 KB or as told. Raises Refused with 413 beyond, with 408 where it comes too slowly."""
    try:
        return await asyncio.wait_for(_read(request, most), LONGEST_BODY)
    except asyncio.TimeoutError as error:
        raise Refused(408, say("page", "unavailable")) from error


async def _read(request: Request, most: int) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Refused(413, say("talk", "too_long", most=MOST_CHARACTERS))
    return body
