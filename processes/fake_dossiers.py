"""A one-stop system that is none: the contract of docs/dossiers.md over HTTP, as strict as a real one would be."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Iterable
from typing import NamedTuple

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.dossiers.dossier import Dossier
from bot.dossiers.export.rows import dossier_code


class Fault(NamedTuple):
    """What it does with one request in place of an answer: wait, then send this; ``drip`` seconds before each byte."""

    status: int = 200
    body: bytes = b""
    seconds: float = 0.0
    kind: str | None = None
    drip: float = 0.0


class FakeDossiers:
    """``faults`` are used up one a request; ``asked`` are the codes that were asked for, failed requests too."""

    def __init__(self, dossiers: Iterable[Dossier], token: str) -> None:
        self.dossiers = {dossier.code: dossier for dossier in dossiers}
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self._token = token
        self.app = Starlette(routes=[Route("/dossiers/{code:path}", self._answer, methods=["GET"])])

    async def _answer(self, request: Request) -> Response:
        code = request.path_params["code"]
        self.asked.append(code)
        if self.faults:
            fault = self.faults.pop(0)
            await asyncio.sleep(fault.seconds)
            return StreamingResponse(_bytes(fault), fault.status, media_type=fault.kind)
        expected = f"Bearer {self._token}"
        if not hmac.compare_digest(request.headers.get("Authorization", ""), expected):
            return Response(status_code=401)
        if request.headers.get("Accept") != "application/json":
            return Response(status_code=406)
        if dossier_code(code) != code:
            return Response(status_code=400)
        dossier = self.dossiers.get(code)
        body = msgspec.json.encode(dossier) if dossier else b""
        return Response(body, 200 if dossier else 404, media_type="application/json")


async def _bytes(fault: Fault) -> AsyncIterator[bytes]:
    for piece in [bytes([byte]) for byte in fault.body] if fault.drip else [fault.body]:
        await asyncio.sleep(fault.drip)
        yield piece
