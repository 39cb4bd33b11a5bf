"""``python -m bench.measure``: ours and stock, one after the other in one run; the table goes to docs/bench.md."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import httpx

from bench import parse, servers
from bench.conversation import CONVERSATION
from bench.load import run_load
from bench.messages import Question, hear, questions, told_by_stock, told_by_us
from bench.servers import WEBHOOK, Server
from bench.stock import STOCK, TRAINED, processor_seconds, trained
from bench.table import table
from bot.clock import utc_now
from bot.dialogue.inputs import present_model
from bot.settings import ROOT

VAR = ROOT / "var" / "bench"
PAGE = ROOT / "docs" / "bench.md"
MANY = 16
WARM_UP = 4

Numbers = dict[str, float]
Told = Callable[[list[dict[str, Any]]], set[str]]


def measure_ours(conversations: int, asked: list[Question]) -> Numbers:
    models = VAR / "models"
    numbers = _train(models)
    click.echo("Ours: start …")
    with servers.ours(VAR / "run", models) as server:
        numbers["page"] = server.seconds_until("/")
        numbers["accepted"] = server.seconds_until("/messages", {"id": "first", "text": CONVERSATION[0].text})
        numbers |= _measure(server, conversations, asked, told_by_us, check_kinds=True)
        numbers["again"] = _seconds_to_recover(server)
    return numbers | parse.measure("ours", present_model(models))


def measure_stock(project: Path, conversations: int, asked: list[Question]) -> Numbers:
    known = json.loads((project / TRAINED).read_text())
    numbers = {name: known[name] for name in ("training", "training_processor")}
    click.echo("Stock: start …")
    with servers.stock(project) as server:
        numbers["page"] = numbers["accepted"] = server.seconds_until("/")
        numbers |= _measure(server, conversations, asked, told_by_stock, check_kinds=False)
    # Nothing starts it again; whoever did would wait as long as for the first start.
    return numbers | {"again": numbers["first_answer"]} | parse.measure("stock", project)


def _train(models: Path) -> Numbers:
    click.echo("Ours: training …")
    started, before = time.monotonic(), processor_seconds()
    # Rasa keeps what it trained before; what is measured is a first training.
    shutil.rmtree(VAR / "cache", ignore_errors=True)
    environment = servers.environment(servers.our_settings(VAR / "run", models))
    environment |= {"RASA_CACHE_DIRECTORY": str(VAR / "cache")}
    with (VAR / "training.log").open("wb") as log:
        command = [servers.motcua(), "train", "--force"]
        subprocess.run(command, cwd=ROOT, env=environment, stdout=log, stderr=log, check=True)
    return {"training": time.monotonic() - started, "training_processor": processor_seconds() - before}


def _measure(server: Server, conversations: int, asked: list[Question], told: Told, check_kinds: bool) -> Numbers:
    """What is measured alike on both, from the first answer on."""
    first = server.seconds_until(WEBHOOK, {"sender": "first", "message": CONVERSATION[0].text})
    run_load(server.url, WARM_UP, WARM_UP, check_kinds)
    click.echo("  one chat at a time …")
    used = server.processor_seconds()
    one = run_load(server.url, 1, conversations // 4, check_kinds)
    used = server.processor_seconds() - used
    click.echo(f"  {MANY} chats at once …")
    many = run_load(server.url, MANY, conversations, check_kinds)
    numbers = {"first_answer": first, "memory": server.memory() / 1e6, "processor": 1e3 * used / len(one.answers)}
    for name, load in (("one", one), ("many", many)):
        numbers |= {f"{name}_p50": load.percentile(50) * 1e3, f"{name}_p99": load.percentile(99) * 1e3}
        numbers |= {f"{name}_throughput": load.throughput}
    if asked:
        click.echo(f"  {len(asked)} held-out messages …")
        heard = hear(server.url, asked, told)
        numbers |= {"right": 100 * heard.right / heard.asked, "offered": 100 * heard.offered / heard.asked}
    return numbers


def _seconds_to_recover(server: Server) -> float:
    """All workers are killed at once; until somebody new is answered."""
    with httpx.Client(base_url=server.url, timeout=60) as client:
        client.get("/healthz")
        killed = time.monotonic()
        server.kill_workers()
        client.post(WEBHOOK, json={"sender": "after", "message": CONVERSATION[0].text}).raise_for_status()
        return time.monotonic() - killed


def _facts(project: Path, asked: list[Question]) -> dict[str, Any]:
    return {
        "date": utc_now().date().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "load_before": os.getloadavg()[0],
        "stock_training": {"project": project.name, **json.loads((project / TRAINED).read_text())},
        "asked": len(asked),
    }


@click.command()
@click.option(
    "--conversations", default=160, show_default=True, help=f"How many with {MANY} chats; a quarter with one."
)
@click.option("--project", help="A trained stock project in var/stock. Default: the one trained last.")
def main(conversations: int, project: str | None) -> None:
    """Measure both, each alone on this machine."""
    chosen = STOCK / project if project else next(trained(), None)
    if chosen is None:
        raise click.ClickException("stock Rasa is not trained yet: run `make bench-stock` (it takes long)")
    VAR.mkdir(parents=True, exist_ok=True)
    asked = questions()
    facts = _facts(chosen, asked)
    result = {"ours": measure_ours(conversations, asked), "stock": measure_stock(chosen, conversations, asked), **facts}
    (VAR / "result.json").write_text(json.dumps(result, indent=1))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(table(result), encoding="utf-8")
    click.echo(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
