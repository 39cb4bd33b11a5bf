"""A bot of the Zalo Bot Platform: like Telegram's at first sight, and different in every detail."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from connectors.fakes.faults import Rule
from connectors.fakes.people import Person
from connectors.fakes.push import Letter, Pusher, Way
from connectors.fakes.said import Said, with_picture
from connectors.fakes.service import Answer, World, answered, json_response

TOKEN = "2000000002:fake-zalo-bot-token"
SECRET = "fake-zalobot-secret"
LADDER = (1.0, 5.0, 30.0, 300.0, 3600.0)
MOST_TEXT = 2000
Body = dict[str, Any]


class BotError(Exception):
    """Said with HTTP 200 and ``ok`` false."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description


class ZaloBot:
    """``wrapped``: pushes have the envelope of the documents instead of the bare event. There are no buttons and no
    phones: who presses or shares one writes a text, or sends what is ``unsupported``."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.wrapped = False
        self.secret = SECRET
        way = Way(self._headers, LADDER, 10.0, blocking=True, gave_up=lambda: None)
        self.push = Pusher("zalobot", way, world.faults, world.log, world.scale)
        self._numbers = 0
        self._waiting: deque[bytes] = deque()
        self._known: set[str] = set()
        self._methods: dict[str, Callable[[Body], Any]] = {
            "getMe": self._get_me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendChatAction": self._send_action,
        }
        self.routes: list[BaseRoute] = [Route("/bot{token}/{method}", self._call, methods=["POST"])]

    def say(self, person: Person, said: Said) -> str:
        """What a person does; the message_id."""
        number = said.id or self.next_id()
        self._known.add(person.zalobot)
        if said.kind == "raw":
            self._out(person, number, bytes(said.body or b""))
            return number
        event = self._event(person, with_picture(said, self.world.pictures), number)
        body = {"ok": True, "result": event} if self.wrapped else event
        self._out(person, number, msgspec.json.encode(body if self.push.url else event))
        return number

    def meet(self, person: Person) -> str:
        """As if they had written before; their chat_id."""
        self._known.add(person.zalobot)
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
        if method == "getUpdates" and token == TOKEN and isinstance(body, dict):
            return await self._get_updates(request, body)
        to = str(body.get("chat_id", "")) if isinstance(body, dict) else ""
        person = self.world.people.at("zalobot", to)
        call = Answer(method, person.key if person else "", raw.decode("utf-8", "replace"))
        work = lambda: self._respond(token, method, body)  # noqa: E731
        return await answered(self.world, "zalobot", request, call, work, lambda rule: self._failure(method, rule))

    def _respond(self, token: str, method: str, body: Any) -> Response:
        try:
            if token != TOKEN:
                raise BotError(401, "Unauthorized")
            if method not in self._methods:
                raise BotError(404, "Not Found")
            if not isinstance(body, dict):
                raise BotError(400, "Bad Request: body is not a JSON object")
            result = self._methods[method](body)
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

    def _get_me(self, body: Body) -> Body:
        names = {"id": TOKEN.partition(":")[0], "account_name": "bot.motcua", "account_type": "BASIC"}
        return {**names, "can_join_groups": False}

    def _set_webhook(self, body: Body) -> Body:
        url, secret = body.get("url"), body.get("secret_token")
        if not isinstance(url, str) or not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
            raise BotError(400, "Bad Request: url must be https")
        if not isinstance(secret, str) or not 8 <= len(secret) <= 256:
            raise BotError(400, "Bad Request: secret_token must have 8 to 256 characters")
        self.push.url, self.secret = url, secret
        return self._webhook_info(body)

    def _delete_webhook(self, body: Body) -> Body:
        self.push.url = ""
        return self._webhook_info(body)

    def _webhook_info(self, body: Body) -> Body:
        return {"url": self.push.url, "updated_at": self.world.milliseconds()}

    def _send_message(self, body: Body) -> Body:
        text = body.get("text")
        if not isinstance(text, str) or not 1 <= len(text.strip()) <= len(text) <= MOST_TEXT:
            raise BotError(400, "Bad Request: text must have 1 to 2000 characters")
        if unknown := body.keys() - {"chat_id", "text", "parse_mode", "text_styles"}:
            raise BotError(400, f"Bad Request: unknown field {min(unknown)}")
        return self._deliver(body, "sendMessage", {"text": text})

    def _send_photo(self, body: Body) -> Body:
        if not re.match(r"https?://", str(body.get("photo"))):
            raise BotError(400, "Bad Request: photo must be an address")
        return self._deliver(body, "sendPhoto", {"photo": body["photo"], "caption": str(body.get("caption", ""))})

    def _send_action(self, body: Body) -> Body:
        self._person(body)
        if body.get("action") != "typing":
            raise BotError(400, "Bad Request: unknown action")
        return {}

    def _person(self, body: Body) -> Person:
        to = body.get("chat_id")
        person = self.world.people.at("zalobot", to) if isinstance(to, str) else None
        if person is None or person.zalobot not in self._known:
            raise BotError(400, "Bad Request: chat not found")
        return person

    def _deliver(self, body: Body, method: str, content: Body) -> Body:
        person, number = self._person(body), self.next_id()
        self.world.log.deliver("zalobot", person.key, person.zalobot, method, number, content)
        return {"message_id": number, "date": self.world.milliseconds()}
