"""Calls of the Zalo Bot Platform. No error may hold the token, which stands in every address."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from bot.settings import Settings

TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class CallFailed(Exception):
    """The platform refused: ``code`` is its own, for the log; never its text. 0: its answer could not be read."""

    def __init__(self, code: int) -> None:
        super().__init__(f"code {code}")
        self.code = code


class Answer(msgspec.Struct, frozen=True):
    """The envelope of all answers, also of refusals, whatever the HTTP status."""

    ok: bool
    result: Any = None
    error_code: int = 0


class Client:
    """Raises CallFailed where the platform refused, httpx.HTTPError where it could not be asked."""

    def __init__(self, settings: Settings) -> None:
        self._base = f"{settings.zalobot_url.rstrip('/')}/bot{settings.zalobot_token}"
        self._http = httpx.AsyncClient(timeout=TIMEOUT)

    async def call(self, method: str, patience: float = 0.0, **values: Any) -> Any:
        """``patience``: how much longer than usual an answer may take, in seconds."""
        timeout = httpx.Timeout(10.0 + patience, connect=5.0) if patience else TIMEOUT
        response = await self._http.post(f"{self._base}/{method}", json=values, timeout=timeout)
        try:
            answer = msgspec.json.decode(response.content, type=Answer)
        except msgspec.MsgspecError:
            raise CallFailed(0 if response.is_success else response.status_code) from None
        if not answer.ok:
            raise CallFailed(answer.error_code)
        return answer.result

    async def close(self) -> None:
        await self._http.aclose()
