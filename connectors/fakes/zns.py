"""ZNS: messages by template to a phone number, for one-time codes and notices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connectors.fakes.faults import Rule
from connectors.fakes.people import PHONE_FAMILY
from connectors.fakes.service import Answer, answered, json_response
from connectors.fakes.zalo_shapes import ZaloError

if TYPE_CHECKING:
    from connectors.fakes.zalo import Zalo

OTP_TEMPLATE = "7895417"
NOTICE_TEMPLATE = "7895418"
# Parameter: its greatest length.
TEMPLATES = {
    OTP_TEMPLATE: {"otp": 10},
    NOTICE_TEMPLATE: {"customer": 50, "code": 30, "status": 100},
}
DAILY = 500


class Order(msgspec.Struct, forbid_unknown_fields=True):
    phone: str
    template_id: str
    template_data: dict[str, str]
    tracking_id: Annotated[str, Meta(max_length=48)] = ""
    mode: Literal["development"] | None = None
    sending_mode: Literal["1", "3"] = "1"


class Zns:
    """``templates`` may be changed; ``without_zalo``: phones that have no Zalo, besides all outside of the family."""

    def __init__(self, zalo: Zalo) -> None:
        self.templates: dict[str, dict[str, int]] = dict(TEMPLATES)
        self.without_zalo: set[str] = set()
        self.left = DAILY
        self._zalo = zalo
        self.routes = [Route("/message/template", self._template, methods=["POST"])]

    async def _template(self, request: Request) -> Response:
        body = await request.body()
        call = Answer("template", "", body.decode("utf-8", "replace"))
        work = lambda: self._respond(request.headers.get("access_token"), body)  # noqa: E731
        return await answered(self._zalo.world, "zns", request, call, work, self._failure)

    def _failure(self, rule: Rule) -> Response:
        if rule.fault == "expired":
            self._zalo.oauth.expire()
        return self._error({"429": -144, "expired": -124}.get(rule.fault) or int(rule.fault), "Error")

    def _error(self, code: int, message: str) -> Response:
        self._zalo.world.log.called("zns", "template", str(code))
        return json_response({"error": code, "message": message})

    def _respond(self, token: str | None, body: bytes) -> Response:
        try:
            if self._zalo.oauth.problem(token):
                raise ZaloError(-124, "Access token invalid")
            order = self._read(body)
            return json_response({"error": 0, "message": "Success", "data": self._send(order)})
        except ZaloError as error:
            return self._error(error.code, error.message)

    def _read(self, body: bytes) -> Order:
        if not body:
            raise ZaloError(-121, "Request body is empty")
        try:
            return msgspec.json.decode(body, type=Order)
        except msgspec.ValidationError as error:
            raise ZaloError(-132, "Parameter is invalid") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ZaloError(-122, "Request body is not JSON") from error

    def _send(self, order: Order) -> dict[str, Any]:
        if not re.fullmatch(r"84\d{9}", order.phone):
            raise ZaloError(-108, "Phone number is invalid")
        if order.template_id not in self.templates:
            raise ZaloError(-109, "Template id is invalid")
        self._check_data(self.templates[order.template_id], order.template_data)
        if not order.phone.startswith(PHONE_FAMILY) or order.phone in self.without_zalo:
            raise ZaloError(-118, "Zalo account does not exist")
        if not self.left:
            raise ZaloError(-144, "OA exceeded its daily limit")
        self.left -= 1
        return self._deliver(order)

    def _check_data(self, wanted: dict[str, int], given: dict[str, str]) -> None:
        if wanted.keys() - given.keys():
            raise ZaloError(-1122, "Template parameter is missing")
        if given.keys() - wanted.keys():
            raise ZaloError(-132, "Parameter is invalid")
        if any(len(given[name]) > most for name, most in wanted.items()):
            raise ZaloError(-1121, "Template parameter is too long")

    def _deliver(self, order: Order) -> dict[str, Any]:
        world, number = self._zalo.world, self._zalo.next_id()
        person = world.people.with_phone(order.phone)
        key, now = person.key if person else order.phone, str(world.milliseconds())
        content = {"template_id": order.template_id, **order.template_data}
        world.log.deliver("zns", key, order.phone, "template", number, content)
        world.log.called("zns", "template", "ok")
        receipt = {"delivery_time": now, "msg_id": number, "tracking_id": order.tracking_id}
        event = self._zalo.events.delivered(order.phone, receipt)
        self._zalo.post(key, event, f"zns {number}", (("X-ZEvent-Server", "ZNS"),))
        quota = {"dailyQuota": str(DAILY), "remainingQuota": str(self.left)}
        return {"msg_id": number, "sent_time": now, "sending_mode": order.sending_mode, "quota": quota}
