"""Short messages leave once, to the right phone, and nothing of them stays."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.settings import Settings
from bot.store.proofs import send_sms
from bot.store.secrets import Keys
from bot.store.sms import LEASE, Sms
from bot.store.work import Work
from bot.texts import say
from connectors.sms import ConsoleSender, FileSender, HttpSender, Sender, deliver, open_sender
from connectors.zalo.zns import ZnsSender
from tests.support.messages import NOW, counts
from tests.support.sms import TOKEN, FakeSmsGateway

TEXT = say("talk", "sms", code="123456")
URL = "https://sms.example/send"


@pytest.fixture
def gateway() -> FakeSmsGateway:
    return FakeSmsGateway()


@pytest.fixture
def sender(gateway: FakeSmsGateway) -> HttpSender:
    return HttpSender(URL, TOKEN, gateway.client)


def queue(engine: Engine, keys: Keys, phone: str = "0900000012") -> None:
    work = Work(engine, keys, "web-1", NOW)
    send_sms(work, phone, TEXT)
    work.commit()


def test_a_message_is_sent_once_and_forgotten(
    engine: Engine, keys: Keys, gateway: FakeSmsGateway, sender: Sender
) -> None:
    queue(engine, keys, "+84 900 000 012")
    assert deliver(engine, keys, sender, NOW) == 1
    assert deliver(engine, keys, sender, NOW) == 0
    assert gateway.sent == [("0900000012", TEXT)]
    assert counts(engine)["sms"] == 0


@pytest.mark.parametrize("phone", ["", "12", "abc"])
def test_one_to_nobody_goes_nowhere(
    engine: Engine, keys: Keys, gateway: FakeSmsGateway, sender: Sender, phone: str
) -> None:
    queue(engine, keys, phone)
    assert deliver(engine, keys, sender, NOW) == 1
    assert gateway.sent == [] and counts(engine)["sms"] == 0


def test_a_refused_one_is_tried_again_after_its_lease(
    engine: Engine, keys: Keys, gateway: FakeSmsGateway, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    queue(engine, keys)
    gateway.refuse = 500
    assert deliver(engine, keys, sender, NOW) == 0
    gateway.refuse = None
    assert deliver(engine, keys, sender, NOW) == 0
    assert deliver(engine, keys, sender, NOW + LEASE + dt.timedelta(seconds=1)) == 1
    assert len(gateway.sent) == 1
    assert "status 500" in caplog.text
    assert "0900000012" not in caplog.text and "123456" not in caplog.text


def test_after_three_tries_or_five_minutes_it_is_given_up(
    engine: Engine, keys: Keys, gateway: FakeSmsGateway, sender: Sender
) -> None:
    gateway.refuse = 503
    queue(engine, keys)
    for attempt in range(4):
        deliver(engine, keys, sender, NOW + attempt * 2 * LEASE)
    assert counts(engine)["sms"] == 0
    gateway.refuse = None
    queue(engine, keys)
    deliver(engine, keys, sender, NOW + dt.timedelta(minutes=6))
    assert gateway.sent == [] and counts(engine)["sms"] == 0


def test_what_one_sender_has_in_hand_another_leaves_alone(
    engine: Engine, keys: Keys, gateway: FakeSmsGateway, sender: Sender
) -> None:
    queue(engine, keys)

    class Meanwhile:
        def send(self, phone: str, text: str) -> None:
            assert deliver(engine, keys, sender, NOW) == 0

    assert deliver(engine, keys, Meanwhile(), NOW) == 1
    assert gateway.sent == []


def test_a_gateway_that_does_not_answer_is_no_error(engine: Engine, keys: Keys) -> None:
    queue(engine, keys)
    assert deliver(engine, keys, HttpSender("http://127.0.0.1:9/", TOKEN), NOW) == 0


def test_the_demos_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    sender = FileSender(tmp_path / "var" / "codes.txt")
    sender.send("0900000012", TEXT)
    sender.send("0900000013", TEXT)
    file = tmp_path / "var" / "codes.txt"
    assert file.read_text(encoding="utf-8").splitlines() == [f"0900000012\t{TEXT}", f"0900000013\t{TEXT}"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_terminal_shows_it() -> None:
    shown: list[str] = []
    ConsoleSender(shown.append).send("0900000012", TEXT)
    assert shown == [f"[SMS 0900000012] {TEXT}"]


def test_which_sender_the_settings_name(engine: Engine, keys: Keys) -> None:
    production = Settings(mode="production")
    assert isinstance(open_sender(Settings(), engine, keys), FileSender)
    assert isinstance(open_sender(Settings(sms_url=URL), engine, keys), HttpSender)
    assert open_sender(production, engine, keys) is None and not production.one_time_codes
    zns = Settings(mode="production", zalo_app_id="1", zalo_otp_template="2")
    assert isinstance(open_sender(zns, engine, keys), ZnsSender) and zns.one_time_codes
    assert Settings(mode="production", sms_url=URL).one_time_codes


def test_a_message_in_a_traceback_shows_nothing() -> None:
    assert repr(Sms(7, "0900000012", TEXT)) == "Sms(7)"
