"""Starting, watching and ending the two servers, each alone on the machine and on free ports."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil

from bench.stock import QUIET
from bot.settings import PREFIX, ROOT

WEBHOOK = "/webhooks/rest/webhook"
LONGEST_START = 300.0
LONGEST_END = 30.0
PAUSE = 0.05


class Server(NamedTuple):
    """A started process with all that it started in turn."""

    process: psutil.Popen
    started: float
    url: str
    var: Path

    def memory(self) -> int:
        """Bytes of all its processes together, each page shared by several counted in parts (PSS)."""
        return sum(member.memory_full_info().pss for member in self._family())

    def processor_seconds(self) -> float:
        """What its living processes have used: nearly the same on a busy machine as on an idle one."""
        used = [member.cpu_times() for member in self._family()]
        return float(sum(times.user + times.system for times in used))

    def _family(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def seconds_until(self, path: str, body: Mapping[str, str] | None = None) -> float:
        """From the start of the process until a GET, or a POST of the body, succeeds."""
        request: dict[str, Any] = {"method": "POST", "json": body} if body else {"method": "GET"}
        with httpx.Client(base_url=self.url, timeout=60) as client:
            while time.monotonic() - self.started < LONGEST_START:
                with contextlib.suppress(httpx.HTTPError):
                    if client.request(url=path, **request).is_success:
                        return time.monotonic() - self.started
                time.sleep(PAUSE)
        raise RuntimeError(f"{self.url}{path} did not answer: the log is {self.var / 'server.log'}")

    def kill_workers(self) -> int:
        """SIGKILL to all workers of ours at once; how many."""
        pids = [int(note.name) for note in (self.var / "workers").iterdir()]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return len(pids)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def ours(var: Path, models: Path, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """``motcua run`` with a new database of demo data; the limit of messages a minute lifted. ``more`` settings."""
    shutil.rmtree(var, ignore_errors=True)
    port, operations = free_port(), free_port()
    settings = our_settings(var, models, port, operations) | dict(more or {})
    with _running([motcua(), "run"], var, ROOT, port, settings) as server:
        yield server


def motcua() -> str:
    return str(Path(sys.executable).with_name("motcua"))


def our_settings(var: Path, models: Path, port: int = 0, operations: int = 0) -> dict[str, str]:
    values = {"VAR": var, "MODELS": models, "PORT": port, "OPERATIONS_PORT": operations, "RATE_PER_MINUTE": 1_000_000}
    return {PREFIX + name: str(value) for name, value in values.items()}


@contextlib.contextmanager
def stock(project: Path) -> Iterator[Server]:
    """``rasa run`` with the REST channel."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)]
    with _running(command, project, project, port, {}) as server:
        yield server


@contextlib.contextmanager
def _running(
    command: Sequence[str], var: Path, folder: Path, port: int, settings: Mapping[str, str]
) -> Iterator[Server]:
    var.mkdir(parents=True, exist_ok=True)
    with (var / "server.log").open("wb") as log:
        started = time.monotonic()
        process = psutil.Popen(command, cwd=folder, env=environment(settings), stdout=log, stderr=log)
        try:
            yield Server(process, started, f"http://127.0.0.1:{port}", var)
        finally:
            _end(process)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with no settings of ours but these."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**others, **QUIET, **settings}


def _end(process: psutil.Popen) -> None:
    family = process.children(recursive=True)
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(LONGEST_END)
    for member in psutil.wait_procs([process, *family], timeout=5)[1]:
        member.kill()
