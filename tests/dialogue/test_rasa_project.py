"""It is a normal Rasa project: Rasa's own commands work on our files, with a reduced copy of the data."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bench.servers import free_port
from bot.dialogue.inputs import DATA
from bot.settings import ROOT
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from tests.support.running import until

ASKED, CODE = "đăng ký kết hôn cần giấy tờ gì", "1.000894"
KEPT = ("ho-tich.yml", "follow-ups.yml")
TEST = """\
version: "3.1"
nlu:
  - intent: ask_procedure
    examples: |
      - đăng ký kết hôn cần giấy tờ gì
      - lam giay khai sinh cho con
  - intent: greet
    examples: |
      - xin chào
"""


class Project:
    """Rasa's command line with our configuration, domain and actions; models, results and database in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        database = f"sqlite:///{folder / 'motcua.db'}"
        own = {"MOTCUA_VAR": str(folder), "MOTCUA_DATABASE_URL": database, "SANIC_HOST": "127.0.0.1"}
        self.environment = {**kept, **own}
        engine = open_engine(database)
        migrate(engine)
        engine.dispose()

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-W", "ignore", "-m", "rasa", *arguments]

    def rasa(self, *arguments: str) -> None:
        """Run to the end; it must succeed."""
        ended = subprocess.run(
            self.command(*arguments), cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]

    @contextlib.contextmanager
    def running(self, *arguments: str, port: int, path: str) -> Iterator[str]:
        """A server of Rasa's, from its first answer at ``path`` until the context ends; its address."""
        address = f"http://127.0.0.1:{port}"
        with (self.folder / f"{port}.log").open("wb") as log:
            command = self.command(*arguments, "--port", str(port))
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        try:
            until(lambda: process.poll() is not None or _healthy(address + path), arguments[0])
            assert process.poll() is None, (self.folder / f"{port}.log").read_text()
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)

    def shell(self, text: str, wanted: str, *options: str) -> str:
        """Type one message into `rasa shell`; what the terminal shows until ``wanted`` stands in it."""
        command = self.command("shell", *options, "--port", str(free_port()))
        environment = {**self.environment, "TERM": "dumb"}
        ours, theirs = pty.openpty()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
        try:
            shown = _read_until(ours, "Your input")
            os.write(ours, f"{text}\r".encode())
            return shown + _read_until(ours, wanted)
        finally:
            process.kill()
            process.wait()
            os.close(ours)
            os.close(theirs)


def _healthy(url: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(url).status_code == 200
    return False


def _read_until(terminal: int, wanted: str, seconds: float = 180) -> str:
    shown, deadline = b"", time.monotonic() + seconds
    while wanted not in shown.decode(errors="replace"):
        assert time.monotonic() < deadline, shown.decode(errors="replace")[-3000:]
        if select.select([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 4096)
    return shown.decode(errors="replace")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def reduced(folder: Path) -> Path:
    """A copy of the training data with the questions about one field only."""
    copy = folder / "nlu_data"
    shutil.copytree(DATA, copy)
    for path in (copy / "nlu" / "ask").iterdir():
        if path.name not in KEPT:
            path.unlink()
    return copy


def test_train_test_shell_and_actions(project: Project) -> None:
    data, models, results = reduced(project.folder), project.folder / "models", project.folder / "results"
    project.rasa("train", "--domain", "bot/dialogue/domain.yml", "--data", str(data), "--out", str(models))
    model = next(models.glob("*.tar.gz"))

    test = project.folder / "test.yml"
    test.write_text(TEST, encoding="utf-8")
    project.rasa("test", "nlu", "--nlu", str(test), "--model", str(model), "--out", str(results), "--no-plot")
    report = json.loads((results / "intent_report.json").read_text())
    assert report["accuracy"] == 1.0
    assert report["ask_procedure"]["support"] == 2

    port = free_port()
    endpoints = project.folder / "endpoints.yml"
    endpoints.write_text((ROOT / "endpoints.yml").read_text().replace("5055", str(port)))
    options = ("--model", str(model), "--endpoints", str(endpoints), "--interface", "127.0.0.1")
    served = ("run", *options, "--credentials", "credentials.yml")
    with project.running("run", "actions", port=port, path="/health"):
        shown = project.shell(ASKED, CODE, *options)
        assert "Exception" not in shown
        with project.running(*served, port=free_port(), path="/") as address:
            body = {"sender": "a", "message": ASKED}
            replies = httpx.post(f"{address}/webhooks/rest/webhook", json=body, timeout=30).json()
    assert any(CODE in reply.get("text", "") for reply in replies)
