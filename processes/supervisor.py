"""Start everything and keep it running: a supervisord with a configuration made from the settings."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.settings import Settings
from bot.store.bell import bells
from processes.notes import end_leftovers

CONFIG = """\
[supervisord]
nodaemon = true
logfile = /dev/null
logfile_maxbytes = 0
pidfile = {var}/supervisord.pid
childlogdir = {var}

[unix_http_server]
file = {socket}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl = unix://{socket}

{programs}"""

PROGRAM = """\
[program:{name}]
command = {python} -m processes {name}
directory = {root}
autorestart = true
startsecs = 0
startretries = 1000000
stopwaitsecs = 15
stdout_logfile = {var}/{name}.log
stdout_logfile_maxbytes = 10MB
redirect_stderr = true
"""


def programs(settings: Settings, extra: Sequence[str] = ()) -> list[str]:
    """What is started: a sender only where there is a messenger, a poller where one is asked for messages."""
    senders, pollers = ["sender"] if settings.messengers else [], ["poller"] if settings.polled else []
    return ["gateway", "workers", "scheduler", *senders, *pollers, *extra]


def write_config(settings: Settings, extra: Sequence[str] = ()) -> Path:
    root = Path(__file__).resolve().parent.parent
    var = settings.var_path.resolve()
    var.mkdir(parents=True, exist_ok=True)
    values = {"python": sys.executable, "root": root, "var": var}
    sections = "\n".join(PROGRAM.format(name=name, **values) for name in programs(settings, extra))
    path = var / "supervisord.conf"
    path.write_text(CONFIG.format(var=var, programs=sections, socket=_socket(settings)))
    return path


def take_over_model(settings: Settings) -> None:
    """Tell the workers' parent to load the present model. Raises ChildProcessError where nothing runs."""
    path = settings.var_path / "supervisord.conf"
    command = [sys.executable, "-W", "ignore", "-m", "supervisor.supervisorctl", "-c", str(path)]
    ended = subprocess.run([*command, "signal", "HUP", "workers"], capture_output=True, text=True)
    if ended.returncode:
        raise ChildProcessError(f"no running service was found under {settings.var_path}: start it with `motcua run`")


def _socket(settings: Settings) -> Path:
    """Where `supervisorctl -c var/supervisord.conf` reaches it."""
    return bells(settings) / "supervisor"


def _knock(address: Path) -> None:
    """It starts its programs when it first wakes: at the first knock, else after a second."""
    for _ in range(100):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(address))
            return
        time.sleep(0.02)


@contextlib.contextmanager
def supervised(settings: Settings, extra: Sequence[str] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A running supervisord; at the end, however it comes, everything is ended. Raises SystemExit at SIGTERM."""
    path = write_config(settings, extra)
    quiet = {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-c", str(path)]
    child = subprocess.Popen(command, env={**os.environ, **quiet}, stdout=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=_knock, args=(_socket(settings),), daemon=True).start()
    try:
        yield child
    finally:
        child.terminate()
        child.wait()
        end_leftovers(settings)
