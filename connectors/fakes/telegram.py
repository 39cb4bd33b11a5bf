"""Telegram's Bot API, as far as an assistant uses it, and as strict: a client points its ``base_url`` here."""

from __future__ import annotations

import re

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from connectors.fakes.faults import Rule
from connectors.fakes.people import Person
from connectors.fakes.push import Letter, Pusher, Way
from connectors.fakes.said import Said, with_picture
from connectors.fakes.service import Answer, Work, World, answered, json_response
from connectors.fakes.telegram_calls import Calls
from connectors.fakes.telegram_params import Params, TelegramError, too_many
from connectors.fakes.telegram_polls import Polls
from connectors.fakes.telegram_setup import BOT
from connectors.fakes.telegram_updates import Body, Updates

TOKEN = "1000000001:fake-telegram-token"
SECRET = "fake-telegram-secret"
LADDER = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0) + (60.0,) * 60
SPECIAL = ("chat_member", "message_reaction", "message_reaction_count")


class Telegram:
    """``limits``: whether 30 messages a second and one a second to a chat are enforced. ``blocked``: people who blocked
    the bot. Updates wait until they are fetched or, where a webhook is set, taken."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.secret = SECRET
        self.limits = False
        self.max_connections = 40
        self.allowed: list[str] = []
        self.updates = Updates(BOT, world.clock)
        self.calls = Calls(self)
        way = Way(self._headers, LADDER, 60.0, blocking=True, gave_up=lambda: None, told=self._told)
        self.push = Pusher("telegram", way, world.faults, world.log, world.scale)
        self._update_id = 10_000_000
        self.polls = Polls(self)
        self.routes: list[BaseRoute] = [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file, methods=["GET"]),
        ]

    def say(self, person: Person, said: Said) -> str:
        """What a person does; the update_id. Raises LookupError for what cannot be done, and for no such button."""
        self.calls.known.add(person.key)
        if said.kind == "raw":
            return self._out(person, msgspec.json.decode(said.body or b"{}"))
        if said.kind == "move":
            return str(self.move(person))
        if said.kind in ("block", "unblock"):
            (self.calls.blocked.add if said.kind == "block" else self.calls.blocked.discard)(person.key)
        pressed = self.calls.pressed(person, said) if said.kind == "button" else None
        if pressed:
            said, message = pressed
        update = self.updates.of(person, with_picture(said, self.world.pictures), message if pressed else None)
        if "callback_query" in update:
            self.calls.queries.add(update["callback_query"]["id"])
        return self._out(person, update)

    def meet(self, person: Person) -> str:
        """As if they had pressed start before; their chat_id."""
        self.calls.known.add(person.key)
        return str(person.telegram)

    def move(self, person: Person) -> int:
        """The chat gets a new number; who writes to the old one is told."""
        new = self.updates.moved[person.telegram] = -(10**12 + person.telegram)
        self.world.people.also("telegram", str(new), person)
        return new

    def set_webhook(self, url: str, secret: str) -> None:
        """As ``setWebhook`` does: what waited is pushed now."""
        self.push.url, self.secret = url, secret
        while url and self.polls.waiting:
            update = self.polls.waiting.popleft()
            self._push(self._person_of(update), update)

    @property
    def waiting(self) -> int:
        return len(self.polls.waiting) + self.push.waiting

    def _out(self, person: Person, update: Body) -> str:
        number = update.get("update_id")
        if number is None:
            number = self._update_id = self._update_id + 1
        update = {"update_id": number, **update}
        kinds = update.keys() - {"update_id"}
        if kinds & set(self.allowed) if self.allowed else not kinds & set(SPECIAL):
            if self.push.url:
                self._push(person.key, update)
            else:
                self.polls.waiting.append(update)
        return str(number)

    def _push(self, person: str, update: Body) -> None:
        self.push.put(Letter(person, str(update["update_id"]), msgspec.json.encode(update)))

    def _person_of(self, update: Body) -> str:
        part = next((part for name, part in update.items() if isinstance(part, dict)), {})
        person = self.world.people.at("telegram", str(part.get("from", {}).get("id")))
        return person.key if person else ""

    def _headers(self, letter: Letter, attempt: int, wrong: bool) -> dict[str, str]:
        secret = "a-foreign-secret" if wrong else self.secret
        return {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}

    def _told(self, body: bytes) -> None:
        """The answer to a push may hold one call: the method and its parameters. Nobody hears how it ended."""
        try:
            values = msgspec.json.decode(body, type=Body)
        except msgspec.MsgspecError:
            return
        if method := values.pop("method", None):
            self._respond(TOKEN, str(method), Params(values))

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            params = await Params.of(request)
        except TelegramError as error:
            return self._error(method, error)
        person = self.world.people.at("telegram", params.text("chat_id") or "")
        call = Answer(method, person.key if person else "", repr(sorted(params.values.items())))
        token = request.path_params["token"]
        work: Work = lambda: self._respond(token, method, params)  # noqa: E731
        if method == "getUpdates" and token == TOKEN:
            work = lambda: self._polled(request, params)  # noqa: E731
        return await answered(self.world, "telegram", request, call, work, lambda rule: self._failure(method, rule))

    def _respond(self, token: str, method: str, params: Params) -> Response:
        try:
            if token != TOKEN:
                raise TelegramError(401, "Unauthorized")
            result = self.calls.do(method, params)
        except TelegramError as error:
            return self._error(method, error)
        self.world.log.called("telegram", method, "ok")
        return json_response({"ok": True, "result": result})

    async def _polled(self, request: Request, params: Params) -> Response:
        try:
            return json_response({"ok": True, "result": await self.polls.get(request, params)})
        except TelegramError as error:
            return self._error("getUpdates", error)

    def _error(self, method: str, error: TelegramError) -> Response:
        self.world.log.called("telegram", method, str(error.code))
        parameters = {"parameters": error.parameters} if error.parameters else {}
        body = {"ok": False, "error_code": error.code, "description": error.description, **parameters}
        return json_response(body, error.code)

    def _failure(self, method: str, rule: Rule) -> Response:
        if rule.fault == "429":
            return self._error(method, too_many(max(1, round(rule.wait))))
        code, words = {
            "expired": (401, "Unauthorized"),
            "blocked": (403, "Forbidden: bot was blocked by the user"),
        }.get(rule.fault, (400, "Bad Request: refused by a rule"))
        return self._error(method, TelegramError(code, words))

    async def _file(self, request: Request) -> Response:
        if request.path_params["token"] != TOKEN:
            return self._error("file", TelegramError(401, "Unauthorized"))
        found = re.search(r"_(\d+)\.", request.path_params["path"])
        data = self.world.pictures.get(found[1]) if found else None
        if data is None:
            return self._error("file", TelegramError(404, "Not Found"))
        return Response(data, media_type="application/octet-stream")
