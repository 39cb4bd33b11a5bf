"""``python -m bench.parse ours|stock PATH``: how long one message is read, in the process that reads it; as JSON.

Ours also links each message to 2,642 imported procedures, grown from the curated ones. Time is that of the clock, since
stock computes with several threads.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import click
import numpy as np

from bench.messages import questions
from bot.settings import ROOT

IMPORTED = 2_642
WARM_UP = 50
Parse = Callable[[str], Awaitable[Any]]


def measure(which: str, path: Path) -> dict[str, float]:
    """In a process of its own: two Rasas do not live in one."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.parse", which, str(path)]
    ended = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def ours(model: Path) -> Parse:
    from bench.linker_cases import grown
    from bot.catalogue.linker import Linker
    from bot.catalogue.load import load_catalogue
    from bot.dialogue.agent import Assistant

    assistant, linker = Assistant(model), Linker(grown(list(load_catalogue().values()), IMPORTED))

    async def parse(text: str) -> None:
        await assistant.parse(text)
        linker.find(text)

    return parse


def stock(project: Path) -> Parse:
    from rasa.core.agent import load_agent

    return asyncio.run(load_agent(str(next((project / "models").glob("*.tar.gz"))))).parse_message


def timed(parse: Parse, texts: list[str]) -> list[float]:
    """Milliseconds of each message after the first ones."""

    async def run() -> list[float]:
        for text in texts[:WARM_UP]:
            await parse(text)
        return [await _milliseconds(parse, text) for text in texts]

    return asyncio.run(run())


async def _milliseconds(parse: Parse, text: str) -> float:
    started = time.perf_counter()
    await parse(text)
    return 1e3 * (time.perf_counter() - started)


@click.command()
@click.argument("which", type=click.Choice(["ours", "stock"]))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
def main(which: str, path: Path) -> None:
    """Read every held-out message once."""
    texts = [question.text for question in questions()]
    times = timed({"ours": ours, "stock": stock}[which](path), texts)
    click.echo(json.dumps({f"parse_p{share}": float(np.percentile(times, share)) for share in (50, 99)}))


if __name__ == "__main__":
    main()
