"""The sender against a channel that behaves as it is told to."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import os
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

import processes.courier
from bot.clock import utc_now
from bot.conversations.reply import Reply
from bot.dossiers.status import Status
from bot.settings import Settings
from bot.store import delivery, inbox, outbox
from bot.store.delivery import Gone, Parcel, Wish
from bot.store.engine import reading, writing
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import outbox as outbox_table
from connectors.channel import NotDelivered, Piece, Trouble
from processes.hand import Hand
from processes.notes import SENDERS, hand_of, leave_note
from processes.sender import Sender
from tests.support.messages import message, reply
from tests.support.notices import Follower

_numbers = itertools.count()
PATIENCE = 20.0
Until = Callable[[], bool]


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
    """Put replies, run a sender until it has nothing left to send at once, or else until so it is, stop it."""

    def run(*texts: str, to: str = "zalo-1", seconds: float = 5.0, until: Until | None = None) -> None:
        for text in texts:
            put(engine, keys, to, text)
        sender = Sender(settings, lambda *_: [channel])
        asyncio.run(_served(sender, until, PATIENCE) if until else _served(sender, quiet(engine), seconds))

    return run


def put(engine: Engine, keys: Keys, to: str, text: str) -> None:
    row = outbox.notice(keys, to, f"n{next(_numbers)}", reply(text), utc_now())
    # A reply, not a notice: those wait for the day.
    row["once"] = None
    with writing(engine) as connection:
        outbox.PUT_ONCE.run(connection, row)


def quiet(engine: Engine) -> Until:
    query = select(outbox_table.c.id).where(outbox_table.c.status == "pending", outbox_table.c.attempts == 0)

    def nothing_left() -> bool:
        with reading(engine) as connection:
            return connection.execute(query).first() is None

    return nothing_left


async def _served(sender: Sender, until: Until, seconds: float) -> None:
    running = asyncio.create_task(sender.run())
    for _ in range(int(seconds / 0.2)):
        await asyncio.sleep(0.2)
        if until():
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


def test_where_answers_come_at_once_one_is_on_its_way_though_many_are_claimed(
    serve: Callable[..., None], channel: Told
) -> None:
    channel.seconds = 0.001
    for number in range(20):
        serve("chào", to=f"zalo-{number}", seconds=0)
    serve()
    assert len(channel.arrived) == 20
    # On a busy machine an answer takes longer than it does.
    assert channel.most_at_once <= 3


@pytest.mark.parametrize("dead", [999_999_999, os.getpid()], ids=["", "whose number we have now"])
def test_after_a_kill_only_what_was_on_its_way_is_in_doubt(
    serve: Callable[..., None], channel: Told, engine: Engine, settings: Settings, keys: Keys, dead: int
) -> None:
    """Of four people one had the message, to one it was on its way, two waited for their turn."""
    for number, text in enumerate(("chào", "chờ", "ba", "bốn")):
        serve(text, to=f"zalo-{number}", seconds=0)
    now, wish = utc_now(), Wish("zalo", channel.pace, 9)
    arrived, begun, *_ = delivery.claim(engine, keys, "s-dead", wish, now, dt.timedelta(seconds=60))
    hand = Hand(hand_of(leave_note(settings, SENDERS, dead, "s-dead")))
    hand.begin(arrived.id)
    hand.end(arrived.id, Gone(arrived.id, arrived.claim, 1, "m0", arrived.conversation, 0.0))
    hand.begin(begun.id)
    serve()
    assert rows(engine) == [("sent", 1, 0, None), ("sent", 1, 1, None), ("sent", 1, 0, None), ("sent", 1, 0, None)]
    assert sorted(text for _, text in channel.arrived) == ["ba", "bốn", "chờ"]


def test_one_that_hangs_holds_up_nobody(
    serve: Callable[..., None], channel: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processes.sender.END_SECONDS", 0.1)
    channel.hangs = "chờ"
    serve("chờ", to="zalo-1", seconds=0)
    for number in range(2, 6):
        serve("chào", to=f"zalo-{number}", seconds=0)
    serve(until=lambda: len(channel.arrived) == 4)
    assert sorted(to for to, said in channel.arrived if said == "chào") == ["2", "3", "4", "5"]


def test_what_is_refused_is_a_dead_letter_and_the_next_one_leaves(
    serve: Callable[..., None], channel: Told, engine: Engine
) -> None:
    channel.failures["hai"] = [NotDelivered(Trouble.REFUSED, "-210")]
    serve("một hai ba", "bốn")
    assert [text for _, text in channel.arrived] == ["một", "bốn"]
    assert rows(engine) == [("dead", 1, 0, "refused -210"), ("sent", 1, 0, None)]


def test_whom_the_channel_does_not_reach_hears_of_no_dossier(
    serve: Callable[..., None], channel: Told, engine: Engine, keys: Keys
) -> None:
    gone, there = Follower(engine, keys, "zalo-1"), Follower(engine, keys, "zalo-2")
    for follower in (gone, there):
        follower.follow()
    channel.failures = {"một": [NotDelivered(Trouble.GONE, "-213")], "hai": [NotDelivered(Trouble.REFUSED, "-210")]}
    serve("một", to="zalo-1")
    serve("hai", to="zalo-2")
    assert (gone.is_reached(), there.is_reached()) == (False, True)


def test_a_notice_to_whom_the_channel_does_not_reach_is_taken_back(
    serve: Callable[..., None], channel: Told, engine: Engine, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes.courier, "is_daylight", lambda now: True)
    follower = Follower(engine, keys, "zalo-1")
    follower.follow()
    follower.export(status=Status.COMPLETED, updated_at=follower.clock)
    inbox.accept(engine, keys, message("chào", "zalo-1"), follower.clock)
    assert len(follower.tell(minutes=30)) == 1
    channel.failures["Hồ"] = [NotDelivered(Trouble.GONE, "-230")]
    serve(until=lambda: not follower.is_reached())
    assert follower.rows() == [] and channel.arrived == []


def test_what_failed_goes_on_with_the_piece_that_failed(
    serve: Callable[..., None], channel: Told, engine: Engine
) -> None:
    channel.failures["hai"] = [NotDelivered(Trouble.AGAIN, "500", dt.timedelta(milliseconds=1))]
    serve("một hai ba")
    serve(until=lambda: len(channel.arrived) == 3)
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


def test_too_fast_while_more_is_claimed_loses_nothing_and_stops_no_other_channel(
    serve: Callable[..., None],
    channel: Told,
    engine: Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = Told()
    other.name = "telegram"
    sender = Sender(settings, lambda *_: [channel, other])
    exchange = delivery.exchange

    def held_meanwhile(*common: Any) -> list[list[Parcel]]:
        found = exchange(*common)
        sender._hold(sender._lines["zalo"], 60.0)
        return found

    monkeypatch.setattr(delivery, "exchange", held_meanwhile)
    for to in ("zalo-1", "zalo-2", "telegram-1", "telegram-2"):
        serve("chào", to=to, seconds=0)
    asyncio.run(_served(sender, lambda: len(other.arrived) == 2, PATIENCE))
    assert (channel.arrived, len(other.arrived)) == ([], 2)
    with reading(engine) as connection:
        left = connection.execute(select(outbox_table).where(outbox_table.c.channel == "zalo")).all()
    assert [(row.status, row.claim, row.uncertain) for row in left] == [("pending", None, 0)] * 2


def test_at_the_end_what_waits_for_its_turn_is_anybodys_without_a_doubt(
    serve: Callable[..., None], channel: Told, engine: Engine, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processes.sender.END_SECONDS", 0.1)
    channel.hangs = "chờ"
    for number, text in enumerate(("chờ", "hai", "ba")):
        put(engine, keys, f"zalo-{number}", text)
    serve(until=lambda: channel.at_once == 1)
    with reading(engine) as connection:
        begun, *waiting = connection.execute(select(outbox_table).order_by(outbox_table.c.id)).all()
    assert begun.in_flight_at and channel.arrived == []
    assert [(row.status, row.claim, row.in_flight_at) for row in waiting] == [("pending", None, None)] * 2


def test_what_could_not_be_written_at_the_end_is_left_to_the_next_one(
    serve: Callable[..., None], channel: Told, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*common: Any) -> list[list[Parcel]]:
        if common[3]:
            raise OperationalError("away", None, Exception())
        return exchange(*common)

    exchange = delivery.exchange
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "exchange", away)
        serve("chào", until=lambda: bool(channel.arrived))
    assert rows(engine)[0][0] == "pending" and len(channel.arrived) == 1
    serve()
    assert rows(engine) == [("sent", 1, 0, None)] and len(channel.arrived) == 1
