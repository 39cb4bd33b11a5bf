"""Log lines that would repeat themselves with every message: once a minute, with how many there were."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable

PAUSE_SECONDS = 60.0


class Seldom:
    """``clock`` counts seconds and never steps back."""

    def __init__(self, log: logging.Logger, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._next: dict[str, float] = {}
        self._silent: Counter[str] = Counter()

    def warn(self, text: str) -> None:
        """``text`` is ours and one of a few, never what somebody wrote."""
        now = self._clock()
        if now < self._next.get(text, now):
            self._silent[text] += 1
            return
        self._next[text] = now + PAUSE_SECONDS
        before = self._silent.pop(text, 0)
        self._log.warning("%s%s", text, f" ({before} more times since the last line)" if before else "")
