"""``motcua run``: one command starts everything, one signal ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.support.running import Running, report, until

MOTCUA = "from processes.cli import main; main()"


@pytest.fixture
def running(tmp_path: Path, secrets: dict[str, str], model: Path) -> Iterator[Running]:
    running = Running(tmp_path, f"sqlite:///{tmp_path / 'motcua.db'}", secrets, model.parent)
    yield running
    running.stop()


def test_ctrl_c_ends_everything_that_one_command_started(running: Running) -> None:
    command = running.start("-c", MOTCUA, "run")
    until(running.answers, "the page")
    until(running.ready, "ready")
    said = running.ask("làm giấy khai sinh cần gì")
    assert said[0]["custom"]["kind"] in ("answer", "clarify")  # type: ignore[index]
    assert len(running.ours()) >= 6
    command.send_signal(signal.SIGINT)
    command.wait(40)
    assert running.ours() == []
    text = (running.var / "run.log").read_text()
    assert running.page in text
    assert "Traceback" not in text


def test_sigterm_while_the_model_is_loading_ends_everything_too(running: Running) -> None:
    command = running.start("-c", MOTCUA, "run")
    until(running.answers, "the page")
    took_from = len(running.ours())
    assert took_from >= 3
    command.send_signal(signal.SIGTERM)
    report(f"ended after {until(lambda: command.poll() is not None, 'the end', 40):.1f} s")
    assert running.ours() == []


def test_what_dies_is_started_again(running: Running) -> None:
    command = running.start("-c", MOTCUA, "run")
    until(running.answers, "the page")
    until(running.ready, "ready")
    gateway = next(process for process in running.ours() if process.cmdline()[-1] == "gateway")
    gateway.kill()
    until(lambda: not running.answers() or gateway.pid not in [p.pid for p in running.ours()], "its death", 5)
    until(running.answers, "the page again", 30)
    assert running.ask("xin chào")
    command.send_signal(signal.SIGTERM)
    command.wait(40)
    assert running.ours() == []


@pytest.mark.parametrize("module", ["processes.cli", "processes.start", "processes.supervisor", "processes.gateway"])
def test_only_the_workers_load_rasa(module: str) -> None:
    """It costs seconds and hundreds of megabytes: the page would not be there in time."""
    code = f"import sys, {module}; sys.exit('rasa' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
