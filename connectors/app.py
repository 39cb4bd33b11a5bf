"""The public ASGI application: chat page, REST, health. And the small one for operations."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.texts import say
from connectors.gateway import Gateway, Refused
from connectors.health import Health
from connectors.messengers import webhooks
from connectors.rest import RestChannel
from connectors.web import WebChannel

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers then send "Origin: null" with our own forms, and we could not tell them from foreign.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """On every response, errors and streams included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def public_app(gateway: Gateway) -> ASGIApp:
    """What citizens and channels reach."""
    routes = [*WebChannel(gateway).routes, *Health(gateway).routes, *webhooks(gateway)]
    if gateway.settings.rest_enabled:
        routes += RestChannel(gateway).routes

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with gateway.replies.listening():
            yield

    handlers = {SQLAlchemyError: _unavailable, Refused: _refused, HTTPException: _http_error, Exception: _unavailable}
    return SecurityHeaders(Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers))  # type: ignore[arg-type]


def operations_app(gateway: Gateway) -> ASGIApp:
    """For the unit's own monitoring, on a loopback port."""
    return Starlette(routes=Health(gateway).details, exception_handlers={SQLAlchemyError: _unavailable})


async def _unavailable(request: Request, error: Exception) -> Response:
    # The class says enough for an operator, and the text of an error may hold what a citizen wrote.
    log.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
    return JSONResponse({"error": say("page", "unavailable")}, 503)


async def _refused(request: Request, error: Refused) -> Response:
    return JSONResponse({"error": error.text}, error.status)


async def _http_error(request: Request, error: HTTPException) -> Response:
    text = say("page", "not_found") if error.status_code == 404 else str(error.detail)
    return PlainTextResponse(text, error.status_code, headers=error.headers)
