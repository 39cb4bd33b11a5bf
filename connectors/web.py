"""The chat page and the few requests it makes. It works without JavaScript: a form, a page, a link to look again."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.conversations.unit import Unit, load_unit
from bot.store import outbox
from bot.store.forget import forget_conversation
from bot.store.inbox import Incoming
from bot.texts import say, texts
from connectors.gateway import MOST_CHARACTERS, Gateway, Refused, Taken, read_body
from connectors.lines import Line, is_waiting, telephone, view
from connectors.replies import changed

CHANNEL = "web"
HERE = Path(__file__).parent
COOKIE_DAYS = 30
PING_SECONDS = 15.0
# How long a form without script waits, so that the page it comes back to already holds the answer.
FORM_SECONDS = 3.0
SIZE_COOKIE = "large"
SIZE_DAYS = 365


class Body(msgspec.Struct):
    """``id`` is made by the page, so that what is sent twice counts once; ``shown``: the title of a pressed button."""

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
            Route("/size", self.size, methods=["POST"]),
            Route("/end", self.end, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]

    async def page(self, request: Request) -> Response:
        return await self._render(request)

    async def send(self, request: Request) -> Response:
        """JSON from the script, a form without it."""
        script = request.headers.get("content-type", "").startswith("application/json")
        body: Body | None = None
        try:
            _same_origin(request)
            body = await (_json_body(request) if script else _form_body(request))
            taken = await self._take(request, body, 0.0 if script else FORM_SECONDS)
        except Refused as refused:
            if script:
                return JSONResponse({"error": refused.text}, refused.status)
            draft = body.text if body and not body.shown else ""
            return await self._render(request, refused, draft)
        response = JSONResponse({"id": taken.inbox_id}, 202) if script else RedirectResponse("/#newest", 303)
        # A page that was open when the talk was ended elsewhere sends without a cookie: its answer must find it.
        return self._remember(request, response)

    async def _take(self, request: Request, body: Body, seconds: float) -> Taken:
        """Take the message in, then wait for its answer at most some seconds."""
        gateway, conversation = self._gateway, self._conversation(request)
        gateway.check_rate(request, conversation)
        message_id, origin = gateway.keys.pseudonym(conversation, body.id), gateway.origin(request)
        message = Incoming(CHANNEL, message_id, conversation, body.text, body.shown, origin)
        with gateway.replies.watch(conversation) as event:
            taken = await gateway.take(message)
            if seconds:
                await changed(event, seconds)
        return taken

    async def lines(self, request: Request) -> Response:
        """The lines, all or those after ``m`` and ``r``, the newest message and reply that the page has.

        ``waiting``: a message is not answered yet. ``total`` 0 tells a page with lines that the talk was ended.
        """
        said = await self._said(request)
        known = {who: _number(request.query_params.get(who)) for who in "mr"}
        new = [line for line in view(said) if int(line.id[1:]) > known[line.id[0]]]
        lines = [{"id": line.id, "who": line.who, "kind": line.kind, "html": self._html(line)} for line in new]
        values = {"lines": lines, "waiting": is_waiting(said), "total": len(said)}
        return JSONResponse(values, headers={"Cache-Control": "no-store"})

    async def events(self, request: Request) -> Response:
        """Server-sent events that say no more than "something changed": the page then asks for the lines."""
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._signals(self._conversation(request), request.is_disconnected)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _signals(self, conversation: str, gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
        # Watch first: the page asks for the lines as soon as it is connected, and nothing may fall between the two.
        with self._gateway.replies.watch(conversation) as event:
            yield ": connected\n\n"
            while not await gone():
                yield "data: changed\n\n" if await changed(event, PING_SECONDS) else ": ping\n\n"

    async def end(self, request: Request) -> Response:
        """Xong, xóa hết: nothing of the person remains, the next one starts clean."""
        _same_origin(request)
        await run_in_threadpool(forget_conversation, self._gateway.engine, self._conversation(request))
        # Not "cookies": that would also end the session of an officer at the same address.
        response = RedirectResponse("/", 303, headers={"Clear-Site-Data": '"cache"'})
        for name in (_cookie(request), SIZE_COOKIE):
            response.delete_cookie(name, secure=request.url.scheme == "https")
        return response

    async def size(self, request: Request) -> Response:
        """Large letters or normal ones, for browsers without script; the script sets the cookie itself."""
        _same_origin(request)
        large = (await _form(request)).get("large") == "1"
        response = RedirectResponse("/#newest", 303)
        response.set_cookie(SIZE_COOKIE, "1" if large else "0", SIZE_DAYS * 24 * 3600, samesite="lax")
        return response

    async def _said(self, request: Request) -> list[outbox.Said]:
        gateway = self._gateway
        return await run_in_threadpool(outbox.transcript, gateway.engine, gateway.keys, self._conversation(request))

    def _html(self, line: Line) -> str:
        """One line as the page shows it: the template is the only place that makes HTML."""
        macros: Any = self._pages.get_template("line.html").module
        return str(macros.line(line, texts("page"), secrets.token_hex(8)))

    async def _render(self, request: Request, refused: Refused | None = None, draft: str = "") -> Response:
        said = await self._said(request)
        values = _words(load_unit(self._gateway.settings.unit_file))
        values |= {"lines": view(said), "waiting": is_waiting(said), "newest": _newest(said)}
        values |= {"error": refused.text if refused else None, "draft": draft}
        values |= {"new_id": secrets.token_hex(8), "large": request.cookies.get(SIZE_COOKIE) == "1"}
        html = self._pages.get_template("chat.html").render(values)
        headers = {"Cache-Control": "no-store"}
        return self._remember(request, HTMLResponse(html, refused.status if refused else 200, headers))

    def _conversation(self, request: Request) -> str:
        token = request.cookies.get(_cookie(request)) or request.scope.setdefault(
            "new_person", secrets.token_urlsafe(24)
        )
        return f"{CHANNEL}-{self._gateway.keys.pseudonym(CHANNEL, token)}"

    def _remember(self, request: Request, response: Response) -> Response:
        """Give a new person a cookie."""
        token = request.scope.get("new_person")
        if token:
            age = COOKIE_DAYS * 24 * 3600
            secure = request.url.scheme == "https"
            response.set_cookie(_cookie(request), token, age, secure=secure, httponly=True, samesite="lax")
        return response


def _cookie(request: Request) -> str:
    return "__Host-motcua" if request.url.scheme == "https" else "motcua"


def _same_origin(request: Request) -> None:
    """Refuse what another site's page sends in the person's name."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = origin is not None and origin.split("://")[-1] != request.headers.get("host")
    # Browsers leave the first header out on plain HTTP, as in a unit's own network.
    if site not in (None, "same-origin", "none") or foreign:
        raise Refused(403, texts("page")["foreign"])


async def _json_body(request: Request) -> Body:
    try:
        return msgspec.json.decode(await read_body(request), type=Body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, texts("page")["unreadable"]) from error


async def _form(request: Request) -> FormData:
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Refused(415, texts("page")["unreadable"])
    request._body = await read_body(request)
    return await request.form()


async def _form_body(request: Request) -> Body:
    form = await _form(request)
    payload, _, shown = str(form.get("choice", "")).partition("|")
    text = payload or str(form.get("text", ""))
    # A page that the browser kept may send its id twice: only the same words are the same message.
    return Body(f"{form.get('id') or secrets.token_hex(8)} {text}", text, shown or None)


def _words(unit: Unit) -> dict[str, Any]:
    """What the page says to everybody."""
    lines = [{"name": line.name, "number": line.number, "href": telephone(line.number)} for line in unit.hotlines]
    most = MOST_CHARACTERS
    errors = {"empty": say("talk", "empty"), "too_long": say("talk", "too_long", most=most)}
    return {"t": texts("page"), "unit": unit, "hotline": lines[0] if lines else None, "most": most, **errors}


def _newest(said: list[outbox.Said]) -> str | None:
    """The person's last message: what a page without script opens at, with the answer below it."""
    return next((line.id for line in reversed(said) if line.who == "citizen"), None)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
