"""Calls of the OA's API: HTTP 200 may be a failure, a token may be void, an answer may never come."""

from __future__ import annotations

import asyncio
import datetime as dt
import hmac
import logging
from collections.abc import Callable
from typing import Any

import aiohttp
import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.clock import utc_now
from bot.settings import Settings
from connectors.channel import NotDelivered, Trouble
from connectors.http import Answer, Http, NotAnswered
from connectors.seldom import Seldom
from connectors.zalo.access import Access
from connectors.zalo.errors import Failed, fault
from connectors.zalo.oauth import NoAccess

log = logging.getLogger(__name__)

Body = bytes | aiohttp.FormData

REPEAT_SECONDS = 1.0
NEARLY = 1
# By what an uploaded thing is named in the answer, and how large it may be (bytes).
UPLOADS = {"image": ("attachment_id", 1024**2), "gif": ("attachment_id", 5 * 1024**2), "file": ("token", 5 * 1024**2)}


def headers(settings: Settings, token: str) -> dict[str, str]:
    """What every call carries: never ``Authorization: Bearer``."""
    proof = hmac.digest(settings.zalo_app_secret.encode(), token.encode(), "sha256").hex()
    return {"access_token": token, **({"appsecret_proof": proof} if settings.zalo_app_secret else {})}


class Client:
    """One a process. ``now`` is a parameter for tests."""

    def __init__(
        self,
        settings: Settings,
        access: Access,
        http: Http | None = None,
        now: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._settings, self._access, self._now = settings, access, now
        self._http = http or Http()
        self._seldom = Seldom(log)

    async def close(self) -> None:
        await self._http.close()

    async def send(self, path: str, body: dict[str, Any]) -> str | None:
        """Hand a message over; its id. Raises NotDelivered."""
        data = await self.call(path, lambda: msgspec.json.encode(body))
        if path.endswith("/cs"):
            self._tell_quota(data.get("quota"))
        message_id = data.get("message_id")
        return str(message_id) if message_id else None

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """``kind``: image, gif or file. What a message names it by for seven days. Raises NotDelivered."""
        answer, most = UPLOADS[kind]
        if len(content) > most or "." not in name:
            raise NotDelivered(Trouble.REFUSED, "too large" if len(content) > most else "no extension")

        def body() -> aiohttp.FormData:
            form = aiohttp.FormData()
            form.add_field("file", content, filename=name)
            return form

        data = await self.call(f"/v2.0/oa/upload/{kind}", body)
        if not isinstance(data.get(answer), str):
            raise NotDelivered(Trouble.REFUSED, "no id")
        return str(data[answer])

    async def call(self, path: str, body: Callable[[], Body]) -> dict[str, Any]:
        """POST; what the answer holds as ``data``. ``body`` is made anew for each try: a void token is renewed once.
        Raises NotDelivered."""
        token = self._access.known() or await self._token(self._access.token)
        renewed = repeated = False
        while True:
            try:
                return await self._once(path, token, body())
            except Failed as error:
                self._tell_cure(error)
                if error.fault.renew and not renewed:
                    renewed, token = True, await self._token(self._access.renewed, token)
                elif error.fault.repeat and not repeated:
                    repeated = True
                    await asyncio.sleep(REPEAT_SECONDS)
                else:
                    raise

    async def _token(self, get: Callable[..., str], *stale: str) -> str:
        try:
            return await run_in_threadpool(get, *stale)
        except NoAccess as error:
            raise NotDelivered(Trouble.ALARM if error.lasting else Trouble.AGAIN, f"token {error.code}") from None
        except SQLAlchemyError as error:
            raise NotDelivered(Trouble.AGAIN, type(error).__name__) from None

    async def _once(self, path: str, token: str, body: Body) -> dict[str, Any]:
        url, sent = f"{self._settings.zalo_api_url}{path}", headers(self._settings, token)
        try:
            answer = await self._http.post(url, body, sent)
        except NotAnswered as error:
            raise NotDelivered(Trouble.UNSURE if error.sent else Trouble.AGAIN, str(error)) from None
        return read_answer(answer, "send", self._now())

    def _tell_cure(self, error: Failed) -> None:
        if error.fault.cure and not error.fault.renew:
            self._seldom.warn(f"Zalo answers with {error.code}: {error.fault.cure}")

    def _tell_quota(self, quota: Any) -> None:
        """What a message cost, as the answer tells it; what is free changes with Zalo's prices."""
        if not isinstance(quota, dict):
            self._seldom.warn("Zalo charged for a message")
            return
        kind, left = str(quota.get("quota_type", ""))[:20], str(quota.get("remain", ""))
        if left.isdecimal() and int(left) <= NEARLY:
            # Of a person's free messages it is normal; those of the OA as a whole are the operator's matter.
            log.log(logging.DEBUG if kind == "reply" else logging.WARNING, "quota %r: %s left", kind, left)


def read_answer(answer: Answer, api: str, now: dt.datetime) -> dict[str, Any]:
    """The ``data`` of a success. Raises NotDelivered; as Failed where Zalo says why."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    code = body.get("error") if isinstance(body, dict) else None
    if isinstance(code, int) and code:
        raise Failed(code, fault(api, code), now)
    if answer.status == 200 and code == 0:
        data = body.get("data")
        return data if isinstance(data, dict) else {}
    raise NotDelivered(*_by_status(answer))


def _by_status(answer: Answer) -> tuple[Trouble, str, dt.timedelta | None]:
    """What a status says where Zalo itself says nothing: something in between may have answered."""
    status = answer.status
    code = f"status {status}"
    if status == 429:
        told = answer.headers.get("retry-after", "")
        return Trouble.BUSY, code, dt.timedelta(seconds=min(int(told), 600)) if told.isdecimal() else None
    if 400 <= status < 500:
        return Trouble.REFUSED, code, None
    # It got there and may have been worked on, also where a proxy says that it may not.
    return (Trouble.ALARM if 300 <= status < 400 else Trouble.UNSURE), code, None
