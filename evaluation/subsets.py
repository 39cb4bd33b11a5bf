"""Models trained on a part of our messages about procedures; everything else of the training stays as it is."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.inputs import CONFIG, DATA, DOMAIN
from bot.language.reader import ASK, NONE

# Of a message about procedures: its label (ids joined by "|") and its text.
Keep = Callable[[str, str], bool]


def some(share: float) -> Keep:
    """That share of each label's messages, the same ones and more with a greater share."""
    chosen = set()
    for label, texts in sorted(_labelled().items()):
        mixed = random.Random(label).sample(texts, len(texts))
        chosen |= {(label, text) for text in mixed[: round(share * len(mixed))]}
    return lambda label, text: (label, text) in chosen


def without(procedures: set[str]) -> Keep:
    """All messages but those of these procedures."""
    return lambda label, text: not procedures & set(label.split("|"))


def messages_each(keep: Keep) -> float:
    """How many messages a procedure has on average; one that fits several counts for each."""
    kept = [label for label, texts in _labelled().items() for text in texts if keep(label, text)]
    counts = Counter(procedure for label in kept for procedure in label.split("|"))
    everything = {procedure for label in _labelled() for procedure in label.split("|")}
    return sum(counts.values()) / len(everything)


def train_on(keep: Keep, folder: Path) -> Path:
    """Rasa's training on the kept messages, as ``motcua train`` does it; the model is made in ``folder``."""
    from bot.dialogue.silence import quiet  # isort: split

    from rasa.model_training import train

    quiet()
    _write(folder / "data", keep)
    with contextlib.redirect_stdout(io.StringIO()):
        result = train(str(DOMAIN), str(CONFIG), [str(folder / "data")], output=str(folder), fixed_model_name="model")
    return Path(str(result.model))


def _write(target: Path, keep: Keep) -> None:
    shutil.copytree(DATA, target)
    for path in target.rglob("*.yml"):
        content = _load(path)
        if "nlu" in content:
            kept = {**content, "nlu": [part for block in content["nlu"] if (part := _part(block, keep))]}
            path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _part(block: dict[str, Any], keep: Keep) -> dict[str, Any] | None:
    label = _label(block)
    lines = [line for line in block["examples"].splitlines() if label is None or keep(label, line)]
    return {**block, "examples": "\n".join(lines) + "\n"} if lines else None


@cache
def _labelled() -> dict[str, list[str]]:
    """The messages about procedures by their label."""
    found: dict[str, list[str]] = {}
    for block in _blocks():
        if (label := _label(block)) is not None:
            found.setdefault(label, []).extend(block["examples"].splitlines())
    return found


def _blocks() -> Iterator[dict[str, Any]]:
    for path in sorted(DATA.rglob("*.yml")):
        yield from _load(path).get("nlu", ())


def _label(block: dict[str, Any]) -> str | None:
    """None for messages that name no procedure: they are always kept."""
    label = str((block.get("metadata") or {}).get("procedure", NONE))
    return label if block["intent"] == ASK and label != NONE else None


def _load(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
