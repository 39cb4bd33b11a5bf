"""``python -m bench.linker_fit RECORDS``: weights of the linker's figures, learned from citizens' messages.

The messages of ``nlu_data``, about curated procedures, are linked to the *imported* records of the same codes, which
know no word of theirs: what helps there helps for any record. The weights that it prints are written into ``Weights``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax
from tqdm import tqdm

from bench.portal import portal_procedures
from bot.catalogue.linker import Linker, Weights
from bot.catalogue.load import load_catalogue
from bot.dialogue.inputs import DATA

EACH = 25
# How strongly weights are held near zero, in units of one message.
_PULL = 0.02

Example = tuple[NDArray[np.float32], int]


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


def examples(linker: Linker, asked: Sequence[tuple[str, str]]) -> list[Example]:
    """Figures of what was looked at, and which row is right; a message whose procedure is not there is left out."""
    made = []
    for wanted, text in tqdm(asked, "  messages", disable=None, leave=False):
        places, figures = linker.figures(text)
        rows = [row for row, place in enumerate(places) if linker.ids[place] == wanted]
        if rows:
            made.append((figures, rows[0]))
    return made


def fit(data: Sequence[Example]) -> NDArray[np.float64]:
    """The weights under which the right rows are likeliest."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = _PULL * float(weights @ weights) * len(data) / 100, _PULL * weights * len(data) / 50
        for figures, right in data:
            logs = log_softmax(figures @ weights)
            total -= float(logs[right])
            slope += np.exp(logs) @ figures - figures[right]
        return total, slope

    bounds = [(None, 0.0) if name == "other_act" else (0.0, None) for name in Weights._fields]
    return np.asarray(minimize(loss, np.ones(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x)


@click.command()
@click.argument("records", type=click.Path(exists=True, path_type=Path))
def main(records: Path) -> None:
    """RECORDS: an export of the portal, as ``motcua catalogue import`` takes it."""
    procedures = portal_procedures(records, curated_too=True)
    by_code = {record.code: record.id for record in procedures}
    curated = load_catalogue()
    asked = [(by_code[curated[key].code], text) for key, text in messages() if curated[key].code in by_code]
    data = examples(Linker(procedures), asked)
    click.echo(f"{len(asked)} messages, {len(data)} of them with the right procedure looked at")
    for name, weight in zip(Weights._fields, fit(data), strict=True):
        click.echo(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
