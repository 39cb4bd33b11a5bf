"""Start everything and keep it running: a supervisord with a configuration made from the settings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from bot.settings import Settings
from processes.notes import end_leftovers

CONFIG = """\
[supervisord]
nodaemon = true
logfile = /dev/null
logfile_maxbytes = 0
pidfile = {var}/supervisord.pid
childlogdir = {var}

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
NAMES = ("gateway", "workers")


def write_config(settings: Settings) -> Path:
    root = Path(__file__).resolve().parent.parent
    var = settings.var_path.resolve()
    var.mkdir(parents=True, exist_ok=True)
    values = {"python": sys.executable, "root": root, "var": var}
    programs = "\n".join(PROGRAM.format(name=name, **values) for name in NAMES)
    path = var / "supervisord.conf"
    path.write_text(CONFIG.format(var=var, programs=programs))
    return path


def supervise(settings: Settings) -> int:
    """Run until Ctrl-C or SIGTERM, then end everything; supervisord's exit code."""
    path = write_config(settings)
    quiet = {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-c", str(path)]
    child = subprocess.Popen(command, env={**os.environ, **quiet}, stdout=subprocess.DEVNULL, start_new_session=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: child.terminate())
    try:
        return child.wait()
    finally:
        end_leftovers(settings)
