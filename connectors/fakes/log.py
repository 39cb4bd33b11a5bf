"""What people did, what was pushed to the product and how it answered, what reached which person."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

Content = dict[str, Any]
LOOK_SECONDS = 0.01


class Sent(msgspec.Struct, frozen=True):
    """One message that a person has. ``number`` counts from 1 over all services; ``times``: how often this person has
    had the same content by now, this time included; ``at``: seconds since 1970."""

    number: int
    service: str
    person: str
    to: str
    method: str
    id: str
    text: str
    content: Content
    at: float
    times: int


class Heard(msgspec.Struct, frozen=True):
    """One thing that a person did. ``key`` is that of its pushes."""

    number: int
    service: str
    person: str
    key: str
    kind: str
    text: str
    at: float


class Push(msgspec.Struct, frozen=True):
    """One request to the product. ``status`` 0: no answer; ``attempt`` 0 is the first; ``seconds``: till the answer."""

    service: str
    person: str
    key: str
    attempt: int
    status: int
    at: float
    seconds: float
    wrong: bool


class Call(msgspec.Struct, frozen=True):
    """One request of the product. ``outcome``: ``ok``, the service's error code, or the name of the fault."""

    service: str
    method: str
    outcome: str
    at: float


class Log:
    """Safe between threads."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.heard: list[Heard] = []
        self.pushes: list[Push] = []
        self.calls: list[Call] = []
        self._times: Counter[bytes] = Counter()
        self._lock = threading.Lock()

    def deliver(self, service: str, person: str, to: str, method: str, number: str, content: Content) -> Sent:
        with self._lock:
            key = msgspec.json.encode([service, to, content], order="sorted")
            self._times[key] += 1
            text = str(content.get("text") or content.get("caption") or "")
            common = (len(self.sent) + 1, service, person, to, method, number, text, content)
            self.sent.append(Sent(*common, time.time(), self._times[key]))
            return self.sent[-1]

    def hear(self, service: str, person: str, key: str, kind: str, text: str, at: float) -> None:
        with self._lock:
            self.heard.append(Heard(len(self.heard) + 1, service, person, key, kind, text, at))

    def pushed(self, push: Push) -> None:
        with self._lock:
            self.pushes.append(push)

    def called(self, service: str, method: str, outcome: str) -> None:
        with self._lock:
            self.calls.append(Call(service, method, outcome, time.time()))

    def to(self, person: str, service: str | None = None) -> list[Sent]:
        """What this person has, oldest first."""
        return [row for row in self.sent if row.person == person and service in (None, row.service)]

    def wait(self, count: int = 1, seconds: float = 10.0) -> list[Sent]:
        """All that was sent, as soon as there are so many. Raises TimeoutError."""
        return self.until(lambda: len(self.sent) >= count, seconds).sent

    def until(self, true: Callable[[], bool], seconds: float = 10.0) -> Log:
        """This log, as soon as that is true of it. Raises TimeoutError."""
        end = time.monotonic() + seconds
        # Looked at now and then: to be woken by each of a thousand rows costs more than they do.
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"after {seconds} s: {len(self.sent)} sent, {len(self.pushes)} pushed")
            time.sleep(LOOK_SECONDS)
        return self

    def clear(self) -> None:
        with self._lock:
            for rows in (self.sent, self.heard, self.pushes, self.calls):
                rows.clear()
            self._times.clear()
