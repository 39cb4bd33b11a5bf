"""Questions without a verb, as they are typed into a search box: the name of a procedure and a keyword or two.

Few people write so to us, and a linear model does not learn from sentences that a bare "giấy tờ" asks for the papers.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

TWO = 0.3
FIRST = 0.5


class Searched(NamedTuple):
    text: str
    facets: tuple[str, ...]


def searched(names: Iterable[str]) -> Iterator[Searched]:
    """One for each name; always the same ones."""
    keywords: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "keywords.yml").read_text("utf-8"))
    chance = random.Random(2)
    for name in names:
        facets = chance.sample(sorted(keywords), 2 if chance.random() < TWO else 1)
        asked = ", ".join(chance.choice(keywords[facet]) for facet in facets)
        yield Searched(f"{asked} {name}" if chance.random() < FIRST else f"{name} {asked}", tuple(facets))
