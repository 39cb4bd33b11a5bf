"""From a person's telephone and back: stand-in, webhook or poller, inbox, worker, outbox, sender, stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import DATABASES
from tests.support.bots import Site, new_url, site
from tests.support.databases import Postgres
from tests.support.running import until

NAME = "zalobot"
ANSWER = "Đã nhận: {}\n\nAnh/chị có thể nhắn tiếp: “Lệ phí”, “Đủ giấy tờ”."


@pytest.fixture(params=DATABASES)
def asked(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: Postgres, secrets: dict[str, str]
) -> Iterator[Site]:
    url = new_url(request.param, tmp_path, postgres_server)
    with site(tmp_path, url, secrets, (NAME,), ("sender", "poller"), zalobot_polling="true") as there:
        yield there


@pytest.fixture(params=DATABASES)
def called(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: Postgres, secrets: dict[str, str]
) -> Iterator[Site]:
    url = new_url(request.param, tmp_path, postgres_server)
    with site(tmp_path, url, secrets, (NAME,), ("gateway", "sender")) as there:
        yield there


def test_a_talk_by_webhook(called: Site) -> None:
    fakes, who = called.fakes, "an"
    fakes.say(NAME, who, "xin chào")
    assert called.until_sent(who, NAME, 1) == [ANSWER.format("xin chào")]
    fakes.zalobot.wrapped = True
    fakes.faults.add("duplicate", service=NAME)
    fakes.faults.add("502", service=NAME, method="sendMessage", times=1)
    fakes.say(NAME, who, kind="voice")
    fakes.say(NAME, who, "/restart")
    assert called.until_sent(who, NAME, 3)[1:] == [ANSWER.format("[voice]"), ANSWER.format("restart")]
    fakes.idle()
    assert len(called.texts(who, NAME)) == 3
    logs = "".join(path.read_text() for path in called.running.var.glob("*.log"))
    assert "fake-zalo-bot-token" not in logs and "xin chào" not in logs


def test_a_talk_by_asking(asked: Site) -> None:
    fakes, who = asked.fakes, "an"
    for number in range(4):
        fakes.say(NAME, who, f"tin {number}")
    assert asked.until_sent(who, NAME, 4) == [ANSWER.format(f"tin {number}") for number in range(4)]
    until(lambda: len(asked.heard) == 4, "four messages", 5)
