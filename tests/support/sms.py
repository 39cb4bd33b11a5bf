"""A provider's gateway for short messages, as strict as a real one, over HTTP without a network."""

from __future__ import annotations

import json
import re

import httpx

TOKEN = "token-of-the-tests"


class FakeSmsGateway:
    """``sent`` holds what was taken. ``refuse`` answers the next requests with this status, and repeats the request."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.refuse: int | None = None
        self.client = httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.refuse:
            return httpx.Response(self.refuse, content=request.content)
        problem = self._problem(request)
        if problem:
            return httpx.Response(400, json={"error": problem})
        body = json.loads(request.content)
        self.sent.append((body["to"], body["text"]))
        return httpx.Response(202, json={"id": str(len(self.sent))})

    @staticmethod
    def _problem(request: httpx.Request) -> str | None:
        if request.method != "POST" or request.headers.get("content-type") != "application/json":
            return "POST application/json"
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return "token"
        if request.url.query:
            return "nothing belongs into the address: proxies log it"
        body = json.loads(request.content)
        if set(body) != {"to", "text"} or not re.fullmatch(r"0\d{9,10}", body["to"]):
            return "to and text"
        return None if body["text"].isascii() and len(body["text"]) <= 160 else "160 plain characters"
