"""The API of a Zalo Official Account: sending, uploading, asking about people. Refusals come with HTTP 200."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connectors.fakes.faults import Rule
from connectors.fakes.people import Person
from connectors.fakes.service import Answer, answered, json_response
from connectors.fakes.zalo_people import detail, left
from connectors.fakes.zalo_shapes import Body, File, Template, ZaloError, read

if TYPE_CHECKING:
    from connectors.fakes.zalo import Zalo

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


class Api:
    def __init__(self, zalo: Zalo) -> None:
        self._zalo = zalo
        self.routes = [
            Route("/v3.0/oa/message/cs", self._cs, methods=["POST"]),
            Route("/v2.0/oa/upload/{kind}", self._upload, methods=["POST"]),
            Route("/v3.0/oa/user/detail", self._detail, methods=["GET"]),
            Route("/v3.0/oa/quota/message", self._quota, methods=["POST"]),
            Route("/v2.0/oa/message", self._closed, methods=["POST"]),
        ]

    async def _answer(self, request: Request, method: str, person: str, what: str, work: Callable[[], Any]) -> Response:
        """The token, the faults, then ``work``: its data, or the ZaloError that it raises, with HTTP 200."""

        def respond() -> Response:
            try:
                self._check_access(request)
                data = work()
            except ZaloError as error:
                return self._error(method, error.code, error.message)
            self._zalo.world.log.called("zalo", method, "ok")
            return json_response({"data": data, "error": 0, "message": "Success"}, headers=RATE)

        call = Answer(method, person, what)
        return await answered(
            self._zalo.world, "zalo", request, call, respond, lambda rule: self._failure(method, rule)
        )

    def _error(self, method: str, code: int, message: str) -> Response:
        self._zalo.world.log.called("zalo", method, str(code))
        return json_response({"error": code, "message": message}, headers=RATE)

    def _check_access(self, request: Request) -> None:
        token = request.headers.get("access_token")
        if problem := self._zalo.oauth.problem(token):
            raise ZaloError(*problem)
        proof = request.headers.get("appsecret_proof")
        if proof is not None and proof != self._zalo.oauth.proof(token or ""):
            raise ZaloError(-242, "Invalid appsecret_proof")

    def _failure(self, method: str, rule: Rule) -> Response:
        if rule.fault == "expired":
            self._zalo.oauth.expire()
        code = {"429": -32, "expired": -220, "blocked": -244}.get(rule.fault) or _number(rule.fault)
        return self._error(method, code, MESSAGES.get(code, "text is invalid!" if code == -201 else "Error"))

    async def _cs(self, request: Request) -> Response:
        body = await request.body()
        json_type = request.headers.get("content-type", "").startswith("application/json")
        to = _recipient(body)
        person = self._zalo.world.people.at("zalo", to)
        key = person.key if person else ""
        return await self._answer(
            request, "cs", key, body.decode("utf-8", "replace"), lambda: self._send(body, json_type)
        )

    def _send(self, body: bytes, json_type: bool) -> dict[str, Any]:
        if not json_type:
            raise ZaloError(-201, "Content-Type is invalid!")
        said = read(body, self._zalo.buttons)
        person = self._person(said)
        self._check_attachment(said)
        quota = self._zalo.windows[person.key].use(self._zalo.world.clock())
        number, now = self._zalo.next_id(), self._zalo.world.milliseconds()
        content = msgspec.to_builtins(msgspec.json.decode(body))["message"]
        self._zalo.world.log.deliver("zalo", person.key, person.zalo, "cs", number, content)
        self._tell(person, number, content, said)
        data = {"message_id": number, "user_id": person.zalo, "sent_time": str(now)}
        return {**data, "quota": quota} if quota else data

    def _person(self, said: Body) -> Person:
        to = said.recipient
        person = self._zalo.asked.get(to.message_id or "") or self._zalo.world.people.at("zalo", to.user_id or "")
        if person is None:
            raise ZaloError(-201, "recipient.user_id is invalid!")
        return person

    def _check_attachment(self, said: Body) -> None:
        attachment = said.message.attachment
        if isinstance(attachment, File):
            self._zalo.uploads.use(attachment.payload.token)
        elif isinstance(attachment, Template):
            for element in attachment.payload.get("elements", ()):
                if element.get("media_type") in ("image", "gif") and "attachment_id" in element:
                    self._zalo.uploads.use(element["attachment_id"])

    def _tell(self, person: Person, number: str, content: dict[str, Any], said: Body) -> None:
        """The account hears of its own messages, and that they came."""
        attachment = said.message.attachment
        kind = "file" if isinstance(attachment, File) else "text"
        if isinstance(attachment, Template) and attachment.payload.get("template_type"):
            media = attachment.payload["elements"][0].get("media_type")
            kind = media or "request_user_info"
        text = {"text": content["text"]} if "text" in content else {}
        echo = self._zalo.events.echo(person, f"oa_send_{kind}", {**text, "msg_id": number})
        self._zalo.post(person.key, echo, f"echo {number}")
        if self._zalo.receipts:
            for name, ids in (("received", {"msg_id": number}), ("seen", {"msg_ids": [number]})):
                event = self._zalo.events.receipt(person, f"user_{name}_message", ids)
                self._zalo.post(person.key, event, f"{name} {number}")

    async def _upload(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        file = await self._zalo.uploads.read(request)
        return await self._answer(request, "upload", "", kind, lambda: self._zalo.uploads.keep(kind, file))

    async def _closed(self, request: Request) -> Response:
        return self._error("message", -240, "MessageV2 API has been shut down, please switch to MessageV3")

    async def _detail(self, request: Request) -> Response:
        given = request.query_params.get("data", "")
        return await self._answer(request, "detail", "", given, lambda: detail(self._zalo, given))

    async def _quota(self, request: Request) -> Response:
        given = (await request.body()).decode("utf-8", "replace")
        return await self._answer(request, "quota", "", given, lambda: left(self._zalo, given))


def _recipient(body: bytes) -> str:
    try:
        return str(msgspec.json.decode(body)["recipient"]["user_id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() else -200
