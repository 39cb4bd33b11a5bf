"""Rasa's REST contract: ``{"sender", "message"}`` in, ``[{"recipient_id", "text", "buttons"?, "custom"}]`` out."""

from __future__ import annotations

import asyncio
import hmac
import uuid
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.conversations.reply import Reply
from bot.store import outbox
from bot.store.inbox import Incoming
from connectors.gateway import Gateway, Refused, read_body
from connectors.replies import changed

CHANNEL = "rest"
LONGEST_WAIT = 30.0


class Body(msgspec.Struct):
    """``sender`` is required: without it strangers would share one conversation."""

    sender: str
    message: str


class RestChannel:
    """On in the demo; in production only with a token, which callers send as ``Authorization: Bearer …``."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.routes = [Route("/webhooks/rest/webhook", self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        try:
            return JSONResponse(await self._answer(request))
        except Refused as refused:
            return JSONResponse({"error": refused.text}, refused.status)

    async def _answer(self, request: Request) -> list[dict[str, Any]]:
        self._authorise(request)
        body = _decode(request, await read_body(request))
        gateway = self._gateway
        conversation = f"{CHANNEL}-{gateway.keys.pseudonym(CHANNEL, body.sender)}"
        gateway.check_rate(request, conversation)
        origin = gateway.origin(request)
        message = Incoming(CHANNEL, uuid.uuid4().hex, conversation, body.message, origin=origin)
        with gateway.replies.watch(conversation) as event:
            taken = await gateway.take(message)
            replies = await self._wait(taken.inbox_id or 0, event)
        return [_wire(body.sender, reply) for reply in replies]

    def _authorise(self, request: Request) -> None:
        token = self._gateway.settings.rest_token
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token and not hmac.compare_digest(given.encode(), token.encode()):
            raise Refused(401, "a token is needed: Authorization: Bearer …")

    async def _wait(self, inbox_id: int, event: asyncio.Event) -> list[Reply]:
        gateway, loop = self._gateway, asyncio.get_running_loop()
        deadline = loop.time() + LONGEST_WAIT
        while loop.time() < deadline:
            await changed(event)
            replies = await run_in_threadpool(outbox.answer_to, gateway.engine, gateway.keys, inbox_id)
            if replies is not None:
                return replies
        raise Refused(504, "no answer within 30 s; the message is kept and will be worked on")


def _decode(request: Request, body: bytes) -> Body:
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "send application/json")
    try:
        decoded = msgspec.json.decode(body, type=Body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, f'send {{"sender": text, "message": text}}: {error}') from error
    if not decoded.sender.strip():
        raise Refused(400, "sender is empty")
    return decoded


def _wire(sender: str, reply: Reply) -> dict[str, Any]:
    wire: dict[str, Any] = {"recipient_id": sender, "text": reply.text}
    if reply.buttons:
        wire["buttons"] = msgspec.to_builtins(reply.buttons)
    return {**wire, "custom": msgspec.to_builtins(reply.custom)}
