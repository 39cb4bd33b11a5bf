"""Nothing of a person stands in any log line, error or output of a run, with every logger at its most talkative."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.testclient import TestClient

from bot.dialogue.agent import Assistant
from bot.settings import Settings
from bot.store.dossiers import store_dossiers
from bot.store.engine import open_engine, writing
from bot.store.migrate import migrate
from bot.store.secrets import Keys
from bot.store.sms import take
from bot.texts import say
from connectors.app import public_app
from connectors.gateway import Gateway
from connectors.sms import HttpSender, deliver
from tests.dossiers.examples import dossier
from tests.support.asking import Asker
from tests.support.personal import leaks_in, leaks_of
from tests.support.sms import TOKEN, FakeSmsGateway

NAME, PHONE, IDENTITY, LOOK_UP_CODE = "ĐOÀN KIỂM THỬ KÍN", "0900000098", "099190000098", "Q9Z8"
SECRET = dossier(code="H37.99.99-261118-0098", applicant_name=NAME, phone=PHONE, look_up_code=LOOK_UP_CODE)


@pytest.fixture
def talkative(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Engine]:
    """A database opened while everything is logged, SQLAlchemy's statements too."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    engine = open_engine(f"sqlite:///{tmp_path / 'motcua.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


def look_up(engine: Engine, keys: Keys) -> list[str]:
    """Every way to the dossier, and every way to fail; the one-time codes that were sent."""
    asker, gateway = Asker(engine, keys), FakeSmsGateway()
    sender = HttpSender("https://sms.example/send", TOKEN, gateway.client)
    for said in (f"tôi là {NAME}, căn cước {IDENTITY}", SECRET.code, "999", "AAAA", "gửi mã"):
        asker.say(said)
    gateway.refuse = 500
    deliver(engine, keys, sender, asker.clock)
    gateway.refuse = None
    asker.wait(minutes=1)
    asker.say("gửi mã")
    deliver(engine, keys, sender, asker.clock)
    codes = [code for _, body in gateway.sent for code in re.findall(r"\d{6}", body)]
    codes += [code for message in take(engine, keys, asker.clock) for code in re.findall(r"\d{6}", message.text)]
    asker.say(codes[0])
    asker.say(f"{SECRET.code} mã tra cứu {LOOK_UP_CODE}, điện thoại {PHONE}")
    return codes


def break_the_database(engine: Engine, keys: Keys) -> str:
    """What an error says when a table is gone in the middle of a look-up."""
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE throttles"))
    with pytest.raises(SQLAlchemyError) as raised:
        Asker(engine, keys, "web-2").say(f"{SECRET.code} mã tra cứu {LOOK_UP_CODE}")
    logging.getLogger("of an operator").error("it failed", exc_info=raised.value)
    return str(raised.value)


def test_no_log_line_holds_a_name_phone_identity_or_code(
    talkative: Engine, keys: Keys, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    store_dossiers(talkative, keys, [SECRET])
    codes = look_up(talkative, keys)
    assert codes
    error = break_the_database(talkative, keys)
    output = "".join(capfd.readouterr())
    logged = "\n".join([caplog.text, error, output])
    assert len(caplog.records) > 100 and "throttles" in logged
    planted = [NAME, PHONE, PHONE[1:], IDENTITY, LOOK_UP_CODE, *codes]
    assert [value for value in planted if value in logged] == []


@pytest.mark.parametrize("planted", [NAME, PHONE, PHONE[1:], IDENTITY, say("talk", "sms", code="123456")])
def test_what_is_looked_for_in_the_whole_run_is_found(planted: str, tmp_path: Path) -> None:
    """In a message, a traceback and a file: else ``nobody_in_the_logs`` would be content with anything."""
    error = (ValueError, ValueError(planted), None)
    for words, cause in ((planted, None), ("it failed", error)):
        assert leaks_of([logging.LogRecord("of us", logging.ERROR, "", 0, words, None, cause)])
    (tmp_path / "worker.log").write_text(f"it failed: {planted}\n", encoding="utf-8")
    assert leaks_in(tmp_path)


def test_the_gateways_requests_log_no_address(
    settings: Settings, caplog: pytest.LogCaptureFixture, engine: Engine
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway = Gateway(settings)
    client = TestClient(public_app(gateway), client=("203.0.113.7", 5000))
    sent = client.post("/messages", json={"id": "a", "text": f"tôi là {NAME}, {PHONE}"})
    gateway.close()
    assert sent.status_code == 202
    assert [value for value in (NAME, PHONE, "203.0.113.7") if value in caplog.text] == []


def test_the_whole_assistant_says_nothing_either(
    assistant: Assistant, talkative: Engine, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.support.talk import Talk

    store_dossiers(talkative, keys, [SECRET])
    talk = Talk(assistant, talkative, keys)
    logging.getLogger("rasa").setLevel(logging.WARNING)
    talk.say(f"hồ sơ {SECRET.code} mã tra cứu {LOOK_UP_CODE} của {NAME} {PHONE}")
    talk.say("gửi mã")
    assert [value for value in (NAME, PHONE, LOOK_UP_CODE) if value in caplog.text] == []
