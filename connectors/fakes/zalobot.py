"""A bot of the Zalo Bot Platform: like Telegram's at first sight, and different in every detail."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from connectors.fakes.faults import Rule
from connectors.fakes.people import Person
from connectors.fakes.push import Letter, Pusher, Way
from connectors.fakes.said import Said, with_picture
from connectors.fakes.service import Answer, Work, World, answered, json_response
from connectors.fakes.zalobot_calls import ACCOUNT, Body, BotCalls, BotError

TOKEN = f"{ACCOUNT}:fake-zalo-bot-token"
SECRET = "fake-zalobot-secret"
LADDER = (1.0, 5.0, 30.0, 300.0, 3600.0)


class ZaloBot:
    """``wrapped``: pushes have the envelope of the documents instead of the bare event. There are no buttons and no
    phones: who presses or shares one writes a text, or sends what is ``unsupported``. ``known``: whose chat exists."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.wrapped = False
        self.secret = SECRET
        way = Way(self._headers, LADDER, 10.0, blocking=True, gave_up=lambda: None)
        self.push = Pusher("zalobot", way, world.faults, world.log, world.scale)
        self._numbers = 0
        self._waiting: deque[bytes] = deque()
        self.known: set[str] = set()
        self._calls = BotCalls(self)
        self.routes: list[BaseRoute] = [Route("/bot{token}/{method}", self._call, methods=["POST"])]

    def say(self, person: Person, said: Said) -> str:
        """What a person does; the message_id."""
        number = said.id or self.next_id()
        self.known.add(person.zalobot)
        if said.kind == "raw":
            self._out(person, number, bytes(said.body or b""))
            return number
        event = self._event(person, with_picture(said, self.world.pictures), number)
        body = {"ok": True, "result": event} if self.wrapped else event
        self._out(person, number, msgspec.json.encode(body if self.push.url else event))
        return number

    def meet(self, person: Person) -> str:
        """As if they had written before; their chat_id."""
        self.known.add(person.zalobot)
        return person.zalobot

    def _out(self, person: Person, number: str, body: bytes) -> None:
        if self.push.url:
            self.push.put(Letter(person.key, number, body))
        else:
            self._waiting.append(body)

    def next_id(self) -> str:
        self._numbers += 1
        return hashlib.sha256(f"bot {self.world.faults.seed} {self._numbers}".encode()).hexdigest()[:20]

    def _headers(self, letter: Letter, attempt: int, wrong: bool) -> dict[str, str]:
        return {"X-Bot-Api-Secret-Token": "a-foreign-secret" if wrong else self.secret}

    def _event(self, person: Person, said: Said, number: str) -> Body:
        chat = {"id": person.zalobot, "chat_type": "PRIVATE"}
        sender = {"id": person.zalobot, "display_name": person.name, "is_bot": False}
        url = f"{self.world.url}/zalo/media/{said.picture}.jpg"
        name, rest = {
            "text": ("text", {"text": said.text}),
            "button": ("text", {"text": said.text}),
            "photo": ("image", {"photo_url": url, **({"caption": said.text} if said.text else {})}),
            "sticker": ("sticker", {"sticker": "20513", "url": url}),
            "voice": ("voice", {"voice_url": url}),
        }.get(said.kind, ("unsupported", {}))
        common = {"message_id": number, "chat": chat, "from": sender, "date": self.world.milliseconds()}
        return {"event_name": f"message.{name}.received", "message": {**common, **rest}}

    async def _call(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        raw = await request.body()
        try:
            body = msgspec.json.decode(raw) if raw else {}
        except msgspec.DecodeError:
            body = None
        to = str(body.get("chat_id", "")) if isinstance(body, dict) else ""
        person = self.world.people.at("zalobot", to)
        call = Answer(method, person.key if person else "", raw.decode("utf-8", "replace"))
        work: Work = lambda: self._respond(token, method, body)  # noqa: E731
        if method == "getUpdates" and token == TOKEN and isinstance(body, dict):
            work = lambda: self._get_updates(request, body)  # noqa: E731
        return await answered(self.world, "zalobot", request, call, work, lambda rule: self._failure(method, rule))

    def _respond(self, token: str, method: str, body: Any) -> Response:
        try:
            if token != TOKEN:
                raise BotError(401, "Unauthorized")
            if not isinstance(body, dict):
                raise BotError(400, "Bad Request: body is not a JSON object")
            result = self._calls.do(method, body)
        except BotError as error:
            return self._error(method, error.code, error.description)
        self.world.log.called("zalobot", method, "ok")
        return json_response({"ok": True, "result": result})

    def _error(self, method: str, code: int, description: str) -> Response:
        self.world.log.called("zalobot", method, str(code))
        return json_response({"ok": False, "error_code": code, "description": description})

    def _failure(self, method: str, rule: Rule) -> Response:
        code = {"429": 429, "expired": 401, "blocked": 403}.get(rule.fault, 400)
        return self._error(method, code, {429: "Too Many Requests", 401: "Unauthorized"}.get(code, "Forbidden"))

    async def _get_updates(self, request: Request, body: Body) -> Response:
        """One update, or 408 when none came in time."""
        if self.push.url:
            return self._error("getUpdates", 409, "Conflict: a webhook is set")
        loop = asyncio.get_running_loop()
        end = loop.time() + min(float(body.get("timeout", 30)), 50)
        while not self._waiting:
            if loop.time() >= end or await request.is_disconnected():
                return self._error("getUpdates", 408, "Request timeout")
            await asyncio.sleep(0.02)
        self.world.log.called("zalobot", "getUpdates", "ok")
        return json_response({"ok": True, "result": msgspec.Raw(self._waiting.popleft())})
