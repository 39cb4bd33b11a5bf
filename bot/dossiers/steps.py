"""The way of a dossier so far, in plain words: its own times, and the changes of status that exports showed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.dossiers.dossier import Dossier
from bot.dossiers.history import Event, EventKind
from bot.dossiers.status import Status
from bot.dossiers.texts import has_clock, say_day, say_time, texts
from bot.dossiers.waits import WAITING

TOLD_BY_TIMES = (Status.SUBMITTED, Status.ACCEPTED, Status.COMPLETED, Status.RETURNED)


class Step(NamedTuple):
    """``what``: key of ``steps`` in the texts, a status in lower case or ``resumed``."""

    at: dt.datetime
    rank: int
    what: str


def step_lines(dossier: Dossier, events: Sequence[Event]) -> list[str]:
    """All steps in order, each with its time, then where it is now."""
    words, handler = texts().further, dossier.handler or dossier.agency
    steps = sorted({*_own(dossier), *_shown(dossier, events)})
    lines = [words["steps"].format(code=dossier.code)]
    lines += [_line(number, step) for number, step in enumerate(steps, 1)]
    if dossier.status not in TOLD_BY_TIMES:
        label = texts().labels[dossier.status.name.lower()]
        lines.append(words["now"].format(number=len(steps) + 1, status=label, handler=handler))
    kinds = {event.kind for event in events}
    notes = {EventKind.JUMP: "steps_missing", EventKind.UNEXPLAINED: "steps_odd"}
    return [
        *lines,
        *(words[note].format(handler=handler) for kind, note in notes.items() if kind in kinds),
    ]


def _own(dossier: Dossier) -> Iterator[Step]:
    times = (dossier.submitted_at, dossier.accepted_at, dossier.finished_at, dossier.returned_at)
    for status, time in zip(TOLD_BY_TIMES, times, strict=True):
        if time:
            yield _step(status, time)


def _shown(dossier: Dossier, events: Sequence[Event]) -> Iterator[Step]:
    """What the dossier's own times do not tell; a change that no rule explains is left to the officer."""
    own, before = {step.what for step in _own(dossier)}, None
    for event in events:
        if event.kind is EventKind.UNEXPLAINED or event.after.name.lower() in own:
            continue
        if event.after is not before:
            resumed = event.after is Status.IN_PROGRESS and before in WAITING
            yield _step(event.after, event.at, "resumed" if resumed else None)
        before = event.after


def _step(status: Status, at: dt.datetime, what: str | None = None) -> Step:
    return Step(at, int(status), what or status.name.lower())


def _line(number: int, step: Step) -> str:
    words = texts().further
    key = "step" if has_clock(step.at) else "step_day"
    return words[key].format(
        number=number, what=texts().steps[step.what], time=say_time(step.at), date=say_day(step.at)
    )
