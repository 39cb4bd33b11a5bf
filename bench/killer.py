"""SIGKILL to one process after the other, of services that `motcua run` keeps alive and of a database of our own."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

PAUSE_OF_DATABASE = 1.0


class Database:
    """A PostgreSQL server in a folder, which may be killed and comes back."""

    def __init__(self, folder: Path) -> None:
        import pgserver

        logging.getLogger("pgserver").setLevel(logging.CRITICAL)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self._data = folder / "data"
        self._server = pgserver.get_server(self._data, cleanup_mode="stop")
        self.url = str(self._server.get_uri())

    def kill(self) -> None:
        """The postmaster; its children follow by themselves."""
        os.kill(int(self._server.get_pid() or 0), signal.SIGKILL)
        time.sleep(PAUSE_OF_DATABASE)
        # Where nobody reaps it, the dead process would be taken for a running one.
        for left in (self._data / "postmaster.pid", *self._data.glob(".s.PGSQL.*.lock")):
            left.unlink(missing_ok=True)
        for _ in range(50):
            with contextlib.suppress(Exception):
                self._server.ensure_postgres_running()
                return
            time.sleep(0.2)
        raise RuntimeError("the database does not start again")

    def stop(self) -> None:
        self._server.cleanup()


class Killer:
    """``sites``: folders of the services (MOTCUA_VAR). Each turn something else dies, in each service in turn."""

    def __init__(self, sites: Sequence[Path], database: Database | None, every: float) -> None:
        self.killed: Counter[str] = Counter()
        turns: list[tuple[str, Callable[[], bool]]] = []
        for site in sites:
            turns += [("gateway", _program(site, "gateway")), ("worker", _worker(site))]
            turns += [("workers' parent", _program(site, "workers")), ("sender", _program(site, "sender"))]
        if database:
            turns.append(("database", lambda: database.kill() is None))
        self._turns = itertools.cycle(turns)
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            name, kill = next(self._turns)
            with contextlib.suppress(psutil.Error, ProcessLookupError):
                self.killed[name] += kill()


def _program(site: Path, name: str) -> Callable[[], bool]:
    def kill() -> bool:
        for process in _ours(site):
            if process.cmdline()[-1] == name and process.cmdline()[-2] == "processes" and not _is_worker(process):
                process.kill()
                return True
        return False

    return kill


def _worker(site: Path) -> Callable[[], bool]:
    def kill() -> bool:
        # While the parent starts, there are none.
        for note in sorted((site / "workers").glob("*")):
            os.kill(int(note.name), signal.SIGKILL)
            return True
        return False

    return kill


def _is_worker(process: psutil.Process) -> bool:
    parent = process.parent()
    return parent is not None and parent.cmdline()[-2:] == process.cmdline()[-2:]


def _ours(site: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("MOTCUA_VAR") == str(site) and "processes" in process.cmdline():
                found.append(process)
    return found
