"""Parameters of the Bot API, in each of the forms in which it takes them, and how it refuses."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request

from connectors.fakes.telegram_updates import Body


class TelegramError(Exception):
    def __init__(self, code: int, description: str, parameters: Body | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(words: str) -> TelegramError:
    return TelegramError(400, f"Bad Request: {words}")


class Params:
    """Of a query, a form, a form with files or JSON; numbers and objects may come as text."""

    def __init__(self, values: Body) -> None:
        self.values = values

    @classmethod
    async def of(cls, request: Request) -> Params:
        values: Body = dict(request.query_params)
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind == "application/json":
            try:
                values |= msgspec.json.decode(await request.body(), type=Body)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise bad("can't parse JSON object") from error
        elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            async with request.form() as form:
                for name, value in form.items():
                    values[name] = await value.read() if isinstance(value, UploadFile) else value
        return cls(values)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> int | None:
        value = self.text(name)
        return int(value) if value and re.fullmatch(r"-?\d+", value) else None

    def thing(self, name: str) -> Any:
        """A JSON value; None where there is none."""
        value = self.values.get(name)
        try:
            return msgspec.json.decode(value) if isinstance(value, str | bytes) else value
        except msgspec.DecodeError as error:
            raise bad(f"can't parse {name} JSON object") from error


def too_many(seconds: int) -> TelegramError:
    return TelegramError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
