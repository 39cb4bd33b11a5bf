"""The load generator: chats that hold the conversation, each time as somebody new."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import aiohttp

from bench.conversation import CONVERSATION, Step
from bench.servers import WEBHOOK

PATIENCE = 60.0


class Load(NamedTuple):
    """Seconds that each answer took, and that all of it took."""

    answers: list[float]
    seconds: float

    @property
    def throughput(self) -> float:
        return len(self.answers) / self.seconds

    def percentile(self, percent: int) -> float:
        """Nearest rank: a latency that was really measured."""
        return sorted(self.answers)[max(0, -(-len(self.answers) * percent // 100) - 1)]


class WrongAnswer(RuntimeError):
    """What a server said is no answer to the step; its speed would mean nothing."""


def run_load(url: str, chats: int, conversations: int, check_kinds: bool) -> Load:
    """That many conversations, ``chats`` of them at the same time."""
    return asyncio.run(_run(url, chats, conversations, check_kinds))


async def _run(url: str, chats: int, conversations: int, check_kinds: bool) -> Load:
    answers: list[float] = []
    waiting = iter(range(conversations))
    async with session(url) as client:
        started = time.perf_counter()
        await asyncio.gather(*(_chat(client, waiting, answers, check_kinds) for _ in range(chats)))
        return Load(answers, time.perf_counter() - started)


def session(url: str) -> aiohttp.ClientSession:
    """The lightest client at hand: what it uses of the two cores, the servers do not have."""
    return aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(PATIENCE), raise_for_status=True)


async def _chat(client: aiohttp.ClientSession, waiting: Iterator[int], answers: list[float], check_kinds: bool) -> None:
    for _ in waiting:
        sender = uuid.uuid4().hex
        for step in CONVERSATION:
            sent = time.perf_counter()
            replies = await say(client, sender, step.text)
            answers.append(time.perf_counter() - sent)
            check(step, replies, check_kinds)


async def say(client: aiohttp.ClientSession, sender: str, text: str) -> list[dict[str, Any]]:
    async with client.post(WEBHOOK, json={"sender": sender, "message": text}) as response:
        return list(await response.json())


def check(step: Step, replies: Sequence[dict[str, Any]], kinds: bool) -> None:
    """Raises WrongAnswer unless there is a reply, with ``kinds`` of the right kind."""
    said = [reply.get("custom", {}).get("kind") for reply in replies]
    if not said or (kinds and said != [step.kind]):
        raise WrongAnswer(f"to {step.text!r}, expected {step.kind}: {said}")
