"""A Zalo Official Account: its API, its OAuth, ZNS and its webhook, as strict as the real one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
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
from connectors.fakes.zalo_events import Event, Events
from connectors.fakes.zalo_oauth import OAuth
from connectors.fakes.zalo_shapes import Body, File, Template, ZaloError, read
from connectors.fakes.zalo_uploads import Uploads
from connectors.fakes.zalo_windows import HOUR, Window
from connectors.fakes.zns import Zns

APP_ID = "360846524940903967"
APP_SECRET = "fake-zalo-app-secret"
OA_ID = "388613280878808645"
OA_SECRET = "fake-zalo-oa-secret"
LADDER = (30.0, 300.0, 900.0, 1800.0, 3600.0)
PATIENCE = 2.0
# What opens the window of consultation messages.
INTERACTIONS = ("follow", "chatnow")
RATE = {"X-RateLimit-Limit": "4000", "X-RateLimit-Remain": "3999"}
MESSAGES = {
    -32: "Your application reached limit call api",
    -200: "Send message failed",
    -211: "Out of quota",
    -213: "User has not followed OA",
    -220: "access_token is expired or removed",
    -230: "User has not interacted with the OA in the past 7 days",
    -234: "Message cannot be sent at night (10PM-6AM)",
}


class Zalo:
    """``buttons``: whether the account may send them; ``receipts``: whether people's phones tell that a message was
    received and seen; ``subscribed``: False after a push that failed to its last repetition."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.buttons = False
        self.receipts = True
        self.subscribed = True
        self.lost = 0
        self.oauth = OAuth(world, APP_ID, APP_SECRET, OA_ID)
        self.windows: defaultdict[str, Window] = defaultdict(Window)
        self.events = Events(APP_ID, OA_ID, self._media, world.milliseconds)
        way = Way(self._headers, LADDER, PATIENCE, blocking=False, gave_up=self._unsubscribe)
        self.push = Pusher("zalo", way, world.faults, world.log, world.scale)
        self.uploads = Uploads(world)
        self.zns = Zns(self)
        self._numbers = 0
        self._asked: dict[str, Person] = {}
        self.routes: list[BaseRoute] = [
            Route("/v3.0/oa/message/cs", self._cs, methods=["POST"]),
            Route("/v2.0/oa/upload/{kind}", self._upload, methods=["POST"]),
            Route("/v3.0/oa/user/detail", self._detail, methods=["GET"]),
            Route("/v3.0/oa/quota/message", self._quota, methods=["POST"]),
            Route("/v2.0/oa/message", self._closed, methods=["POST"]),
            Route("/media/{name}.jpg", self._picture, methods=["GET"]),
            *self.oauth.routes,
            *self.zns.routes,
        ]

    def say(self, person: Person, said: Said) -> str:
        """What a person does; the msg_id. Raises KeyError for what cannot be done on Zalo."""
        number = said.id or self.next_id()
        if said.kind == "raw":
            body = bytes(said.body or b"")
            self.push.put(Letter(person.key, number, body))
            return number
        said = with_picture(said, self.world.pictures)
        event = self.events.of(person, said, number)
        self._asked[number] = person
        if event["event_name"].startswith("user_send") or said.kind in INTERACTIONS:
            self.windows[person.key].interact(self.world.clock())
        if said.kind in ("follow", "unfollow"):
            self.windows[person.key].follows = said.kind == "follow"
        self.post(person.key, event, number)
        return number

    def meet(self, person: Person, hours_ago: float = 0.0) -> str:
        """As if they had written so long ago; their user_id."""
        self.windows[person.key].interact(self.world.clock() - hours_ago * HOUR)
        return person.zalo

    def post(self, person: str, event: Event, key: str, extra: tuple[tuple[str, str], ...] = ()) -> None:
        if self.subscribed:
            self.push.put(Letter(person, key, msgspec.json.encode(event), extra))
        else:
            self.lost += 1

    def next_id(self) -> str:
        self._numbers += 1
        return hashlib.sha256(f"{self.world.faults.seed} {self._numbers}".encode()).hexdigest()[:20]

    def _headers(self, letter: Letter, attempt: int, wrong: bool) -> dict[str, str]:
        stamp = _stamp(letter.body)
        secret = "a-foreign-secret" if wrong else OA_SECRET
        mac = hashlib.sha256(APP_ID.encode() + letter.body + stamp.encode() + secret.encode()).hexdigest()
        repeated = {"num_retry": str(attempt)} if attempt else {}
        return {"X-ZEvent-Signature": f"mac={mac}", **repeated}

    def _unsubscribe(self) -> None:
        self.subscribed = False

    def _media(self, name: str) -> str:
        return f"{self.world.url}/zalo/media/{name}.jpg"

    async def api(self, request: Request, method: str, person: str, what: str, work: Callable[[], Any]) -> Response:
        """The token, the faults, then ``work``: its data, or the ZaloError that it raises, with HTTP 200."""

        def respond() -> Response:
            try:
                self._check_access(request)
                data = work()
            except ZaloError as error:
                return self.error(method, error.code, error.message)
            self.world.log.called("zalo", method, "ok")
            return json_response({"data": data, "error": 0, "message": "Success"}, headers=RATE)

        call = Answer(method, person, what)
        return await answered(self.world, "zalo", request, call, respond, lambda rule: self._failure(method, rule))

    def error(self, method: str, code: int, message: str) -> Response:
        self.world.log.called("zalo", method, str(code))
        return json_response({"error": code, "message": message}, headers=RATE)

    def _check_access(self, request: Request) -> None:
        token = request.headers.get("access_token")
        if problem := self.oauth.problem(token):
            raise ZaloError(*problem)
        proof = request.headers.get("appsecret_proof")
        if proof is not None and proof != self.oauth.proof(token or ""):
            raise ZaloError(-242, "Invalid appsecret_proof")

    def _failure(self, method: str, rule: Rule) -> Response:
        if rule.fault == "expired":
            self.oauth.expire()
        code = {"429": -32, "expired": -220, "blocked": -244}.get(rule.fault) or _number(rule.fault)
        return self.error(method, code, MESSAGES.get(code, "text is invalid!" if code == -201 else "Error"))

    async def _cs(self, request: Request) -> Response:
        body = await request.body()
        json_type = request.headers.get("content-type", "").startswith("application/json")
        to = _recipient(body)
        person = self.world.people.at("zalo", to)
        key = person.key if person else ""
        return await self.api(request, "cs", key, body.decode("utf-8", "replace"), lambda: self._send(body, json_type))

    def _send(self, body: bytes, json_type: bool) -> dict[str, Any]:
        if not json_type:
            raise ZaloError(-201, "Content-Type is invalid!")
        said = read(body, self.buttons)
        person = self._person(said)
        self._check_attachment(said)
        quota = self.windows[person.key].use(self.world.clock())
        number, now = self.next_id(), self.world.milliseconds()
        content = msgspec.to_builtins(msgspec.json.decode(body))["message"]
        self.world.log.deliver("zalo", person.key, person.zalo, "cs", number, content)
        self._tell(person, number, content, said)
        data = {"message_id": number, "user_id": person.zalo, "sent_time": str(now)}
        return {**data, "quota": quota} if quota else data

    def _person(self, said: Body) -> Person:
        to = said.recipient
        person = self._asked.get(to.message_id or "") or self.world.people.at("zalo", to.user_id or "")
        if person is None:
            raise ZaloError(-201, "recipient.user_id is invalid!")
        return person

    def _check_attachment(self, said: Body) -> None:
        attachment = said.message.attachment
        if isinstance(attachment, File):
            self.uploads.use(attachment.payload.token)
        elif isinstance(attachment, Template):
            for element in attachment.payload.get("elements", ()):
                if element.get("media_type") in ("image", "gif") and "attachment_id" in element:
                    self.uploads.use(element["attachment_id"])

    def _tell(self, person: Person, number: str, content: dict[str, Any], said: Body) -> None:
        """The account hears of its own messages, and that they came."""
        attachment = said.message.attachment
        kind = "file" if isinstance(attachment, File) else "text"
        if isinstance(attachment, Template) and attachment.payload.get("template_type"):
            media = attachment.payload["elements"][0].get("media_type")
            kind = media or "request_user_info"
        text = {"text": content["text"]} if "text" in content else {}
        echo = self.events.echo(person, f"oa_send_{kind}", {**text, "msg_id": number})
        self.post(person.key, echo, f"echo {number}")
        if self.receipts:
            for name, ids in (("received", {"msg_id": number}), ("seen", {"msg_ids": [number]})):
                event = self.events.receipt(person, f"user_{name}_message", ids)
                self.post(person.key, event, f"{name} {number}")

    async def _upload(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        file = await self.uploads.read(request)
        return await self.api(request, "upload", "", kind, lambda: self.uploads.keep(kind, file))

    async def _detail(self, request: Request) -> Response:
        given = request.query_params.get("data", "")
        return await self.api(request, "detail", "", given, lambda: self._person_detail(given))

    def _person_detail(self, given: str) -> dict[str, Any]:
        person = self._known(given)
        window = self.windows[person.key]
        day = "" if window.last is None else _day(window.last)
        names = {"user_id": person.zalo, "user_id_by_app": person.zalo_by_app, "display_name": person.name}
        rest = {"user_external_id": "", "user_alias": "", "is_sensitive": False, "avatar": "", "avatars": {}}
        tags: dict[str, Any] = {"tags_and_notes_info": {"notes": [], "tag_names": []}}
        known = {"user_is_follower": window.follows, "user_last_interaction_date": day}
        return {**names, **known, **rest, **tags, "shared_info": {}}

    async def _quota(self, request: Request) -> Response:
        given = (await request.body()).decode("utf-8", "replace")
        return await self.api(request, "quota", "", given, lambda: self._left(given))

    def _left(self, given: str) -> dict[str, Any]:
        window = self.windows[self._known(given).key]
        last = "0" if window.last is None else str(int(window.last * 1000))
        return {"last_interaction": last, "cs_reply": {"remain": window.replies, "total": 8}, "promotion": {}}

    def _known(self, given: str) -> Person:
        try:
            person = self.world.people.at("zalo", msgspec.json.decode(given, type=dict[str, str])["user_id"])
        except (msgspec.DecodeError, KeyError):
            person = None
        if person is None:
            raise ZaloError(-201, "user_id is invalid!")
        return person

    async def _closed(self, request: Request) -> Response:
        return self.error("message", -240, "MessageV2 API has been shut down, please switch to MessageV3")

    async def _picture(self, request: Request) -> Response:
        data = self.world.pictures.get(request.path_params["name"])
        return Response(data or b"", 200 if data else 404, media_type="image/jpeg")


def _stamp(body: bytes) -> str:
    """The event's own ``timestamp``, as a text."""
    try:
        return str(msgspec.json.decode(body)["timestamp"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return ""


def _recipient(body: bytes) -> str:
    try:
        return str(msgspec.json.decode(body)["recipient"]["user_id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() else -200


def _day(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.timezone(dt.timedelta(hours=7))).strftime("%d/%m/%Y")
