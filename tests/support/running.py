"""The real processes, as the supervisor starts them, on a database and ports of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bench.servers import free_port
from bot.clock import utc_now
from bot.settings import ROOT
from bot.store import inbox
from bot.store.engine import open_engine, reading
from bot.store.inbox import Incoming
from bot.store.secrets import Keys
from bot.store.tables import inbox as inbox_table
from bot.store.tables import outbox as outbox_table
from tests.support.messages import message
from tests.support.personal import leaks, leaks_in

PATIENCE = 120.0


def until(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> float:
    """Wait for a condition; how many seconds it took. Fails the test when it does not come."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - started


def report(line: str) -> None:
    """A measured time, shown by ``pytest -s``."""
    sys.stdout.write(f"{line}\n")


class Running:
    """Processes on one migrated database. Everything that was started, and its children, is ended by ``stop``, which
    fails where one of their logs names a person or has one of ``codes``: one-time codes that were issued."""

    def __init__(self, folder: Path, url: str, secrets: dict[str, str], models: Path) -> None:
        self.url = url
        self.engine: Engine = open_engine(url)
        self.keys = Keys(*secrets.values())
        self.var = folder
        self.codes: list[str] = []
        port, operations = free_port(), free_port()
        self.page = f"http://127.0.0.1:{port}"
        self.operations = f"http://127.0.0.1:{operations}"
        own = {"VAR": folder, "DATABASE_URL": url, "MODELS": models, "PORT": port, "OPERATIONS_PORT": operations}
        own |= {"WORKERS": 2, "RATE_PER_MINUTE": 100_000}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        self._started: list[subprocess.Popen[bytes]] = []
        self.environment = {**kept, **secrets, **{f"MOTCUA_{name}": str(value) for name, value in own.items()}}

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start ``python`` with arguments; its output goes to a log in the folder."""
        with open(self.var / f"{command[-1]}.log", "ab") as log:
            line = [sys.executable, "-W", "ignore", *command]
            process = subprocess.Popen(line, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self._started.append(process)
        return process

    def program(self, name: str) -> subprocess.Popen[bytes]:
        """``gateway`` or ``workers``, as the supervisor starts them."""
        return self.start("-m", "processes", name)

    def ours(self) -> list[psutil.Process]:
        """Every living process that works in our folder, whoever its parent is now."""
        return [process for process in psutil.process_iter() if _works_in(process, str(self.var))]

    def answers(self) -> bool:
        """Whether the gateway serves its page."""
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(self.page).status_code == 200
        return False

    def ready(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.page}/readyz").status_code == 200
        return False

    def ask(self, text: str, sender: str = "an") -> list[dict[str, object]]:
        """One message over REST and its replies."""
        body = {"sender": sender, "message": text}
        response = httpx.post(f"{self.page}/webhooks/rest/webhook", json=body, timeout=60)
        assert response.status_code == 200, response.text
        return list(response.json())

    def check_told(self, said: str) -> None:
        """Neither metrics nor status nor logs tell of a person, though ``said``, which went through here, does."""
        assert all(leaks(said, [code]) for code in self.codes) and len(leaks(said)) > 0
        for path in ("/metrics", "/status"):
            page = httpx.get(f"{self.operations}{path}")
            assert page.status_code == 200 and "inbox_pending" in page.text
            assert not leaks(page.text, self.codes)
        assert not leaks_in(self.var, self.codes)

    def accept(self, text: str, conversation: str) -> int:
        """Put a message into the inbox, as a gateway does."""
        taken: Incoming = message(text, conversation, key=os.urandom(8).hex())
        number = inbox.accept(self.engine, self.keys, taken, utc_now())
        assert number is not None
        return number

    def done(self) -> int:
        with reading(self.engine) as connection:
            return len(connection.execute(select(inbox_table.c.id).where(inbox_table.c.status == "done")).all())

    def pending(self) -> int:
        with reading(self.engine) as connection:
            return inbox.pending(connection)

    def check_answers(self, numbers: list[int]) -> None:
        """Nothing lost, nothing answered twice, in each conversation replies in the order of the messages."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(outbox_table).order_by(outbox_table.c.id)).all()
            done = connection.execute(select(inbox_table.c.id).where(inbox_table.c.status == "done")).scalars().all()
        ours = [row for row in rows if row.inbox_id in set(numbers)]
        assert sorted(set(numbers) - set(done)) == []
        assert Counter(row.inbox_id for row in ours) == Counter(numbers)
        order = defaultdict(list)
        for row in ours:
            order[row.conversation].append(row.inbox_id)
        assert all(answered == sorted(answered) for answered in order.values())

    def stop(self) -> None:
        for process in self.ours():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        for started in self._started:
            started.wait(timeout=PATIENCE)
        self.engine.dispose()
        found = leaks_in(self.var, self.codes)
        assert not found, found


def children(parent: subprocess.Popen[bytes]) -> list[int]:
    """The workers of a parent."""
    return [child.pid for child in psutil.Process(parent.pid).children()]


def alive(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


@contextlib.contextmanager
def halted(pids: list[int]) -> Iterator[None]:
    """The processes stand still while the context lasts."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    yield
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


def _works_in(process: psutil.Process, folder: str) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.environ().get("MOTCUA_VAR") == folder and process.status() != psutil.STATUS_ZOMBIE
    return False
