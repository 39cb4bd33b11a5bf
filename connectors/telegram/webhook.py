"""The webhook of Telegram: the secret, the update stored, 200; what is to be said at once travels in the answer."""

from __future__ import annotations

import hmac

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.gateway import Gateway, read_body
from connectors.metrics import WEBHOOKS
from connectors.telegram.intake import Intake
from connectors.telegram.updates import NAME

SECRET = "X-Telegram-Bot-Api-Secret-Token"
# A message of 4,096 characters may come escaped, with formats, and with the one that it answers.
MOST_BYTES = 256 * 1024


class Webhook:
    """One a gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._secret = gateway.settings.telegram_secret
        self._intake = Intake(gateway)
        self.routes: list[BaseRoute] = [Route(f"/webhooks/{NAME}", self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """Raises Refused for a body that is too large or too slow, SQLAlchemyError where nothing could be stored."""
        if not self._is_telegram(request):
            WEBHOOKS.labels(NAME, "refused").inc()
            return Response(status_code=403)
        body = await read_body(request, MOST_BYTES)
        try:
            update = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            WEBHOOKS.labels(NAME, "unreadable").inc()
            return Response(status_code=400)
        call = await self._intake.take(update)
        return JSONResponse(call) if call else Response()

    def _is_telegram(self, request: Request) -> bool:
        given = request.headers.get(SECRET, "").encode("latin-1")
        known = bool(self._secret) and hmac.compare_digest(given, self._secret.encode())
        return known and request.headers.get("content-type") == "application/json"
