"""A notice that was held up until the night waits for the morning; an answer does not."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine, Row

import processes.sender
from bot.settings import Settings
from bot.store import outbox
from bot.store.engine import reading, writing
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import outbox as table
from bot.store.work import Work
from connectors.channel import Piece
from processes.sender import Sender
from tests.dossiers.examples import at
from tests.support.messages import Desk, message, reply


class Paper:
    """A channel that writes down what it was given."""

    name = "telegram"
    pace = Pace(100, 0)

    def __init__(self) -> None:
        self.sent: list[str] = []

    def pieces(self, reply: object, conversation: str) -> list[Piece]:
        return [{"text": reply.text}]  # type: ignore[attr-defined]

    async def send(self, recipient: str, piece: Piece) -> str:
        self.sent.append(piece["text"])
        return "1"

    async def fetch(self, url: str, most: int) -> bytes:
        raise AssertionError

    async def open(self) -> None: ...

    async def close(self) -> None: ...


def rows(engine: Engine) -> list[Row]:
    with reading(engine) as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def round_at(settings: Settings, channel: Paper, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sender does with all that is due at a time."""
    monkeypatch.setattr(processes.sender, "utc_now", lambda: now)

    async def work() -> None:
        sender = Sender(settings, lambda *_: [channel])
        running = asyncio.create_task(sender.run())
        await asyncio.sleep(0.5)
        sender.stop()
        await running

    asyncio.run(work())


def test_it_waits(engine: Engine, keys: Keys, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    evening, channel = at("2026-11-20 20:29"), Paper()
    row = outbox.notice(keys, "telegram-7", "x:1", reply("tin báo"), evening)
    with writing(engine) as connection:
        outbox.PUT_ONCE.run(connection, row)
    round_at(settings, channel, at("2026-11-20 23:00"), monkeypatch)
    assert channel.sent == [] and rows(engine)[0].due_at == at("2026-11-21 07:30")
    desk = Desk(engine, keys)
    from bot.store import inbox

    inbox.accept(engine, keys, message(conversation="telegram-7", channel="telegram"), at("2026-11-20 23:01"))
    Work(engine, keys, "telegram-7", at("2026-11-20 23:01")).commit(desk.claimed(), (reply("trả lời"),))
    round_at(settings, channel, at("2026-11-20 23:02"), monkeypatch)
    assert channel.sent == ["trả lời"]
    round_at(settings, channel, at("2026-11-21 07:30"), monkeypatch)
    assert channel.sent == ["trả lời", "tin báo"]
    assert [row.status for row in rows(engine)] == ["sent", "sent"]
