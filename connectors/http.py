"""POST to a channel's API, and whether the request may have got there where no answer came."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.request import getproxies

import aiohttp
import msgspec

READ_SECONDS = 10.0
CONNECT_SECONDS = 5.0
# Shorter than servers keep a connection that nobody uses: a request on one that closes just then would be in doubt.
IDLE_SECONDS = 4.0


class NotAnswered(Exception):
    """``sent``: whether the request left. The text is the class of the cause: addresses may hold a token."""

    def __init__(self, cause: BaseException, sent: bool) -> None:
        super().__init__(type(cause).__name__)
        self.sent = sent


class Answer(NamedTuple):
    """``headers``: names are not told apart by case."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = {}

    def json(self) -> Any:
        """Raises ValueError."""
        return msgspec.json.decode(self.content)


class Http:
    """Connections of a process that are used again; opened at the first call. httpx takes five times the processor."""

    def __init__(self, read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self,
        url: str,
        body: bytes | aiohttp.FormData | None,
        headers: Mapping[str, str] | None = None,
        read_seconds: float | None = None,
    ) -> Answer:
        """Bytes are JSON. Redirects are not followed. Raises NotAnswered."""
        kind = {"Content-Type": "application/json"} if isinstance(body, bytes) else {}
        return await self._request("POST", url, read_seconds, data=body, headers={**kind, **(headers or {})})

    async def get(self, url: str, read_seconds: float | None = None) -> Answer:
        """Raises NotAnswered."""
        return await self._request("GET", url, read_seconds)

    async def _request(self, method: str, url: str, read_seconds: float | None, **what: Any) -> Answer:
        session = self._session = self._session or self._open()
        way = SimpleNamespace(open=False)
        seconds = self._read_seconds if read_seconds is None else read_seconds
        timeout = aiohttp.ClientTimeout(connect=CONNECT_SECONDS, sock_read=seconds)
        common = {"timeout": timeout, "allow_redirects": False, "trace_request_ctx": way}
        try:
            async with session.request(method, url, **common, **what) as answer:
                return Answer(answer.status, await answer.read(), answer.headers)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise NotAnswered(error, way.open) from None

    def _open(self) -> aiohttp.ClientSession:
        tracing = aiohttp.TraceConfig()
        for signal in (tracing.on_connection_create_end, tracing.on_connection_reuseconn):
            signal.append(_note_open)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            trace_configs=[tracing],
            # To look for a proxy at each request costs as much as the request.
            trust_env=bool(getproxies()),
        )

    async def close(self) -> None:
        if self._session:
            await self._session.close()


async def _note_open(session: aiohttp.ClientSession, context: SimpleNamespace, params: object) -> None:
    context.trace_request_ctx.open = True
