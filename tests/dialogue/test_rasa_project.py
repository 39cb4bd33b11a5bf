"""It is a normal Rasa project: Rasa's own commands work on our files, with a reduced copy of the data."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.dialogue.inputs import DATA
from bot.settings import ROOT
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from tests.support.running import free_port

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
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        database = f"sqlite:///{folder / 'motcua.db'}"
        self.environment = {**kept, "MOTCUA_VAR": str(folder), "MOTCUA_DATABASE_URL": database}
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
    def actions(self) -> Iterator[None]:
        """`rasa run actions` while the context lasts."""
        command = self.command("run", "actions", "--port", str(self.port))
        log = (self.folder / "actions.log").open("wb")
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 120
        while not _healthy(self.port):
            assert process.poll() is None, (self.folder / "actions.log").read_text()
            assert time.monotonic() < deadline, "the action server does not answer"
            time.sleep(0.2)
        yield
        process.send_signal(signal.SIGINT)
        process.wait(30)

    def shell(self, model: Path, text: str, wanted: str) -> str:
        """Type one message into `rasa shell`; what the terminal shows until ``wanted`` stands in it."""
        endpoints = self.folder / "endpoints.yml"
        endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{self.port}/webhook\n")
        command = self.command(
            "shell", "--model", str(model), "--endpoints", str(endpoints), "--port", str(free_port())
        )
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**self.environment, "TERM": "dumb"}, stdin=theirs, stdout=theirs, stderr=theirs
        )
        try:
            shown = _read_until(ours, "Your input")
            os.write(ours, f"{text}\r".encode())
            return shown + _read_until(ours, wanted)
        finally:
            process.kill()
            process.wait()
            os.close(ours)
            os.close(theirs)


def _healthy(port: int) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
    return False


def _read_until(terminal: int, wanted: str, seconds: float = 180) -> str:
    import select

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

    with project.actions():
        shown = project.shell(model, "đăng ký kết hôn cần giấy tờ gì", "1.000894")
    assert "Exception" not in shown
