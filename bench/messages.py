"""How often the right procedure is told, over REST: each message of ``tests/data/messages`` is a talk of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bench.load import say, session
from bot.catalogue.answer import codes
from bot.catalogue.load import load_catalogue
from bot.settings import ROOT

HELD_OUT = ROOT / "tests" / "data" / "messages"
AT_ONCE = 8


class Question(NamedTuple):
    """``procedures``: ids; several where asking back is right."""

    procedures: tuple[str, ...]
    text: str


class Heard(NamedTuple):
    """``right``: the one procedure, or for an ambiguous message one of them or all. ``offered``: among choices only."""

    right: int
    offered: int
    asked: int


def questions(folder: Path = HELD_OUT) -> list[Question]:
    """Lines ``id|id ; facets ; message``."""
    lines = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    columns = [line.split(" ; ", 2) for line in lines if line.strip() and not line.startswith("#")]
    return [Question(tuple(ids.split("|")), text) for ids, _, text in columns]


def hear(url: str, asked: Sequence[Question], told: Callable[[list[dict[str, Any]]], set[str]]) -> Heard:
    """Ask all of them; ``told`` reads from the replies which procedures they are about."""
    return asyncio.run(_hear(url, asked, told))


async def _hear(url: str, asked: Sequence[Question], told: Callable[[list[dict[str, Any]]], set[str]]) -> Heard:
    found: list[tuple[set[str], set[str]]] = []
    waiting: Iterator[tuple[int, Question]] = iter(enumerate(asked))
    async with session(url) as client:

        async def listen() -> None:
            for number, question in waiting:
                found.append((set(question.procedures), told(await say(client, f"asked-{number}", question.text))))

        await asyncio.gather(*(listen() for _ in range(AT_ONCE)))
    right = sum(is_right(wanted, got) for wanted, got in found)
    return Heard(right, sum(bool(wanted & got) for wanted, got in found) - right, len(found))


def is_right(wanted: set[str], got: set[str]) -> bool:
    """One procedure that is wanted, or, where several are, no other than these."""
    return bool(got) and got <= wanted


def told_by_us(replies: list[dict[str, Any]]) -> set[str]:
    """Our replies carry codes."""
    return {_ids()[code] for reply in replies for code in reply["custom"]["procedures"]}


def told_by_stock(replies: list[dict[str, Any]]) -> set[str]:
    """A reply of stock is the name of the intent."""
    return {reply["text"].removeprefix("ask_") for reply in replies if reply["text"].startswith("ask_")}


@cache
def _ids() -> dict[str, str]:
    return {codes([record])[0]: record.id for record in load_catalogue().values()}
