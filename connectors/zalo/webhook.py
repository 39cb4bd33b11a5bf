"""Zalo's webhook: verified over the bytes as they came, stored, answered within milliseconds."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.conversations.reply import Reply
from bot.language.text import clean
from bot.store import echoes, reach
from connectors.gateway import Gateway, Refused, read_body
from connectors.metrics import WEBHOOKS
from connectors.seldom import Seldom
from connectors.zalo.events import CHANNEL, Echo, Heard, hear
from connectors.zalo.pieces import pieces, words
from connectors.zalo.signature import HEADER, is_signed
from connectors.zalo.wire import NotHeard, read

log = logging.getLogger(__name__)

# By then the sender has written down what arrived, and an echo of it costs one look; a doubt waits for longer.
ECHO_SECONDS = 0.5

UNSIGNED = "MOTCUA_ZALO_OA_SECRET is not set: Zalo's events are answered and dropped. Copy it from the webhook page"
PROOF = (
    '<!doctype html><html><head><meta name="zalo-platform-site-verification" content="{code}" /></head>'
    "<body>Zalo</body></html>"
)


class ZaloWebhook:
    """Zalo switches a webhook off that does not answer 200 for two hours, so what is none of ours is answered too;
    only what Zalo would not send is refused."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._seldom = Seldom(log)
        self._settling: set[asyncio.Task[None]] = set()
        self.routes = [Route("/webhooks/zalo", self.receive, methods=["POST"])]
        if code := gateway.settings.zalo_verifier:
            self.routes.append(Route(f"/zalo_verifier{code}.html", self.prove, methods=["GET"]))

    async def prove(self, request: Request) -> Response:
        """That the domain is ours."""
        return HTMLResponse(PROOF.format(code=self._gateway.settings.zalo_verifier))

    async def receive(self, request: Request) -> Response:
        """200 once it is stored; 503, by the application, where the database is away: Zalo sends it again."""
        try:
            outcome = await self._take(request)
        except (NotHeard, Refused) as error:
            reason = error.reason if isinstance(error, NotHeard) else f"status {error.status}"
            self._seldom.warn(f"a call of Zalo's webhook was refused: {reason}")
            _count("refused")
            return PlainTextResponse("refused", error.status)
        except SQLAlchemyError:
            _count("failed")
            raise
        _count(outcome)
        return PlainTextResponse("ok")

    async def _take(self, request: Request) -> str:
        settings = self._gateway.settings
        body = await read_body(request)
        if not settings.zalo_oa_secret:
            self._seldom.warn(UNSIGNED)
            return "bootstrap"
        if not is_signed(settings, request.headers.get(HEADER, ""), body):
            raise NotHeard(401, "wrong signature")
        if request.headers.get("num_retry", "0") not in ("", "0"):
            self._seldom.warn("Zalo sends events again, so it got no answer in time before")
        zns = request.headers.get("x-zevent-server", "").upper() == "ZNS"
        return await self._follow(hear(read(body), settings, self._gateway.now(), zns))

    async def _follow(self, heard: Heard) -> str:
        if heard.incoming:
            taken = await self._gateway.receive(heard.incoming)
            return heard.outcome if taken.inbox_id else "again"
        if heard.forget:
            await self._gateway.forget(heard.forget)
        if heard.gone:
            await run_in_threadpool(reach.lose, self._gateway.engine, self._gateway.keys, *heard.gone)
        if heard.echo:
            # Not waited for: it must not keep Zalo waiting, and it is worth nothing if the process ends.
            task = asyncio.create_task(self._settle(heard.echo))
            self._settling.add(task)
            task.add_done_callback(self._settling.discard)
        if heard.outcome in ("operators", "unknown"):
            self._seldom.warn(f"Zalo told something for the operator: {heard.outcome} event, see docs/zalo.md")
        return heard.outcome

    async def _settle(self, echo: Echo) -> None:
        await asyncio.sleep(ECHO_SECONDS)
        gateway = self._gateway
        common = (gateway.engine, gateway.keys, echo.conversation, echo.message_id, echo.at)
        try:
            if await run_in_threadpool(echoes.settle, *common, lambda r, n: self._is_next(echo, r, n), gateway.now()):
                _count("settled")
        except SQLAlchemyError as error:
            log.warning("an echo could not be compared: %s", type(error).__name__)

    def _is_next(self, echo: Echo, reply: Reply, number: int) -> tuple[bool, int]:
        made = pieces(reply, self._gateway.settings.zalo_buttons, self._gateway.settings.zalo_info_image)
        told = {clean(text) for text in words(made[number])} if number < len(made) else set()
        return clean(echo.text) in told and bool(echo.text), len(made)


def _count(outcome: str) -> None:
    WEBHOOKS.labels(CHANNEL, outcome).inc()
