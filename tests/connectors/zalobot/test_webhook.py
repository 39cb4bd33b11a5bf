"""The webhook over HTTP: who is let in, and what is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.settings import Settings
from bot.store.engine import reading
from bot.store.secrets import Keys
from bot.store.tables import inbox as inbox_table
from connectors.fakes import zalobot as fake
from tests.connectors.zalobot.test_events import CHAT, event
from tests.support.service import Service, serving

SECRET = {"X-Bot-Api-Secret-Token": fake.SECRET}


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with serving(settings) as service:
        yield service


def post(service: Service, body: object, headers: dict[str, str] = SECRET) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return service.client.post("/webhooks/zalobot", content=content, headers=headers)


def texts(engine: Engine, keys: Keys) -> list[tuple[str, str]]:
    with reading(engine) as connection:
        rows = connection.execute(select(inbox_table).order_by(inbox_table.c.id)).all()
    return [(row.conversation, keys.decrypt(row.text_enc)) for row in rows]


def test_an_event_is_stored_once(service: Service, engine: Engine, keys: Keys) -> None:
    for body in (event(text="xin chào"), {"ok": True, "result": event(text="xin chào")}):
        assert post(service, body).status_code == 200
    assert texts(engine, keys) == [(f"zalobot-{CHAT}", "xin chào")]


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Bot-Api-Secret-Token": "x"}, {"X-Telegram-Bot-Api-Secret-Token": fake.SECRET}],
    ids=["none", "wrong", "of-telegram"],
)
def test_only_the_platform_is_let_in(service: Service, engine: Engine, keys: Keys, headers: dict[str, str]) -> None:
    assert post(service, event(text="x"), headers).status_code == 403
    assert texts(engine, keys) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"\xff", 400), (b"[" * 60_000, 400), (b"x" * 70_000, 413), (b"[]", 200), (b"{}", 200)],
    ids=["empty", "no-utf-8", "deep", "large", "a-list", "nothing"],
)
def test_what_cannot_be_read(service: Service, engine: Engine, keys: Keys, body: bytes, status: int) -> None:
    assert post(service, body).status_code == status
    assert texts(engine, keys) == []
