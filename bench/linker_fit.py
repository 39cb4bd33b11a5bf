"""``python -m bench.linker_fit RECORDS``: weights of the linker's figures, learned from citizens' messages.

The messages of ``nlu_data``, about curated procedures, are linked to the *imported* records of the same codes, which
know no word of theirs: what helps there helps for any record. Besides, each imported title is said in part by chance,
so that it is told from its twins. No question of ``tests/data/linker`` is learned from. The weights that it prints are
written into ``Weights``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from tqdm import tqdm

from bench.linker_said import said_in_part
from bench.portal import portal_procedures
from bot.catalogue.linker import Linker, Weights
from bot.catalogue.load import load_catalogue
from bot.dialogue.inputs import DATA

EACH = 25
_EACH_TITLE = 3
# What a message counts beside a title said in part, and how strongly weights are held near zero.
_MESSAGE = 1.0
_PULL = 0.01


class Example(NamedTuple):
    """A row of figures for each procedure that was looked at; ``right``: which are meant."""

    figures: NDArray[np.float32]
    right: NDArray[np.bool_]
    weight: float


def messages(each: int = EACH) -> list[tuple[str, str]]:
    """(procedure, message), the same ones each time; at most ``each`` a procedure, of those that name exactly one."""
    found: dict[str, list[str]] = {}
    for path in sorted((DATA / "nlu" / "ask").rglob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).get("nlu", ()):
            procedure = str((block.get("metadata") or {}).get("procedure", "none"))
            lines = [line.removeprefix("- ") for line in block["examples"].splitlines()]
            if procedure != "none" and "|" not in procedure:
                found.setdefault(procedure, []).extend(lines)
    mixed = {key: random.Random(key).sample(lines, min(each, len(lines))) for key, lines in sorted(found.items())}
    return [(key, line) for key, lines in mixed.items() for line in lines]


def examples(linker: Linker, asked: Sequence[tuple[str, str]], weight: float = 1.0) -> list[Example]:
    """One for each message; those whose procedure was not looked at are left out."""
    made = []
    for wanted, text in tqdm(asked, "  messages", disable=None, leave=False):
        places, figures = linker.figures(text)
        right = np.array([linker.ids[place] == wanted for place in places])
        if right.any():
            made.append(Example(figures, right, weight))
    return made


def fit(data: Sequence[Example]) -> NDArray[np.float64]:
    """The weights, none below zero, under which the right rows are likeliest."""
    figures = np.vstack([example.figures for example in data]).astype(np.float64)
    spread = figures.std(axis=0) + 1e-9
    figures /= spread
    right = np.concatenate([example.right for example in data])
    sizes = np.array([len(example.figures) for example in data])
    starts, weights = np.cumsum(sizes) - sizes, np.array([example.weight for example in data])
    share = np.repeat(weights / weights.sum(), sizes)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = figures @ values
        odds = np.exp(sums - np.repeat(np.maximum.reduceat(sums, starts), sizes))
        all_of, right_of = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        total = weights @ np.log(all_of / right_of) / weights.sum() + _PULL * values @ values
        slope = share * odds * (1 / np.repeat(all_of, sizes) - right / np.repeat(right_of, sizes))
        return total, figures.T @ slope + 2 * _PULL * values

    start, bounds = np.full(figures.shape[1], 0.3), [(0.0, None)] * figures.shape[1]
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x) / spread


@click.command()
@click.argument("records", type=click.Path(exists=True, path_type=Path))
def main(records: Path) -> None:
    """RECORDS: an export of the portal, as ``motcua catalogue import`` takes it."""
    procedures = portal_procedures(records, curated_too=True)
    by_code = {record.code: record.id for record in procedures}
    curated = load_catalogue()
    asked = [(by_code[curated[key].code], text) for key, text in messages() if curated[key].code in by_code]
    imported = portal_procedures(records)
    said = [pair for seed in range(_EACH_TITLE) for pair in said_in_part(imported, seed)]
    data = examples(Linker(procedures), asked, _MESSAGE) + examples(Linker(imported), said)
    click.echo(f"{len(asked)} messages and {len(said)} titles in part, {len(data)} with the right procedure looked at")
    for name, weight in zip(Weights._fields, fit(data), strict=True):
        click.echo(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
