"""From a person's telephone and back: stand-in, webhook or poller, inbox, worker, outbox, sender, stand-in."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.conversations.event import Event, EventKind
from bot.store.engine import reading
from bot.store.tables import inbox as inbox_table
from bot.store.tables import outbox as outbox_table
from tests.conftest import DATABASES
from tests.support.bots import LONG, Site, new_url, site
from tests.support.databases import Postgres
from tests.support.running import Running, alive, until

NAME = "telegram"


@pytest.fixture(scope="module", params=DATABASES)
def called(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: Postgres,
    secrets: dict[str, str],
) -> Iterator[Site]:
    """One for all tests here; each has people of its own."""
    folder = tmp_path_factory.mktemp("called")
    url = new_url(request.param, folder, postgres_server)
    with site(folder, url, secrets, (NAME,), ("gateway", "sender")) as there:
        yield there


@pytest.fixture(params=DATABASES)
def asked(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: Postgres, secrets: dict[str, str]
) -> Iterator[Site]:
    url = new_url(request.param, tmp_path, postgres_server)
    with site(tmp_path, url, secrets, (NAME,), ("sender", "poller"), telegram_polling="true") as there:
        yield there


def test_a_talk_with_everything_that_people_send(called: Site) -> None:
    fakes, who = called.fakes, "an"
    fakes.say(NAME, who, "tt_1_001193", kind="start")
    assert called.until_sent(who, NAME, 1) == ["Đã nhận: [joined] 1.001193"]
    fakes.say(NAME, who, "lệ phí <bao nhiêu> & khi nào?")
    fakes.say(NAME, who, "/restart")
    fakes.say(NAME, who, kind="voice")
    fakes.say(NAME, who, kind="location")
    fakes.say(NAME, who, kind="contact")
    fakes.say(NAME, who, kind="contact", forwarded=True)
    fakes.say(NAME, who, "đổi ý", kind="edit")
    assert called.until_sent(who, NAME, 8)[1:] == [
        "Đã nhận: lệ phí <bao nhiêu> & khi nào?",
        "Đã nhận: restart",
        "Đã nhận: [voice]",
        "Đã nhận: [location]",
        "Đã nhận: [contact own]",
        "Đã nhận: [contact]",
        "Đã nhận: [edited] đổi ý",
    ]
    assert (who, "typing") in fakes.telegram.calls.actions


def test_pressed_buttons_are_understood_and_not_busy(called: Site) -> None:
    fakes, who = called.fakes, "binh"
    fakes.say(NAME, who, "xin chào")
    called.until_sent(who, NAME, 1)
    for title in ("Lệ phí", LONG.title):
        fakes.say(NAME, who, title, kind="button")
    assert called.until_sent(who, NAME, 3)[1:] == ["Đã nhận: #mot:fee", f"Đã nhận: {LONG.payload}"]
    until(lambda: not fakes.telegram.calls.queries, "answered presses", 10)


def test_what_is_pushed_twice_or_in_disorder_is_answered_once(called: Site) -> None:
    fakes, who = called.fakes, "chi"
    fakes.faults.add("duplicate", service=NAME, share=0.5)
    for number in range(12):
        fakes.say(NAME, who, f"tin {number}")
    fakes.idle()
    assert called.until_sent(who, NAME, 12) == [f"Đã nhận: tin {number}" for number in range(12)]
    assert fakes.faults.happened["duplicate"] > 0
    fakes.faults.clear()


def test_a_wrong_secret_reaches_nobody(called: Site) -> None:
    fakes, who = called.fakes, "dung"
    fakes.faults.add("wrong_signature", service=NAME, times=1)
    fakes.say(NAME, who, "giả mạo?")
    assert called.until_sent(who, NAME, 1) == ["Đã nhận: giả mạo?"]
    assert [push.status for push in fakes.log.pushes if push.person == who] == [403, 200]


def test_a_busy_channel_is_waited_for_and_order_is_kept(called: Site) -> None:
    fakes, who = called.fakes, "em"
    fakes.faults.add("429", service=NAME, method="sendMessage", person=who, nth=(1, 3), seconds=1)
    fakes.faults.add("502", service=NAME, method="sendMessage", person=who, nth=(2,))
    for number in range(4):
        fakes.say(NAME, who, f"tin {number}")
    assert called.until_sent(who, NAME, 4) == [f"Đã nhận: tin {number}" for number in range(4)]
    assert fakes.faults.happened["429"] == 2 and fakes.faults.happened["502"] == 1
    fakes.faults.clear()


def test_a_chat_that_has_to_wait_holds_up_nobody(called: Site) -> None:
    fakes = called.fakes
    fakes.faults.add("429", service=NAME, method="sendMessage", person="nhi", seconds=60)
    fakes.say(NAME, "nhi", "nhanh quá")
    until(lambda: fakes.faults.happened["429"], "the refusal", 30)
    fakes.say(NAME, "oanh", "xin chào")
    assert called.until_sent("oanh", NAME, 1) == ["Đã nhận: xin chào"]
    assert called.texts("nhi", NAME) == []
    fakes.faults.clear()


def test_who_blocked_the_bot_costs_one_try(called: Site) -> None:
    fakes, who = called.fakes, "giang"
    fakes.say(NAME, who, "xin chào")
    called.until_sent(who, NAME, 1)
    fakes.telegram.calls.blocked.add(who)
    fakes.say(NAME, who, "có ai không?")
    conversation = f"telegram-{fakes.people.named(who).telegram}"

    def outcomes() -> list[tuple[str, str | None]]:
        query = select(outbox_table).where(outbox_table.c.conversation == conversation).order_by(outbox_table.c.id)
        with reading(called.running.engine) as connection:
            return [(row.status, row.error) for row in connection.execute(query).all()]

    until(lambda: outcomes() == [("sent", None), ("dead", "gone Forbidden")], "the end of it", 30)


def test_no_log_holds_the_token(called: Site) -> None:
    logs = "".join(path.read_text() for path in called.running.var.glob("*.log"))
    assert "fake-telegram-token" not in logs and "xin chào" not in logs


def test_who_has_no_public_address_asks(asked: Site) -> None:
    fakes, who = asked.fakes, "an"
    fakes.telegram.set_webhook("http://127.0.0.1:9/somewhere-else", "x")
    until(lambda: fakes.telegram.push.url == "", "the webhook taken away", 60)
    for number in range(3):
        fakes.say(NAME, who, f"tin {number}")
    assert asked.until_sent(who, NAME, 3) == [f"Đã nhận: tin {number}" for number in range(3)]
    fakes.say(NAME, who, "Lệ phí", kind="button")
    assert asked.until_sent(who, NAME, 4)[-1] == "Đã nhận: #mot:fee"
    until(lambda: not fakes.telegram.calls.queries, "answered presses", 10)
    until(lambda: fakes.telegram.waiting == 0, "confirmed updates", 40)


def pollers(running: Running) -> list[int]:
    return [process.pid for process in running.ours() if process.cmdline()[-1] == "poller"]


def test_a_killed_poller_loses_and_repeats_nothing(asked: Site) -> None:
    fakes, who = asked.fakes, "binh"
    fakes.say(NAME, who, "tin 0")
    asked.until_sent(who, NAME, 1)
    (pid,) = pollers(asked.running)
    os.kill(pid, signal.SIGKILL)
    until(lambda: not alive(pid), "its end", 10)
    fakes.say(NAME, who, "tin 1")
    asked.start("poller")
    assert asked.until_sent(who, NAME, 2) == ["Đã nhận: tin 0", "Đã nhận: tin 1"]
    with reading(asked.running.engine) as connection:
        assert len(connection.execute(select(inbox_table.c.id)).all()) == 2


def test_of_two_pollers_one_asks_and_the_other_takes_over(asked: Site) -> None:
    fakes, who = asked.fakes, "chi"
    fakes.say(NAME, who, "tin 0")
    asked.until_sent(who, NAME, 1)
    (first,) = pollers(asked.running)
    second = asked.start("poller")
    until(lambda: len(pollers(asked.running)) == 2, "a second poller", 20)
    fakes.say(NAME, who, "tin 1")
    asked.until_sent(who, NAME, 2)
    assert not [call for call in fakes.log.calls if call.outcome == "409"]
    os.kill(first, signal.SIGKILL)
    fakes.say(NAME, who, "tin 2")
    assert asked.until_sent(who, NAME, 3) == ["Đã nhận: tin 0", "Đã nhận: tin 1", "Đã nhận: tin 2"]
    second.send_signal(signal.SIGTERM)
    assert second.wait(20) == 0


def test_it_heard_what_was_meant(called: Site) -> None:
    fakes = called.fakes
    fakes.say(NAME, "hoa", kind="location", latitude=10.77, longitude=106.69)
    called.until_sent("hoa", NAME, 1)
    place = Event(EventKind.LOCATION, latitude=10.77, longitude=106.69)
    assert (f"telegram-{fakes.people.named('hoa').telegram}", "", place) in called.heard
