"""What a model is trained from. A model is named after the hash of its inputs, so it is trained once for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT

CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "bot" / "dialogue" / "domain.yml"
DATA = ROOT / "nlu_data"
# What turns messages into features and features into a model; the rest of the rooms only uses it.
CODE = (
    "dialogue/importer.py",
    "dialogue/reader.py",
    "language/calibration.py",
    "language/cues.py",
    "language/facet_cues.yml",
    "language/features.py",
    "language/keywords.py",
    "language/keywords.yml",
    "language/lexicon.py",
    "language/linear.py",
    "language/reader.py",
    "language/reference.py",
    "language/repair.py",
    "language/short_forms.py",
    "language/short_forms.yml",
    "language/syllables.py",
    "language/text.py",
    "language/words.py",
)


class ModelMissing(RuntimeError):
    """There is no trained model of the present inputs; the message says how to make one."""


def inputs() -> Iterator[Path]:
    """Every file that a model depends on: data, records, and the code that learns."""
    yield CONFIG
    yield DOMAIN
    yield ROOT / "requirements.lock"
    for folder, pattern in ((DATA, "**/*.yml"), (ROOT / "bot" / "catalogue" / "records", "*/*.yml")):
        yield from sorted(folder.glob(pattern))
    yield from (ROOT / "bot" / name for name in CODE)


def model_name() -> str:
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return f"motcua-{digest.hexdigest()[:12]}"


def model_path(models: Path) -> Path:
    """Where the model of the present inputs is, or would be."""
    return models / f"{model_name()}.tar.gz"


def present_model(models: Path) -> Path:
    """The model of the present inputs. Raises ModelMissing where it was not trained yet."""
    path = model_path(models)
    if not path.exists():
        raise ModelMissing(f"{path} is missing: make it with `make train`")
    return path
