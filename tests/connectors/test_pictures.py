"""A photo on its way: accepted, fetched, read in another process, answered; the picture itself is nowhere kept."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.event import Event, EventKind
from bot.language.pictured import IDENTITY, LINK, OTHER, PAYMENT, kept
from bot.settings import Settings
from bot.store import inbox, pictures
from bot.store.engine import reading
from bot.store.inbox import Claimed, Incoming
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import inbox as inbox_table
from connectors.channel import NotFetched
from connectors.pictures import LEASE, MOST_TRIES, Pictures
from processes.sender import Sender
from tests.support import pictures as made
from tests.support.messages import LEASE as WORKERS
from tests.support.messages import NOW, Desk, cells

CODE = "H37.99.99-261118-0001"
AFTER = LEASE + dt.timedelta(seconds=1)
SOON = dt.timedelta(seconds=3)


class Album:
    """A channel that holds one picture for everybody; ``faults`` fetches fail before it gives it away."""

    name, pace = "zalo", Pace(10)

    def __init__(self, data: bytes, faults: int = 0) -> None:
        self.data, self.faults, self.asked = data, faults, []

    async def fetch(self, url: str, most: int) -> bytes:
        self.asked.append((url, most))
        if len(self.asked) <= self.faults:
            raise NotFetched("gone")
        return self.data

    async def open(self) -> None: ...

    async def close(self) -> None: ...


@pytest.fixture
def desk(engine: Engine, keys: Keys) -> Desk:
    return Desk(engine, keys)


def send(desk: Desk, text: str = "", conversation: str = "zalo-1", channel: str = "zalo") -> int:
    """A photo arrives."""
    photo = Event(EventKind.IMAGE, url="https://photos.example/1.jpg")
    number = inbox.accept(
        desk.engine, desk.keys, Incoming(channel, f"p-{conversation}", conversation, text, event=photo), NOW
    )
    assert number is not None
    return number


def reader(desk: Desk, album: Album, wake: Callable[[], None] = lambda: None) -> Pictures:
    return Pictures(desk.engine, desk.keys, "s1", [album], wake)  # type: ignore[list-item]


def look(desk: Desk, album: Album, now: dt.datetime = NOW) -> int:
    async def once() -> int:
        return await reader(desk, album).look(now)

    return asyncio.run(once())


def codes(claimed: Claimed) -> tuple[str, ...] | None:
    assert claimed.event is not None
    return claimed.event.codes


def test_a_photo_waits_for_its_reader_and_holds_up_what_comes_after(desk: Desk) -> None:
    number = send(desk, "hồ sơ này ạ")
    desk.accept("tới đâu rồi", "zalo-1")
    assert desk.status(number) == "unread" and desk.claim() is None
    assert look(desk, Album(made.photo(made.qr(CODE)))) == 1
    claimed = desk.claimed()
    assert (claimed.id, claimed.text, claimed.attempts) == (number, "hồ sơ này ạ", 1)
    assert codes(claimed) == (CODE,)


def test_neither_the_photo_nor_its_address_is_kept(desk: Desk) -> None:
    send(desk)
    look(desk, Album(made.photo(made.qr(CODE))))
    with reading(desk.engine) as connection:
        row = connection.execute(select(inbox_table)).one()
    assert desk.keys.decrypt(row.event_enc) == f'{{"kind":"image","codes":["{CODE}"]}}'


@pytest.mark.parametrize("beside", [(), (CODE,)])
def test_nothing_of_an_identity_card_is_written_or_logged(
    desk: Desk, beside: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    send(desk)
    album = Album(made.photo(made.qr(made.CARD), *map(made.qr, beside), size=(2400, 1200)))
    look(desk, album)
    claimed = desk.claimed()
    assert set(codes(claimed) or ()) == {IDENTITY, *beside}
    readable = [desk.keys.decrypt(cell) if cell.startswith("gAAAA") else cell for cell in cells(desk.engine)]
    secret = ["099204000123", "KIỂM THỬ", "01012004"]
    assert [part for part in secret if any(part in text for text in [*readable, caplog.text])] == []


def test_a_fetch_that_fails_is_tried_three_times(desk: Desk) -> None:
    album = Album(b"", faults=MOST_TRIES)
    send(desk)
    for tried in range(MOST_TRIES):
        now = NOW + tried * SOON
        assert look(desk, album, now) == 1
        # Put off for a moment: nobody asks again at once.
        assert look(desk, album, now + SOON / 2) == 0
    assert len(album.asked) == MOST_TRIES
    assert codes(desk.claimed()) == ()


def test_a_fetch_that_succeeds_at_last(desk: Desk) -> None:
    album = Album(made.photo(made.qr(CODE)), faults=2)
    send(desk)
    for tried in range(3):
        look(desk, album, NOW + tried * SOON)
    assert codes(desk.claimed()) == (CODE,)


@pytest.mark.parametrize("data", [b"no picture", made.bomb(), made.photo()], ids=["text", "bomb", "no code"])
def test_what_cannot_be_read_is_answered_at_once(desk: Desk, data: bytes) -> None:
    send(desk)
    album = Album(data)
    look(desk, album)
    assert codes(desk.claimed()) == () and len(album.asked) == 1


def test_a_channel_that_is_switched_off_holds_up_nobody(desk: Desk) -> None:
    send(desk, conversation="telegram-1", channel="telegram")
    look(desk, Album(b""))
    assert codes(desk.claimed()) == ()


def test_a_picture_that_ended_its_readers_is_left_alone(desk: Desk) -> None:
    """Claimed three times, and nobody lived to say what it shows."""
    send(desk)
    for tried in range(MOST_TRIES):
        assert pictures.claim(desk.engine, desk.keys, "s0", NOW + tried * AFTER, LEASE, 1)
    album = Album(made.photo(made.qr(CODE)))
    look(desk, album, NOW + MOST_TRIES * AFTER)
    assert album.asked == [] and codes(desk.claimed()) == ()


def test_one_reader_a_picture(desk: Desk) -> None:
    for person in range(3):
        send(desk, conversation=f"zalo-{person}")
    first = pictures.claim(desk.engine, desk.keys, "s1", NOW, LEASE, 2)
    second = pictures.claim(desk.engine, desk.keys, "s2", NOW, LEASE, 2)
    assert [len(first), len(second)] == [2, 1]
    assert pictures.claim(desk.engine, desk.keys, "s3", NOW, LEASE, 2) == []


def test_who_lost_a_picture_cannot_say_what_it_shows(desk: Desk) -> None:
    send(desk)
    slow = pictures.claim(desk.engine, desk.keys, "slow", NOW, LEASE, 1)[0]
    quick = pictures.claim(desk.engine, desk.keys, "quick", NOW + AFTER, LEASE, 1)[0]
    assert not pictures.read(desk.engine, desk.keys, slow, ())
    assert pictures.read(desk.engine, desk.keys, quick, (CODE,))
    assert not pictures.read(desk.engine, desk.keys, quick, ())
    assert codes(desk.claimed()) == (CODE,)


def test_pictures_of_a_reader_that_died_are_free_at_once(desk: Desk) -> None:
    send(desk)
    pictures.claim(desk.engine, desk.keys, "s1", NOW, LEASE, 1)
    assert inbox.release(desk.engine, "s1") == 1
    assert pictures.claim(desk.engine, desk.keys, "s2", NOW, LEASE, 1)


def test_the_sender_looks_at_pictures(desk: Desk, settings: Settings) -> None:
    """The process as it is started, with a channel of ours; then a worker has the message."""
    album = Album(made.photo(made.qr(CODE)))
    number = send(desk)

    async def run() -> None:
        running = Sender(settings, lambda *_: [album])  # type: ignore[list-item]
        task = asyncio.create_task(running.run())
        while desk.status(number) == "unread":
            await asyncio.sleep(0.05)
        running.stop()
        await asyncio.wait_for(task, 20)

    asyncio.run(asyncio.wait_for(run(), 60))
    claimed = inbox.claim(desk.engine, desk.keys, "w1", NOW, WORKERS)
    assert claimed is not None and codes(claimed) == (CODE,)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (CODE, (CODE,)),
        ("h37.99.99-261118-0001 | 23/11/2026", (CODE,)),
        (f"https://dichvucong.gov.vn/tra-cuu?ma={CODE}", (CODE,)),
        ("https://dichvucong.gov.vn/thu-tuc/1.001193", ("1.001193",)),
        ("https://nop-phi.example/thu-tuc/1.001193", (LINK,)),
        (made.CARD, (IDENTITY,)),
        (made.CARD + "||||", (IDENTITY,)),
        ("099204000123", (IDENTITY,)),
        ("IDVNM2040001230099204000123<<4", (IDENTITY,)),
        (made.PAYMENT, (PAYMENT,)),
        ("WIFI:S:nha;T:WPA;P:matkhau;;", (OTHER,)),
        ("H37.99.99-261399-0001", (OTHER,)),
    ],
)
def test_what_is_kept_of_a_code(text: str, wanted: tuple[str, ...]) -> None:
    assert kept([text]) == wanted


def test_the_same_code_twice_and_too_many() -> None:
    assert kept([CODE, CODE]) == (CODE,)
    assert len(kept(f"H37.99.99-261118-000{number}" for number in range(9))) == 5
