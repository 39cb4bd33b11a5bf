"""The sender against a channel that behaves as it is told to."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.reply import Reply
from bot.settings import Settings
from bot.store import outbox
from bot.store.engine import reading, writing
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import outbox as outbox_table
from connectors.channel import NotDelivered, Piece, Trouble
from processes.sender import Sender
from tests.support.messages import reply

_numbers = itertools.count()
NO_WAIT = dt.timedelta(0)


class Told:
    """A channel: each word of a reply is a piece; a word may be told to fail, once or more."""

    name = "zalo"
    pace = Pace(1000)

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str]] = []
        self.failures: dict[str, list[Exception]] = {}
        self.at_once = self.most_at_once = 0
        self.seconds = 0.02
        self.hangs = ""

    def pieces(self, reply: Reply, conversation: str) -> list[Piece]:
        return [{"text": word} for word in reply.text.split()]

    async def send(self, recipient: str, piece: Piece) -> str | None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(60 if piece["text"] == self.hangs else self.seconds)
        self.at_once -= 1
        if self.failures.get(piece["text"]):
            raise self.failures[piece["text"]].pop(0)
        self.arrived.append((recipient, piece["text"]))
        return f"m{len(self.arrived)}"

    async def fetch(self, url: str, most: int) -> bytes:
        raise AssertionError("nobody sent a picture")

    async def open(self) -> None: ...

    async def close(self) -> None: ...


@pytest.fixture
def channel() -> Told:
    return Told()


@pytest.fixture
def serve(engine: Engine, settings: Settings, keys: Keys, channel: Told) -> Callable[..., None]:
    """Put replies, run a sender until it has nothing left to send at once, stop it."""

    def run(*texts: str, to: str = "zalo-1", seconds: float = 5.0) -> None:
        for text in texts:
            row = outbox.notice(keys, to, f"n{next(_numbers)}", reply(text), dt.datetime.now(dt.timezone.utc))
            # A reply, not a notice: those wait for the day.
            row["once"] = None
            with writing(engine) as connection:
                connection.execute(outbox.PUT_ONCE[engine.dialect.name], row)
        asyncio.run(_until_quiet(Sender(settings, lambda *_: [channel]), engine, seconds))

    return run


async def _until_quiet(sender: Sender, engine: Engine, seconds: float) -> None:
    running = asyncio.create_task(sender.run())
    query = select(outbox_table.c.id).where(outbox_table.c.status == "pending", outbox_table.c.attempts == 0)
    for _ in range(int(seconds / 0.05)):
        await asyncio.sleep(0.05)
        with reading(engine) as connection:
            if connection.execute(query).first() is None:
                break
    sender.stop()
    await running


def rows(engine: Engine) -> list[tuple[str, int, int, str | None]]:
    query = select(outbox_table).order_by(outbox_table.c.id)
    with reading(engine) as connection:
        return [(row.status, row.pieces_sent, row.uncertain, row.error) for row in connection.execute(query)]


def test_replies_arrive_in_order_piece_after_piece(serve: Callable[..., None], channel: Told, engine: Engine) -> None:
    serve("một hai", "ba", "bốn năm sáu")
    assert [text for _, text in channel.arrived] == ["một", "hai", "ba", "bốn", "năm", "sáu"]
    assert rows(engine) == [("sent", 2, 0, None), ("sent", 1, 0, None), ("sent", 3, 0, None)]


def test_many_people_are_served_at_once_where_the_channel_is_slow(serve: Callable[..., None], channel: Told) -> None:
    channel.seconds = 0.5
    for number in range(11):
        serve("chào", to=f"zalo-{number}", seconds=0)
    serve("chào", to="zalo-11")
    assert len(channel.arrived) == 12
    assert channel.most_at_once > 3


def test_one_that_hangs_holds_up_nobody(
    serve: Callable[..., None], channel: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processes.sender.END_SECONDS", 0.1)
    channel.hangs = "chờ"
    serve("chờ", to="zalo-1", seconds=0)
    for number in range(2, 6):
        serve("chào", to=f"zalo-{number}", seconds=0)
    serve(seconds=4)
    assert sorted(to for to, said in channel.arrived if said == "chào") == ["2", "3", "4", "5"]


def test_what_is_refused_is_a_dead_letter_and_the_next_one_leaves(
    serve: Callable[..., None], channel: Told, engine: Engine
) -> None:
    channel.failures["hai"] = [NotDelivered(Trouble.REFUSED, "-210")]
    serve("một hai ba", "bốn")
    assert [text for _, text in channel.arrived] == ["một", "bốn"]
    assert rows(engine) == [("dead", 1, 0, "refused -210"), ("sent", 1, 0, None)]


def test_what_failed_goes_on_with_the_piece_that_failed(
    serve: Callable[..., None], channel: Told, engine: Engine
) -> None:
    channel.failures["hai"] = [NotDelivered(Trouble.AGAIN, "500", dt.timedelta(milliseconds=1))]
    serve("một hai ba")
    serve(seconds=3)
    assert [text for _, text in channel.arrived] == ["một", "hai", "ba"]
    assert rows(engine) == [("sent", 3, 0, None)]


def test_a_time_out_waits_and_is_counted(serve: Callable[..., None], channel: Told, engine: Engine) -> None:
    channel.failures["một"] = [NotDelivered(Trouble.UNSURE, "ReadTimeout")]
    serve("một")
    assert channel.arrived == []
    assert rows(engine) == [("pending", 0, 1, "unsure ReadTimeout")]


def test_a_fault_of_our_own_stops_nobody_else(serve: Callable[..., None], channel: Told, engine: Engine) -> None:
    channel.failures["một"] = [ZeroDivisionError("never shown")]
    serve("một", to="zalo-1", seconds=0)
    serve("chào", to="zalo-2")
    assert ("2", "chào") in channel.arrived
    assert rows(engine)[0][3] == "again ZeroDivisionError"


def test_too_fast_stops_the_whole_channel_until_it_says(
    serve: Callable[..., None], channel: Told, engine: Engine
) -> None:
    channel.failures["một"] = [NotDelivered(Trouble.BUSY, "-32", dt.timedelta(minutes=5))]
    serve("một")
    serve("chào", to="zalo-2", seconds=0.5)
    assert channel.arrived == []
    assert [status for status, *_ in rows(engine)] == ["pending", "pending"]
