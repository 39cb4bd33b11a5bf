"""Bells between processes of one machine: "look into the inbox", "look into the outbox". Polling is the net beneath.

Unix datagram sockets: a ring that nobody hears is lost, which costs one poll. A bell carries no data but a name.
"""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import os
import socket
import tempfile
from pathlib import Path

from bot.settings import Settings

INBOX = "inbox"
OUTBOX = "outbox-*"


def bells(settings: Settings) -> Path:
    """The folder of the sockets; in the temporary folder, since a socket's path may have 107 characters only."""
    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    name = hashlib.sha256(str(settings.var_path.resolve()).encode()).hexdigest()[:12]
    folder = Path(base) / f"motcua-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else: remove it")
    return folder


def hang(folder: Path, name: str) -> socket.socket:
    """Listen at a bell; a bell of that name that somebody left is taken down."""
    path = folder / name
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(path))
    return listener


class Ringer:
    """Rings bells without ever waiting."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def ring(self, name: str) -> None:
        """The one bell of that name."""
        self._send(self._folder / name, b"")

    def ring_all(self, pattern: str, message: str) -> None:
        """All bells whose name fits ``pattern`` ("gateway-*")."""
        for name in fnmatch.filter(os.listdir(self._folder), pattern):
            self._send(self._folder / name, message.encode())

    def _send(self, path: Path, message: bytes) -> None:
        with contextlib.suppress(OSError):
            self._socket.sendto(message, str(path))

    def close(self) -> None:
        self._socket.close()
