"""What an operator sees of the outbox, and sending again what was given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.engine import Engine
from starlette.testclient import TestClient

from bot.clock import utc_now
from bot.settings import Settings
from bot.store import delivery, inbox, outbox_care
from bot.store.delivery import Gone, Parcel, Wish
from bot.store.engine import reading
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import outbox
from bot.store.work import Work
from connectors.app import operations_app
from connectors.gateway import Gateway
from processes.cli import main
from processes.outbox import masked
from tests.support.messages import LEASE, message, reply

FAST = Pace(1000)
SECRET = "điều không ai được đọc"
RUN = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> RUN:
    """``motcua outbox …`` on the database of this test."""
    for name in ("var", "database_url", "encryption_keys", "identity_key"):
        monkeypatch.setenv(f"MOTCUA_{name.upper()}", str(getattr(settings, name)))
    return lambda *arguments: CliRunner().invoke(main, ["outbox", *arguments])


def put(engine: Engine, keys: Keys, conversation: str, age: dt.timedelta = dt.timedelta()) -> None:
    """A reply that waits for its sender."""
    channel, now = conversation.partition("-")[0], utc_now() - age
    inbox.accept(engine, keys, message(conversation=conversation, channel=channel), now)
    claimed = inbox.claim(engine, keys, "w1", now, LEASE)
    assert claimed is not None
    Work(engine, keys, conversation, now).commit(claimed, (reply(SECRET),))


def take(engine: Engine, keys: Keys, channel: str) -> list[Parcel]:
    return delivery.claim(engine, keys, "s1", Wish(channel, FAST, 10), utc_now(), LEASE)


def arrive(engine: Engine, keys: Keys, parcel: Parcel) -> None:
    gone = Gone(parcel.id, parcel.claim, 1, None, parcel.conversation, 0.0)
    delivery.exchange(engine, keys, "s1", [gone], [], utc_now(), LEASE)


def kill(engine: Engine, keys: Keys, conversation: str, error: str, doubts: int = 0, **age: float) -> int:
    """A reply that was given up; its id."""
    put(engine, keys, conversation, dt.timedelta(**age))
    (parcel,) = take(engine, keys, conversation.partition("-")[0])
    delivery.failed(engine, parcel, "dead", error, utc_now(), doubts)
    return parcel.id


def status(engine: Engine, number: int) -> str:
    with reading(engine) as connection:
        return str(connection.execute(select(outbox.c.status).where(outbox.c.id == number)).scalar_one())


def test_an_empty_outbox(run: RUN) -> None:
    assert run("status").output == "The outbox is empty.\n"
    assert run("list", "--dead").output == "Nothing is dead.\n"


def test_status_counts_by_channel_and_says_why(run: RUN, engine: Engine, keys: Keys) -> None:
    kill(engine, keys, "zalo-1000000000000000001", "gone -213")
    kill(engine, keys, "zalo-1000000000000000002", "gone -213")
    kill(engine, keys, "telegram-7000000001", "unsure TimedOut", doubts=3)
    put(engine, keys, "telegram-7000000002", dt.timedelta(hours=3))
    put(engine, keys, "web-1")
    lines = run("status").output.splitlines()
    assert lines == [
        "telegram: 1 dead, 1 pending",
        "  the oldest has waited 3 h",
        "  3 sends may have arrived though nobody confirmed it",
        "  1 dead: unsure TimedOut",
        "web: 1 kept",
        "zalo: 2 dead",
        "  2 dead: gone -213",
    ]


def test_the_list_masks_the_person_and_shows_no_text(run: RUN, engine: Engine, keys: Keys) -> None:
    number = kill(engine, keys, "zalo-1234567890123456789", "gone -213", days=2)
    kill(engine, keys, "telegram-7000000001", "refused 400")
    listed = run("list", "--dead", "--channel", "zalo").output
    assert listed == f"{number}\tzalo-…789\tgone -213\t2 d\n1 dead.\n"
    whole = run("list", "--dead").output + run("status").output
    assert SECRET not in whole and "1234567890" not in whole and "7000000001" not in whole
    assert "2 dead." in whole


def test_what_is_resent_leaves_again(run: RUN, engine: Engine, keys: Keys) -> None:
    numbers = [kill(engine, keys, f"zalo-{person}", "alarm -216", doubts=1) for person in range(2)]
    assert take(engine, keys, "zalo") == []
    assert run("resend", str(numbers[0])).output == "1 to be sent again.\n"
    (parcel,) = take(engine, keys, "zalo")
    assert (parcel.id, parcel.attempts, parcel.uncertain) == (numbers[0], 0, 1)
    assert parcel.reply is not None and parcel.reply.text == SECRET
    arrive(engine, keys, parcel)
    assert [status(engine, number) for number in numbers] == ["sent", "dead"]


def test_pieces_that_are_gone_do_not_leave_again(run: RUN, engine: Engine, keys: Keys) -> None:
    put(engine, keys, "zalo-1")
    (parcel,) = take(engine, keys, "zalo")
    assert delivery.piece_sent(engine, parcel, 2, utc_now(), LEASE, FAST)
    delivery.failed(engine, parcel, "dead", "refused 1", utc_now())
    run("resend", "--channel", "zalo")
    assert [again.pieces_sent for again in take(engine, keys, "zalo")] == [2]


def test_all_that_fit_are_resent(run: RUN, engine: Engine, keys: Keys) -> None:
    numbers = [
        kill(engine, keys, conversation, error)
        for conversation, error in [("zalo-1", "alarm -216"), ("zalo-2", "gone -213"), ("telegram-3", "alarm -216")]
    ]
    assert run("resend", "--channel", "zalo", "--error", "alarm -216").output == "1 to be sent again.\n"
    assert [status(engine, number) for number in numbers] == ["pending", "dead", "dead"]
    assert run("resend", "--error", "alarm -216").output == "1 to be sent again.\n"
    assert outbox_care.resend(engine, utc_now(), channel="telegram") == 0


def test_what_is_not_dead_is_left_alone(run: RUN, engine: Engine, keys: Keys) -> None:
    put(engine, keys, "zalo-1")
    (parcel,) = take(engine, keys, "zalo")
    said = run("resend", str(parcel.id), "4711").output
    assert said.startswith("0 to be sent again.\n2 of the named ones are not dead")
    arrive(engine, keys, parcel)
    run("resend", "--channel", "zalo")
    assert status(engine, parcel.id) == "sent"


def test_nothing_is_resent_by_accident(run: RUN, engine: Engine, keys: Keys) -> None:
    number = kill(engine, keys, "zalo-1", "gone -213")
    said = run("resend")
    assert said.exit_code == 2 and "name IDs" in said.output
    assert status(engine, number) == "dead"


@pytest.mark.parametrize(
    ("conversation", "shown"),
    [("zalo-1234567890", "zalo-…890"), ("telegram--100200300", "telegram-…300"), ("zalo-", "zalo-…")],
)
def test_masked(conversation: str, shown: str) -> None:
    assert masked(conversation) == shown


def test_the_metrics_of_the_outbox(settings: Settings, engine: Engine, keys: Keys) -> None:
    kill(engine, keys, "zalo-1", "gone -213")
    kill(engine, keys, "telegram-2", "unsure TimedOut", doubts=2)
    put(engine, keys, "telegram-3", dt.timedelta(hours=1))
    gateway = Gateway(settings)
    lines = TestClient(operations_app(gateway)).get("/metrics").text.splitlines()
    gateway.close()
    values = dict(line.rsplit(" ", 1) for line in lines if line.startswith("motcua_outbox"))
    assert 3600 <= float(values.pop('motcua_outbox_oldest_wait_seconds{channel="telegram"}')) < 3700
    assert {name: float(value) for name, value in values.items()} == {
        'motcua_outbox_rows{channel="telegram",status="dead"}': 1,
        'motcua_outbox_rows{channel="telegram",status="pending"}': 1,
        'motcua_outbox_rows{channel="zalo",status="dead"}': 1,
        'motcua_outbox_uncertain_sends{channel="telegram"}': 2,
    }
