"""``python -m bench.stock``: what a stock Rasa project would be for our messages, trained once for the same inputs.

Pipeline and policies are the file that Rasa itself fills in for the empty configuration of ``rasa init``. Stock has no
linker, so every procedure is an intent of its own, ``ask_<id>`` (a slash would make it a retrieval intent); facets are
left out; each intent has one fixed response. A message labelled with several procedures counts for the first.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any, NamedTuple

import click
import yaml

from bench.conversation import STOCK_STORY
from bot.dialogue.inputs import DATA
from bot.settings import ROOT

STOCK = ROOT / "var" / "stock"
QUIET = {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
TRAINED = "training.json"
UNLABELLED = "ask_none"


class Labelled(NamedTuple):
    """A message and stock's intent for it."""

    intent: str
    text: str


def messages(data: Path = DATA) -> list[Labelled]:
    """Our training messages under stock's labels, each text once."""
    found = {
        line.removeprefix("- "): stock_intent(item)
        for path in sorted(data.glob("**/*.yml"))
        for item in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).get("nlu", ())
        for line in item.get("examples", "").splitlines()
        if line.strip()
    }
    return [Labelled(intent, text) for text, intent in found.items()]


def stock_intent(item: dict[str, Any]) -> str:
    """``ask_<id>`` for a question about a procedure, ``ask_none`` where it names none, else our own intent."""
    if item["intent"] != "ask_procedure":
        return str(item["intent"])
    first = str((item.get("metadata") or {}).get("procedure", "none")).split("|")[0]
    return UNLABELLED if first == "none" else f"ask_{first}"


def files(examples: Sequence[Labelled], epochs: int, stories: bool) -> dict[str, str]:
    """The whole project as path and content."""
    intents = [*dict.fromkeys(example.intent for example in examples), "nlu_fallback"]
    made = {
        "config.yml": _config(epochs),
        "domain.yml": _dump({"version": "3.1", "intents": intents, "responses": _responses(intents)}),
        "data/nlu.yml": _nlu(examples),
        "data/rules.yml": _dump({"version": "3.1", "rules": [_rule(intent) for intent in intents]}),
        "credentials.yml": "rest:\n",
        "endpoints.yml": "",
    }
    if stories:
        made["data/stories.yml"] = _dump({"version": "3.1", "stories": [_story(intents)]})
    return made


def _config(epochs: int) -> str:
    rasa = Path(str(find_spec("rasa").origin)).parent  # type: ignore[union-attr]
    text = (rasa / "engine" / "recipes" / "config_files" / "default_config.yml").read_text(encoding="utf-8")
    return text.replace("epochs: 100", f"epochs: {epochs}")


def _responses(intents: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """The text is the intent's name, so that a reply shows what was predicted."""
    return {f"utter_{intent}": [{"text": intent}] for intent in intents}


def _nlu(examples: Sequence[Labelled]) -> str:
    grouped: dict[str, list[str]] = {}
    for example in examples:
        grouped.setdefault(example.intent, []).append(f"    - {example.text}\n")
    parts = (f"- intent: {intent}\n  examples: |\n{''.join(lines)}" for intent, lines in grouped.items())
    return 'version: "3.1"\nnlu:\n' + "".join(parts)


def _rule(intent: str) -> dict[str, Any]:
    return {"rule": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}


def _story(intents: Sequence[str]) -> dict[str, Any]:
    turns = [intent for intent in STOCK_STORY if intent in intents]
    return {"story": "the conversation", "steps": [step for intent in turns for step in _rule(intent)["steps"]]}


def _dump(value: Any) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


def write_project(content: dict[str, str], root: Path = STOCK) -> Path:
    """The project's folder, named after the hash of its content."""
    folder = root / hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]
    for name, text in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def train(folder: Path) -> dict[str, Any]:
    """Run ``rasa train`` unless that was done before; what is known about the training."""
    note = folder / TRAINED
    if not note.exists():
        started = time.monotonic()
        command = [sys.executable, "-W", "ignore", "-m", "rasa", "train", "--fixed-model-name", "stock"]
        subprocess.run(command, cwd=folder, env={**os.environ, **QUIET}, check=True)
        seconds = {"training": time.monotonic() - started, "training_processor": processor_seconds()}
        note.write_text(json.dumps(seconds | _facts(folder)))
    return dict(json.loads(note.read_text()))


def processor_seconds() -> float:
    """What all child processes that ended have used: it tells nearly the same on a busy machine as on an idle one."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _facts(folder: Path) -> dict[str, Any]:
    config = yaml.safe_load((folder / "config.yml").read_text(encoding="utf-8"))
    epochs = next(part["epochs"] for part in config["pipeline"] if part["name"] == "DIETClassifier")
    examples = messages(folder / "data")
    intents = {example.intent for example in examples}
    stories = (folder / "data" / "stories.yml").exists()
    return {"messages": len(examples), "intents": len(intents), "epochs": epochs, "stories": stories}


def trained() -> Iterator[Path]:
    """Projects that were trained, the newest first."""
    notes = sorted(STOCK.glob(f"*/{TRAINED}"), key=lambda note: -note.stat().st_mtime)
    return (note.parent for note in notes)


@click.command()
@click.option("--messages", "most", default=0, help="Train on that many messages, spread over all. Default: all.")
@click.option("--epochs", default=100, show_default=True, help="Fewer than Rasa's own 100 train faster and worse.")
@click.option(
    "--stories/--rules-only",
    default=True,
    show_default=True,
    help="The measured conversation as a story, as `rasa init` ships some: without one TED learns and costs nothing.",
)
def main(most: int, epochs: int, stories: bool) -> None:
    """Train stock Rasa on our messages, unless it was trained on the same before."""
    examples = messages()
    chosen = examples[:: max(1, len(examples) // most)] if most else examples
    folder = write_project(files(chosen, epochs, stories))
    click.echo(f"Stock project {folder.relative_to(ROOT)}: {len(chosen)} messages, {epochs} epochs.")
    click.echo(f"Trained in {train(folder)['training']:.0f} s.")


if __name__ == "__main__":
    main()
