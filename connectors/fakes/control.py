"""``/_fake``: what people do, what goes wrong, what was sent. For tests, benches and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connectors.fakes.faults import Rule
from connectors.fakes.said import Said
from connectors.fakes.service import json_response

if TYPE_CHECKING:
    from connectors.fakes.whole import Fakes

Service = Literal["zalo", "zalobot", "telegram"]


class Say(Said, kw_only=True):
    service: Service
    person: str


class Meet(msgspec.Struct, forbid_unknown_fields=True):
    service: Service
    person: str
    hours_ago: float | None = None


class Options(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays. ``subscribed``: an operator switches the webhook of Zalo on again. ``product``: where the
    webhooks are; empty: none."""

    buttons: bool | None = None
    receipts: bool | None = None
    subscribed: bool | None = None
    wrapped: bool | None = None
    limits: bool | None = None
    scale: float | None = None
    product: str | None = None


class Control:
    def __init__(self, fakes: Fakes) -> None:
        self._fakes = fakes
        self.routes = [
            Route("/_fake/say", self._say, methods=["POST"]),
            Route("/_fake/meet", self._meet, methods=["POST"]),
            Route("/_fake/faults", self._add_fault, methods=["POST"]),
            Route("/_fake/faults", self._faults, methods=["GET"]),
            Route("/_fake/faults", self._remove_faults, methods=["DELETE"]),
            Route("/_fake/options", self._set_options, methods=["POST"]),
            Route("/_fake/options", self._options, methods=["GET"]),
            Route("/_fake/sent", self._sent, methods=["GET"]),
            Route("/_fake/pushes", self._pushes, methods=["GET"]),
            Route("/_fake/calls", self._calls, methods=["GET"]),
            Route("/_fake/tokens", self._tokens, methods=["GET", "POST"]),
            Route("/_fake/log", self._clear, methods=["DELETE"]),
        ]

    async def _say(self, request: Request) -> Response:
        """A person writes or does something: ``{"service", "person", …Said}``; the id of it."""
        try:
            given = msgspec.json.decode(await request.body(), type=Say)
            number = self._fakes.do(given.service, given.person, given)
        except (LookupError, ValueError) as error:
            return json_response({"error": str(error)}, 422)
        return json_response({"id": number})

    async def _meet(self, request: Request) -> Response:
        """As if the person had written before: ``{"service", "person", "hours_ago"}``; their id there."""
        try:
            given = msgspec.json.decode(await request.body(), type=Meet)
        except ValueError as error:
            return json_response({"error": str(error)}, 422)
        how = {} if given.hours_ago is None else {"hours_ago": given.hours_ago}
        service = getattr(self._fakes, given.service)
        return json_response({"id": service.meet(self._fakes.people.named(given.person), **how)})

    async def _add_fault(self, request: Request) -> Response:
        """A rule, see ``faults.Rule``."""
        try:
            self._fakes.faults.put(msgspec.json.decode(await request.body(), type=Rule))
        except ValueError as error:
            return json_response({"error": str(error)}, 422)
        return await self._faults(request)

    async def _faults(self, request: Request) -> Response:
        faults = self._fakes.faults
        return json_response({"rules": faults.rules, "happened": faults.happened})

    async def _remove_faults(self, request: Request) -> Response:
        """All, or those that ``?fault=`` and ``&service=`` name."""
        given = request.query_params
        if "fault" in given:
            self._fakes.faults.remove(given["fault"], given.get("service", ""))
        else:
            self._fakes.faults.clear()
        return await self._faults(request)

    async def _set_options(self, request: Request) -> Response:
        try:
            given = msgspec.json.decode(await request.body(), type=Options)
        except ValueError as error:
            return json_response({"error": str(error)}, 422)
        fakes = self._fakes
        owners: dict[str, Any] = {"wrapped": fakes.zalobot, "limits": fakes.telegram}
        for name in ("buttons", "receipts", "subscribed", "wrapped", "limits"):
            if (value := getattr(given, name)) is not None:
                setattr(owners.get(name, fakes.zalo), name, value)
        for pusher in fakes.pushers.values():
            pusher.scale = pusher.scale if given.scale is None else given.scale
        if given.product is not None:
            fakes.aim(given.product)
        return await self._options(request)

    async def _options(self, request: Request) -> Response:
        fakes = self._fakes
        switches = {name: getattr(fakes.zalo, name) for name in ("buttons", "receipts", "subscribed", "lost")}
        waiting = {name: pusher.waiting for name, pusher in fakes.pushers.items()}
        own = {"wrapped": fakes.zalobot.wrapped, "limits": fakes.telegram.limits, "waiting": waiting}
        return json_response({**switches, **own})

    async def _sent(self, request: Request) -> Response:
        """What people have, oldest first; ``?after=NUMBER``, ``&person=``, ``&service=``."""
        given, rows = request.query_params, self._fakes.log.sent
        if given.get("after", "").isdigit():
            rows = rows[int(given["after"]) :]
        kept = [row for row in rows if all(getattr(row, n) == given[n] for n in ("person", "service") if n in given)]
        return json_response({"sent": kept, "total": len(self._fakes.log.sent)})

    async def _pushes(self, request: Request) -> Response:
        return json_response({"pushes": self._fakes.log.pushes})

    async def _calls(self, request: Request) -> Response:
        return json_response({"calls": self._fakes.log.calls})

    async def _tokens(self, request: Request) -> Response:
        """The pair that Zalo's API Explorer shows; POST: a new one, which voids the one before."""
        oauth = self._fakes.zalo.oauth
        pair = oauth.new_pair() if request.method == "POST" else oauth.pair
        counts = {"refreshes": oauth.refreshes, "refused": oauth.refused}
        return json_response({"access_token": pair.access, "refresh_token": pair.refresh, **counts})

    async def _clear(self, request: Request) -> Response:
        self._fakes.log.clear()
        return json_response({"sent": [], "total": 0})
