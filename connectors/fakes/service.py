"""What the fakes have in common: people, faults, a log, a way to push, and the clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from connectors.fakes.faults import Faults, Rule
from connectors.fakes.log import Log
from connectors.fakes.people import People
from connectors.fakes.pictures import Pictures

Work = Callable[[], Response | Awaitable[Response]]


class World:
    """One for all services of a server. ``scale``: factor on the waits between repeated pushes. ``clock``: seconds
    since 1970. ``url``: where this server is reached, known when it runs."""

    def __init__(self, seed: int = 0, scale: float = 1.0, clock: Callable[[], float] = time.time) -> None:
        self.people = People()
        self.faults = Faults(seed)
        self.log = Log()
        self.pictures = Pictures()
        self.scale = scale
        self.clock = clock
        self.url = ""

    def milliseconds(self) -> int:
        return int(self.clock() * 1000)


class Answer(msgspec.Struct, frozen=True):
    """A call that was understood so far that faults may befall it. ``what`` is its content as a text."""

    method: str
    person: str
    what: str


async def answered(
    world: World, service: str, request: Request, call: Answer, work: Work, failure: Callable[[Rule], Response]
) -> Response:
    """The answer to a call, or what a rule puts in its place. ``failure``: how this service says that fault."""
    rule = world.faults.of_call(service, call.method, call.person, call.what)
    if rule is None:
        return await _done(work)
    world.log.called(service, call.method, rule.fault)
    if rule.fault == "slow":
        await asyncio.sleep(rule.wait)
        return await _done(work)
    if rule.fault in ("timeout_after", "timeout_before"):
        if rule.fault == "timeout_after":
            await _done(work)
        await _hang(request, rule.wait)
        return HTMLResponse("<html><h1>504 Gateway Time-out</h1></html>", 504)
    if rule.fault.isdigit() and int(rule.fault) >= 500:
        return HTMLResponse(f"<html><h1>{rule.fault} Server Error</h1></html>", int(rule.fault))
    return failure(rule)


async def _done(work: Work) -> Response:
    response = work()
    return response if isinstance(response, Response) else await response


async def _hang(request: Request, seconds: float) -> None:
    """Until the caller has gone."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not await request.is_disconnected():
        await asyncio.sleep(0.02)


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(value), status, headers, "application/json")
