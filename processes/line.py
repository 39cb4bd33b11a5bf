"""What a sender has claimed of one channel: a few on their way, the others ready to follow."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from bot.store.delivery import Parcel, Wish
from connectors.channel import Channel

# Claimed at once: one transaction for many, and not more than leave long before the lease ends.
CLAIMED = 16
# Of what is on its way when a sender dies nobody knows whether it arrived. Where answers come at once, it is one, and
# one more for each so many seconds that an answer takes; what hangs for longer holds up nobody.
ONE_MORE = 0.02
HANGS = 1.0
# What waited for its turn so long is anybody's again. With the slowest send of all, where an access token is renewed
# between two tries (50 s), it stays below the lease.
STALE = 8.0


class _Ready(NamedTuple):
    parcel: Parcel
    since: float


class Line:
    """``send`` brings one parcel to its end. ``hungry``: there may be more to claim. ``freed``: called when there
    is room for it. Nothing begins while it is held."""

    def __init__(
        self,
        channel: Channel,
        send: Callable[[Line, Parcel], Coroutine[Any, Any, None]],
        freed: Callable[[], None],
    ) -> None:
        self.channel = channel
        self.hungry = True
        self._send, self._freed = send, freed
        self._ready: deque[_Ready] = deque()
        self._on_their_way: dict[asyncio.Task[None], float] = {}
        self._seconds: float | None = None
        self._held_until = 0.0

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        return list(self._on_their_way)

    def wish(self) -> Wish | None:
        """What to claim: not before half of the last claim has left."""
        most = CLAIMED - len(self._ready) - len(self._on_their_way)
        wanted = self.hungry and not self._is_held() and most > 0 and len(self._ready) <= CLAIMED // 2
        return Wish(self.channel.name, self.channel.pace, most) if wanted else None

    def take(self, parcels: list[Parcel], asked: int) -> list[Parcel]:
        """What a wish brought; what is to be given back, where the channel was held meanwhile."""
        # Who got all that was asked for may get more; and a bell may have rung.
        self.hungry = self.hungry or len(parcels) == asked
        self._ready += [_Ready(parcel, time.monotonic()) for parcel in parcels]
        if self._is_held():
            return self.put_back(0.0)
        self.go_on()
        return []

    def hold(self, seconds: float) -> list[Parcel]:
        """Begin nothing for so long; what is to be given back."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)
        return self.put_back(0.0)

    def go_on(self) -> None:
        """Begin as many as may be on their way."""
        while self._ready and self._room() > 0 and time.monotonic() - self._ready[0].since < STALE:
            task = asyncio.create_task(self._send(self, self._ready.popleft().parcel))
            self._on_their_way[task] = time.monotonic()
            task.add_done_callback(self._ended)

    def put_back(self, older: float) -> list[Parcel]:
        """What waited so many seconds for its turn: it is no longer ours to send."""
        now, ready = time.monotonic(), self._ready
        self._ready = deque(one for one in ready if now - one.since < older)
        return [one.parcel for one in ready if now - one.since >= older]

    def note_seconds(self, took: float) -> None:
        """What an answer takes of late; the latest counts for a fifth."""
        known = took if self._seconds is None else self._seconds
        self._seconds = known + (took - known) / 5

    def _is_held(self) -> bool:
        return time.monotonic() < self._held_until

    def _room(self) -> int:
        window = 1 + int((self._seconds or 0.0) / ONE_MORE)
        return window - sum(time.monotonic() - begun < HANGS for begun in self._on_their_way.values())

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._on_their_way[task]
        self.go_on()
        if self.wish():
            self._freed()
