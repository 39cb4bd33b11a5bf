"""A Zalo Official Account: who writes to it, its API, its OAuth, ZNS and its webhook, as strict as the real one."""

from __future__ import annotations

import hashlib
from collections import defaultdict

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from connectors.fakes.people import Person
from connectors.fakes.push import Letter, Pusher, Way
from connectors.fakes.said import Said, with_picture
from connectors.fakes.service import World
from connectors.fakes.zalo_api import Api
from connectors.fakes.zalo_events import Event, Events
from connectors.fakes.zalo_oauth import OAuth
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


class Zalo:
    """``buttons``: whether the account may send them; ``receipts``: whether people's phones tell that a message was
    received and seen; ``subscribed``: False after a push that failed to its last repetition; ``lost`` counts
    what was not pushed since. ``asked``: who sent a message, by its msg_id."""

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
        self.asked: dict[str, Person] = {}
        self._numbers = 0
        picture = Route("/media/{name}.jpg", self._picture, methods=["GET"])
        self.routes: list[BaseRoute] = [picture, *Api(self).routes, *self.oauth.routes, *self.zns.routes]

    def say(self, person: Person, said: Said) -> str:
        """What a person does; the msg_id. Raises KeyError for what cannot be done on Zalo."""
        number = said.id or self.next_id()
        if said.kind == "raw":
            body = bytes(said.body or b"")
            self.push.put(Letter(person.key, number, body))
            return number
        said = with_picture(said, self.world.pictures)
        event = self.events.of(person, said, number)
        self.asked[number] = person
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

    async def _picture(self, request: Request) -> Response:
        data = self.world.pictures.get(request.path_params["name"])
        return Response(data or b"", 200 if data else 404, media_type="image/jpeg")


def _stamp(body: bytes) -> str:
    """The event's own ``timestamp``, as a text."""
    try:
        return str(msgspec.json.decode(body)["timestamp"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return ""
