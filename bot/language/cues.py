"""Cues of how people ask for a facet: hand-kept phrases that become features, so that few examples go a long way."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from bot.language.text import fold

WEIGHT = np.float32(0.5)
LONGEST = 5
_WORDS = re.compile(r"\w+")


class Cues:
    """A column a cue, and one a facet that says whether any of its cues stands in the text. ``width`` columns."""

    def __init__(self) -> None:
        text = (Path(__file__).parent / "facet_cues.yml").read_text(encoding="utf-8")
        lists: dict[str, list[str]] = yaml.safe_load(text)
        cues = list(dict.fromkeys(cue for facet in lists.values() for cue in facet))
        self.width = len(cues) + len(lists)
        self._columns = {
            cue: (number, *(len(cues) + i for i, facet in enumerate(lists.values()) if cue in facet))
            for number, cue in enumerate(cues)
        }

    def find(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Columns, each once, and their values."""
        words = _WORDS.findall(fold(text))
        phrases = {
            " ".join(words[start : start + length])
            for length in range(1, LONGEST + 1)
            for start in range(len(words) - length + 1)
        }
        columns = sorted({column for phrase in phrases for column in self._columns.get(phrase, ())})
        return np.array(columns, np.int64), np.full(len(columns), WEIGHT, np.float32)
