"""One file a worker or sender under ``var``: who is there, also after its parent died. Knows nothing of Rasa."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from bot.settings import Settings

# Folder of the notes and name of the program: what `python -m processes …` was called with.
WORKERS = "workers"
SENDERS = "sender"


def folder(settings: Settings, program: str = WORKERS) -> Path:
    return settings.var_path / program


def leave_note(settings: Settings, program: str, pid: int, name: str) -> Path:
    """Tell those who come later what this process is called in claims."""
    place = folder(settings, program)
    place.mkdir(parents=True, exist_ok=True)
    note = place / str(pid)
    note.write_text(name)
    return note


def hand_of(note: Path) -> Path:
    """The file beside a sender's note in which it keeps what is on its way."""
    return note.with_suffix(".hand")


def notes_of(settings: Settings, program: str = WORKERS) -> list[Path]:
    """Each is named by a process number, with the name of a worker or sender in it."""
    place = folder(settings, program)
    return [note for note in place.iterdir() if note.name.isdigit()] if place.exists() else []


def is_running(pid: int, program: str = WORKERS) -> bool:
    """Whether that process is one of ours: numbers are used again."""
    with contextlib.suppress(OSError):
        return f"processes\0{program}".encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def end_leftovers(settings: Settings) -> None:
    """At the very end of `motcua run`: no worker stays behind, whatever happened to its parent."""
    for note in notes_of(settings):
        if is_running(int(note.name)):
            os.kill(int(note.name), signal.SIGTERM)
        note.unlink(missing_ok=True)
