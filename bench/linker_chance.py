"""``python -m bench.linker_chance RECORDS``: when the linker is believed rather than the reader.

The reader is trained without some procedures and without a fifth of all other messages. What it and the linker then
make of messages about procedures that it knows or does not know, and of imported titles said in part, gives the chance
that a record is meant that it does not know. The numbers that it prints are written into ``bot/catalogue/resolve.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from bench.linker_said import said_in_part
from bench.portal import portal_procedures
from bot.catalogue.linker import Linker
from bot.catalogue.load import load_catalogue
from bot.catalogue.resolve import DOUBT, TAKES_OVER, clues
from bot.dialogue.inputs import DATA
from bot.language.reader import ASK, NONE, Example, Reader

Rows = NDArray[np.float64]

_SAID = 500
_EVERY = 7
_FIFTH = 5
_ABOUT_PROCEDURES = (ASK, "browse", "dossier_status")


def labelled() -> list[Example]:
    """All messages of ``nlu_data`` with their labels."""
    blocks = [
        block
        for path in sorted((DATA / "nlu").rglob("*.yml"))
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).get("nlu", ())
    ]
    return [
        Example(line.removeprefix("- "), block["intent"], _procedures(block), _facets(block))
        for block in blocks
        for line in block["examples"].splitlines()
    ]


def _procedures(block: dict[str, Any]) -> tuple[str, ...]:
    label = str((block.get("metadata") or {}).get("procedure", NONE))
    return tuple(part for part in label.split("|") if part != NONE)


def _facets(block: dict[str, Any]) -> tuple[str, ...]:
    return tuple(facet for facet in (block.get("metadata") or {}).get("facets", ()) if facet != "overview")


def _names() -> list[tuple[str, str]]:
    records = load_catalogue().values()
    return [(text, r.id) for r in records for text in (r.official_name, r.short_name, *r.aliases)]


@click.command()
@click.argument("records", type=click.Path(exists=True, path_type=Path))
def main(records: Path) -> None:
    """RECORDS: an export of the portal, as ``motcua catalogue import`` takes it."""
    imported, curated = portal_procedures(records), load_catalogue()
    new = sorted(curated)[::_EVERY]
    known = [e for e in labelled() if not set(new) & set(e.procedures)]
    held = {e.text for e in known[::_FIFTH]}
    reader = Reader()
    reader.fit([e for e in known if e.text not in held], _names())
    one = [e for e in labelled() if len(e.procedures) == 1]
    linker = Linker(imported, tuple(curated.values()))
    of_known = [e.text for e in one if e.text in held]
    said = [text for _, text in said_in_part(imported, 0)][:_SAID]
    heard = {
        "known, nothing new": _heard(reader, linker, of_known, ()),
        "known": _heard(reader, linker, of_known, new),
        "said in part": _heard(reader, linker, said, ()),
        "new": _heard(reader, linker, [e.text for e in one if e.procedures[0] in new], new),
        "other": _heard(reader, linker, [e.text for e in known[::_FIFTH] if e.intent not in _ABOUT_PROCEDURES], ()),
    }
    _learn("imported", heard, ("known, nothing new",), ("said in part",))
    _learn("new", heard, ("known, nothing new", "known"), ("said in part", "new"))
    click.echo(f"of other intents one in a hundred fits {np.percentile(heard['other'][:, 1], 99):.1f}")


def _learn(name: str, heard: Mapping[str, Rows], not_meant: Sequence[str], meant: Sequence[str]) -> None:
    """Print the weights, and what they make of each kind of messages."""
    sizes = [sum(len(heard[key]) for key in keys) for keys in (not_meant, meant)]
    model = LogisticRegression(C=1e3, max_iter=1_000)
    model.fit(np.vstack([heard[key] for key in (*not_meant, *meant)]), np.repeat([False, True], sizes))
    click.echo(f"{name}: weights {np.round(model.coef_[0], 3)}, start {model.intercept_[0]:.2f}")
    for key, rows in heard.items():
        chances = model.predict_proba(rows)[:, 1]
        sure, doubt = np.mean(chances >= TAKES_OVER), np.mean((chances >= DOUBT) & (chances < TAKES_OVER))
        click.echo(f"  {len(rows)} {key}: {sure:.1%} taken over, {doubt:.1%} in doubt")


def _heard(reader: Reader, linker: Linker, texts: Sequence[str], new: Sequence[str]) -> Rows:
    ranked = ((text, reader.read(text).procedures) for text in tqdm(texts, "  messages", disable=None, leave=False))
    found = ((best, linker.find(text, also=new)) for text, best in ranked)
    return np.array([clues(best, one) if one.ranked else (0.0, 0.0, 0.0) for best, one in found])


if __name__ == "__main__":
    main()
