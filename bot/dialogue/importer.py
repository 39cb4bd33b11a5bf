"""Reading the training data once, and with a quick parser.

Rasa reads all of it again at each step of a training that asks for it, with a parser that keeps comments and is many
times slower, and checks it against a schema that says less than our tests.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_NLU = re.compile(r"^nlu:", re.MULTILINE)
_RULES = re.compile(r"^rules:", re.MULTILINE)


class OnceImporter(RasaFileImporter):
    """Rasa's own importer; ``config.yml`` names it. Which file is which is told by its top-level key alone."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path)
        places = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        files = [file for place in places for file in _files(Path(place))]
        self._nlu_files = [str(file) for file in files if _NLU.search(file.read_text(encoding="utf-8"))]
        self._story_files = [str(file) for file in files if _RULES.search(file.read_text(encoding="utf-8"))]

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        changed = tuple((file, Path(file).stat().st_mtime_ns) for file in self._nlu_files)
        # What is learned is written into the messages: each caller has its own.
        return TrainingData([Message(data=dict(message.data)) for message in _read(changed).training_examples])


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("**/*.yml")) if place.is_dir() else [place]


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[str, int], ...]) -> TrainingData:
    return TrainingData().merge(*(_Reader().reads(Path(name).read_text(encoding="utf-8")) for name, _ in files))


class _Reader(RasaYAMLReader):
    """Rasa's own reader behind another parser."""

    def reads(self, string: str, **kwargs: Any) -> TrainingData:
        self._parse_nlu(yaml.load(string, Loader=yaml.CSafeLoader)["nlu"])
        return TrainingData(self.training_examples)
