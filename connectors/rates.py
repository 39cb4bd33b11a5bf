"""How much anybody may send a minute. Counts live in the process and are forgotten with the minute."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

WINDOW_SECONDS = 60.0


class Rates:
    """Fixed windows: within a minute a name may be heard so often; the next minute begins anew for everybody.

    ``clock`` counts seconds and never steps back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: Counter[str] = Counter()
        self._window = 0

    def hit(self, name: str, most: int) -> bool:
        """Count once more; whether that is still allowed."""
        return self.count(name) <= most

    def count(self, name: str) -> int:
        """Count once more; how often the name was heard in this minute."""
        window = int(self._clock() // WINDOW_SECONDS)
        if window != self._window:
            self._heard.clear()
            self._window = window
        self._heard[name] += 1
        return self._heard[name]
