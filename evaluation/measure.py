"""``python -m evaluation.measure``: ours, stock Rasa and BM25 on the test set; the page goes to docs/eval.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from bench.stock import STOCK, TRAINED, messages, trained
from bot.catalogue.load import load_catalogue
from bot.clock import utc_now
from bot.dialogue.inputs import present_model
from bot.settings import ROOT, read_settings
from evaluation.bm25 import Bm25
from evaluation.cases import LATER, Case, load_cases
from evaluation.judge import Heard
from evaluation.measured import Measured, measure
from evaluation.page import Facts, page
from evaluation.stock import Stock
from evaluation.systems import Ours
from evaluation.talk import talking

PAGE = ROOT / "docs" / "eval.md"
ANSWERS = ROOT / "var" / "eval" / "answers.tsv"


def measure_all(model: Path, project: Path | None, cases: Sequence[Case]) -> list[Measured]:
    """Ours first; stock only where there is a trained project."""
    with talking(model) as talk:
        systems = [measure("Ours", Ours(talk), cases)]
    if project:
        systems.append(measure("Stock Rasa", Stock(project), cases))
    return [*systems, measure("BM25", Bm25(load_catalogue().values()), cases)]


def _facts(model: Path, project: Path | None) -> Facts:
    known = json.loads((project / TRAINED).read_text()) | {"now": len(messages())} if project else None
    today = utc_now().date().isoformat()
    return Facts(today, model.name.removesuffix(".tar.gz"), known)


def write_answers(systems: Sequence[Measured], path: Path) -> None:
    """Every message with what was said to it and how that is judged, a line each, for whoever looks for causes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join((one.name, *_columns(heard))) for one in systems for heard in one.heard]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _columns(heard: Heard) -> tuple[str, ...]:
    case, said = heard
    judged = heard.verdict.name if case.procedures else ("RIGHT" if heard.expected else "OTHER")
    wanted, got = "|".join(case.procedures), "|".join(said.procedures)
    asked, told = ",".join(sorted(case.facets)), ",".join(sorted(said.facets))
    return case.set.value, case.variant, judged, said.kind.value, wanted, got, asked, told, " || ".join(case.turns)


@click.command()
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Default: that of the present inputs.")
@click.option("--project", help="A trained stock project in var/stock. Default: the one trained last.")
def main(model: Path | None, project: str | None) -> None:
    """Ask everybody everything, and write the page."""
    chosen = STOCK / project if project else next(trained(), None)
    model = model or present_model(read_settings().models_path)
    systems, later = (measure_all(model, chosen, cases) for cases in (load_cases(), load_cases(LATER)))
    write_answers(systems, ANSWERS)
    PAGE.write_text(page(systems, later, _facts(model, chosen)), encoding="utf-8")
    click.echo(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
