"""A page on which a developer writes as a person, and switches what goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.texts import texts
from connectors.fakes.people import NAMES
from connectors.fakes.service import json_response
from connectors.fakes.talk import lines

if TYPE_CHECKING:
    from connectors.fakes.whole import Fakes

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Page:
    def __init__(self, fakes: Fakes) -> None:
        self._fakes = fakes
        self._pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())
        self.routes = [
            Route("/", self._page, methods=["GET"]),
            Route("/_fake/talk", self._talk, methods=["GET"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]

    async def _page(self, request: Request) -> Response:
        page = self._pages.get_template("fakes.html").render(t=texts("fakes"), people=NAMES)
        return HTMLResponse(page, headers=HEADERS)

    async def _talk(self, request: Request) -> Response:
        """What ``?service=`` and ``&person=`` said to each other, oldest first."""
        given = request.query_params
        said = lines(self._fakes, given.get("service", ""), given.get("person", ""))
        return json_response({"lines": said, "happened": self._fakes.faults.happened})
