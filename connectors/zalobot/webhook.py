"""The webhook of the Zalo Bot Platform: the secret, the event stored, 200."""

from __future__ import annotations

import hmac

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from connectors.gateway import Gateway, read_body
from connectors.metrics import WEBHOOKS
from connectors.zalobot.events import NAME
from connectors.zalobot.intake import take

SECRET = "X-Bot-Api-Secret-Token"


class Webhook:
    """One a gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._secret = gateway.settings.zalobot_secret.encode()
        self.routes: list[BaseRoute] = [Route(f"/webhooks/{NAME}", self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """Raises Refused for a body that is too large or too slow, SQLAlchemyError where nothing could be stored."""
        given = request.headers.get(SECRET, "").encode("latin-1")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            WEBHOOKS.labels(NAME, "refused").inc()
            return Response(status_code=403)
        try:
            body = msgspec.json.decode(await read_body(request))
        except (msgspec.DecodeError, RecursionError):
            WEBHOOKS.labels(NAME, "unreadable").inc()
            return Response(status_code=400)
        await take(self._gateway, body)
        return Response()
