"""``python -m bot.dialogue.train FOLDER``: train the model of the present inputs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bot.dialogue.inputs import CONFIG, DATA, DOMAIN, model_path


def train(models: Path) -> Path:
    """Train now (Rasa prints its progress). Raises RuntimeError when Rasa made no model."""
    from rasa.model_training import train as rasa_train

    from bot.dialogue.agent import quiet

    quiet()
    target = model_path(models)
    name = target.name.removesuffix(".tar.gz")
    result = rasa_train(str(DOMAIN), str(CONFIG), [str(DATA)], output=str(models), fixed_model_name=name)
    if result.model is None or not target.exists():
        raise RuntimeError("Rasa made no model: its messages above say why")
    return target


if __name__ == "__main__":
    started = time.monotonic()
    made = train(Path(sys.argv[1]))
    print(f"Trained {made.name} in {time.monotonic() - started:.0f} s.")
