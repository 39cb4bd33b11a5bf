"""What a sender has on its way, in a file beside its note.

The database knows what is claimed and, when the sender dies, takes all of it for begun. This file tells whoever comes
next on this machine what really was, and what had arrived already. After the machine itself went down it says nothing.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import msgspec

from bot.store.delivery import Gone, Left

log = logging.getLogger(__name__)

_BOOT = Path("/proc/sys/kernel/random/boot_id")


class _Page(msgspec.Struct, array_like=True):
    boot: str
    begun: tuple[int, ...]
    gone: tuple[Gone, ...]


class Hand:
    """One a sender. Written before each send and after it, so that the death of the process loses nothing of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        self._boot = _BOOT.read_text()
        self._begun: set[int] = set()
        self._gone: dict[int, Gone] = {}
        self._write()

    def begin(self, parcel: int) -> None:
        self._begun.add(parcel)
        self._write()

    def end(self, parcel: int, gone: Gone | None = None) -> None:
        """It is not on its way any more; ``gone`` where it arrived and the database does not know yet."""
        self._begun.discard(parcel)
        if gone:
            self._gone[parcel] = gone
        self._write()

    def forget(self, parcels: list[Gone]) -> None:
        """The database knows of these now."""
        for one in parcels:
            self._gone.pop(one.id, None)
        self._write()

    def close(self, keep: bool) -> None:
        """``keep`` it for whoever comes next, where something is not written down yet."""
        os.close(self._file)
        if not keep:
            self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        # In one call, and the first line counts: what a longer page left behind it does no harm.
        page = _Page(self._boot, tuple(self._begun), tuple(self._gone.values()))
        try:
            os.pwrite(self._file, msgspec.json.encode(page) + b"\n", 0)
        except OSError as error:
            # Better nothing than what is no longer true: all that is claimed is then in doubt.
            log.error("what is on its way cannot be noted in %s: %s", self._path, type(error).__name__)
            os.ftruncate(self._file, 0)


def left_in(path: Path) -> Left | None:
    """What a sender that died had in hand; None where nobody knows."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        page = msgspec.json.decode(path.read_bytes().partition(b"\n")[0], type=_Page)
        if page.boot == _BOOT.read_text():
            return Left(page.begun, page.gone)
    return None
