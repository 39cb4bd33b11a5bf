"""One file a worker under ``var/workers``: who is there, also after its parent died. Knows nothing of Rasa."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from bot.settings import Settings


def folder(settings: Settings) -> Path:
    return settings.var_path / "workers"


def notes_of(settings: Settings) -> list[Path]:
    """Each is named by a worker's process number, with the worker's name in it."""
    place = folder(settings)
    return [note for note in place.iterdir() if note.name.isdigit()] if place.exists() else []


def is_worker(pid: int) -> bool:
    """Whether that process is one of ours: numbers are used again."""
    with contextlib.suppress(OSError):
        return b"processes\0workers" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def end_leftovers(settings: Settings) -> None:
    """At the very end of `motcua run`: no worker stays behind, whatever happened to its parent."""
    for note in notes_of(settings):
        if is_worker(int(note.name)):
            os.kill(int(note.name), signal.SIGTERM)
        note.unlink(missing_ok=True)
