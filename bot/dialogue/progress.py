"""How far a training is: one line a step, with a running clock where a person looks on."""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from types import TracebackType

import click

RASA_LOG = "rasa.engine.training.hooks"
STEPS = {
    "MessageReader": "Learning from citizens' messages",
    "RulePolicy": "Learning the rules of the conversation",
}
BETWEEN = "Storing what was learned, preparing the rest"
_STARTS = re.compile(r"Starting to train component '(\w+)'")
_ENDS = re.compile(r"Finished training component '(\w+)'")


class Progress(logging.Handler):
    """``with Progress("Loading Rasa") as progress``: the first step; ``step()`` and Rasa's own log tell the others."""

    def __init__(self, first: str) -> None:
        super().__init__()
        self._step = first
        self._since = time.monotonic()
        self._over = threading.Event()
        self._clock = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Progress:
        log = logging.getLogger(RASA_LOG)
        log.setLevel(logging.INFO)
        log.propagate = False
        log.addHandler(self)
        if sys.stderr.isatty():
            self._clock.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        logging.getLogger(RASA_LOG).removeHandler(self)
        self._over.set()
        self._show("\n")

    def emit(self, record: logging.LogRecord) -> None:
        """Rasa says when a component starts and ends."""
        if started := _STARTS.match(record.getMessage()):
            self.step(STEPS.get(started[1], started[1]))
        elif _ENDS.match(record.getMessage()):
            self.step(BETWEEN)

    def step(self, name: str) -> None:
        """The next step begins."""
        self._show("\n")
        self._step, self._since = name, time.monotonic()

    def _tick(self) -> None:
        while not self._over.wait(0.5):
            self._show("")

    def _show(self, end: str) -> None:
        start = "\r" if sys.stderr.isatty() else ""
        click.echo(f"{start}  {self._step} … {time.monotonic() - self._since:.0f} s{end}", nl=False, err=True)
