"""The chat page and the few requests it makes. It works without JavaScript: a form, a page, a link to look again."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.conversations.unit import load_unit
from bot.store import outbox
from bot.store.forget import forget_conversation
from bot.store.inbox import Incoming
from bot.texts import texts
from connectors.gateway import MOST_CHARACTERS, Gateway, Refused, read_body
from connectors.replies import changed

CHANNEL = "web"
HERE = Path(__file__).parent
COOKIE_DAYS = 30
PING_SECONDS = 15.0


class Body(msgspec.Struct):
    """``id`` is made by the page, so that a message sent twice counts once; ``shown``: the title of a pressed button."""

    id: str
    text: str
    shown: str | None = None


class WebChannel:
    """A person is known by a cookie that the server made, never by an id that the browser chose."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())
        self.routes = [
            Route("/", self.page, methods=["GET"]),
            Route("/messages", self.send, methods=["POST"]),
            Route("/messages", self.lines, methods=["GET"]),
            Route("/events", self.events, methods=["GET"]),
            Route("/end", self.end, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]

    async def page(self, request: Request) -> Response:
        return await self._render(request)

    async def send(self, request: Request) -> Response:
        """JSON from the script, a form without it."""
        script = request.headers.get("content-type", "").startswith("application/json")
        try:
            _same_origin(request)
            body = await (_json_body(request) if script else _form_body(request))
            conversation = self._conversation(request)
            self._gateway.check_rate(request, conversation)
            message_id = self._gateway.keys.pseudonym(conversation, body.id)
            taken = await self._gateway.take(Incoming(CHANNEL, message_id, conversation, body.text, body.shown))
        except Refused as refused:
            if script:
                return JSONResponse({"error": refused.text}, refused.status)
            return await self._render(request, refused)
        return JSONResponse({"id": taken.inbox_id}, 202) if script else RedirectResponse("/#newest", 303)

    async def lines(self, request: Request) -> Response:
        """The whole talk as JSON; ``waiting``: a message is not answered yet."""
        lines = await self._lines(request)
        waiting = bool(lines) and lines[-1]["who"] == "citizen"
        return JSONResponse({"lines": lines, "waiting": waiting}, headers={"Cache-Control": "no-store"})

    async def events(self, request: Request) -> Response:
        """Server-sent events that say no more than "something changed": the page then asks for the lines."""
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._signals(self._conversation(request), request.is_disconnected)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _signals(self, conversation: str, gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
        yield ": connected\n\n"
        with self._gateway.replies.watch(conversation) as event:
            while not await gone():
                yield "data: changed\n\n" if await changed(event, PING_SECONDS) else ": ping\n\n"

    async def end(self, request: Request) -> Response:
        """"Xong, xoá": nothing of the person remains, the next one starts clean."""
        _same_origin(request)
        await run_in_threadpool(forget_conversation, self._gateway.engine, self._conversation(request))
        response = RedirectResponse("/", 303, headers={"Clear-Site-Data": '"cookies", "storage", "cache"'})
        response.delete_cookie(_cookie(request))
        return response

    async def _lines(self, request: Request) -> list[dict[str, Any]]:
        gateway = self._gateway
        said = await run_in_threadpool(
            outbox.transcript, gateway.engine, gateway.keys, self._conversation(request)
        )
        return [_line(line) for line in said]

    async def _render(self, request: Request, refused: Refused | None = None) -> Response:
        lines = await self._lines(request)
        unit = load_unit(self._gateway.settings.unit_file)
        values = {"lines": lines, "error": refused.text if refused else None, "t": texts("page"), "unit": unit}
        values |= {"waiting": bool(lines) and lines[-1]["who"] == "citizen", "most": MOST_CHARACTERS}
        values |= {"new_id": secrets.token_hex(8), "large": request.cookies.get("large") == "1"}
        html = self._pages.get_template("chat.html").render(values)
        response = HTMLResponse(html, refused.status if refused else 200, headers={"Cache-Control": "no-store"})
        self._remember(request, response)
        return response

    def _conversation(self, request: Request) -> str:
        token = request.cookies.get(_cookie(request)) or request.scope.setdefault("new_person", secrets.token_urlsafe(24))
        return f"{CHANNEL}-{self._gateway.keys.pseudonym(CHANNEL, token)}"

    def _remember(self, request: Request, response: Response) -> None:
        """Give a new person a cookie."""
        token = request.scope.get("new_person")
        if token:
            age = COOKIE_DAYS * 24 * 3600
            secure = request.url.scheme == "https"
            response.set_cookie(_cookie(request), token, age, secure=secure, httponly=True, samesite="lax")


def _cookie(request: Request) -> str:
    return "__Host-motcua" if request.url.scheme == "https" else "motcua"


def _same_origin(request: Request) -> None:
    """Refuse what another site's page sends in the person's name."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = origin is not None and origin.split("://")[-1] != request.headers.get("host")
    if site not in (None, "same-origin", "none") or foreign:
        raise Refused(403, texts("page")["foreign"])


async def _json_body(request: Request) -> Body:
    try:
        return msgspec.json.decode(await read_body(request), type=Body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(400, texts("page")["unreadable"]) from error


async def _form_body(request: Request) -> Body:
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Refused(415, texts("page")["unreadable"])
    request._body = await read_body(request)
    form = await request.form()
    choice = str(form.get("choice", ""))
    payload, _, shown = choice.partition("|")
    return Body(str(form.get("id", "")) or secrets.token_hex(8), payload or str(form.get("text", "")), shown or None)


def _line(said: outbox.Said) -> dict[str, Any]:
    reply = said.reply
    return {
        "id": said.id,
        "who": said.who,
        "text": said.text,
        "kind": reply.custom.kind.value if reply else None,
        "buttons": msgspec.to_builtins(reply.buttons) if reply else [],
        "at": said.at.isoformat(),
    }
