"""What comes before the processes: a model. What a person reads: where to look. Imports little, to be there soon."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.clock import utc_now
from bot.dialogue.inputs import model_path
from bot.dossiers.demo import demo_dossiers
from bot.settings import ROOT, Settings

Say = Callable[[str], None]


def ensure_model(models: Path, say: Say, force: bool = False) -> Path:
    """The model of the present inputs, trained now if there is none. In a process of its own: it needs much memory.

    Raises ChildProcessError when there is still none.
    """
    path = model_path(models)
    if path.exists() and not force:
        say(f"The model {path.name} is up to date.")
        return path
    say("Training the model (about three minutes) …")
    command = [sys.executable, "-W", "ignore", "-m", "bot.dialogue.train", str(models.resolve())]
    # Rasa's own progress bars would run into ours.
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "TQDM_DISABLE": "1"})
    if ended.returncode:
        raise ChildProcessError(f"the training ended with code {ended.returncode}; what it said stands above")
    return path


def welcome(settings: Settings, channels: bool = False) -> str:
    """Where to look, and a dossier to try. ``channels``: with the stand-ins for Zalo and Telegram."""
    sample = demo_dossiers(utc_now())[0]
    page = f"http://{settings.host}:{settings.port}/"
    stand_ins = f"  Messengers  http://127.0.0.1:{settings.fakes_port}/\n" if channels else ""
    return (
        f"\n  Chat page   {page}\n{stand_ins}"
        f"  REST        {page}webhooks/rest/webhook\n"
        f"  Operations  http://127.0.0.1:{settings.operations_port}/status\n"
        f"  Logs        {settings.var_path}/gateway.log, workers.log, scheduler.log\n"
        f"  SMS         {settings.sms_url or settings.var_path / 'one-time-codes.txt'}\n"
        f"  Try         Hồ sơ {sample.code} đến đâu rồi   (look-up code {sample.look_up_code})\n"
        "\nThe page takes messages at once; the first answer comes when the model is loaded. Ctrl-C stops all.\n"
    )
