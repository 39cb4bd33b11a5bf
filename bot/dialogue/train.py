"""``python -m bot.dialogue.train FOLDER``: train the model of the present inputs."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import time
from pathlib import Path

import click

from bot.dialogue.inputs import CONFIG, DATA, DOMAIN, model_path
from bot.dialogue.progress import Progress


def train(models: Path) -> Path:
    """Train now and show how far it is. Raises RuntimeError when Rasa made no model."""
    target = model_path(models)
    models.mkdir(parents=True, exist_ok=True)
    # Made aside and moved: whoever looks meanwhile sees a whole model or none.
    with tempfile.TemporaryDirectory(dir=models, prefix=".training-") as aside:
        os.replace(_train(aside), target)
    return target


def _train(folder: str) -> str:
    said = io.StringIO()
    with Progress("Loading Rasa") as progress, contextlib.redirect_stdout(said):
        from bot.dialogue.silence import quiet  # isort: split

        from rasa.model_training import train as rasa_train

        quiet()
        progress.step("Reading the training data")
        result = rasa_train(str(DOMAIN), str(CONFIG), [str(DATA)], output=folder, fixed_model_name="model")
    if result.model is None:
        raise RuntimeError(f"Rasa made no model: {said.getvalue().strip()}")
    return str(result.model)


if __name__ == "__main__":
    started = time.monotonic()
    made = train(Path(sys.argv[1]))
    click.echo(f"Trained {made.name} in {time.monotonic() - started:.0f} s.")
