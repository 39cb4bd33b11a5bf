"""`motcua telegram` and `motcua zalobot`: webhooks are set, and what the platforms say is shown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.settings import ROOT
from connectors.fakes import telegram as fake_telegram
from connectors.fakes import zalobot as fake_zalobot
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes
from connectors.telegram.updates import WANTED

PUBLIC = "https://motcua.example.vn"


@pytest.fixture
def fakes() -> Iterator[Fakes]:
    fakes = Fakes(seed=7)
    with serving(fakes):
        yield fakes


def motcua(fakes: Fakes, *command: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, with the settings of the stand-ins unless changed."""
    given = {
        f"MOTCUA_{n.upper()}": str(v) for n, v in fakes.settings(fakes.world.url).items() if "bot" in n or "tele" in n
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    code = "from processes.cli import main; main()"
    environment = {**kept, **given, **{f"MOTCUA_{name.upper()}": value for name, value in changed.items()}}
    line = [sys.executable, "-W", "ignore", "-c", code, *command]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("url", [PUBLIC, f"{PUBLIC}/", f"{PUBLIC}/webhooks/telegram"])
def test_telegram_is_told_whom_to_call(fakes: Fakes, url: str) -> None:
    ended = motcua(fakes, "telegram", "webhook", url)
    assert ended.returncode == 0, ended.stderr
    assert fakes.telegram.push.url == f"{PUBLIC}/webhooks/telegram" and fakes.telegram.push.url in ended.stdout
    assert fakes.telegram.secret == fake_telegram.SECRET and fakes.telegram.allowed == WANTED


def test_what_telegram_says_is_shown(fakes: Fakes) -> None:
    fakes.say("telegram", "an", "xin chào")
    said = motcua(fakes, "telegram", "info").stdout
    assert "bot: @motcua_fake_bot\n" in said and "webhook: none\n" in said and "updates waiting: 1\n" in said


def test_the_zalo_bot_platform_is_told_whom_to_call(fakes: Fakes) -> None:
    ended = motcua(fakes, "zalobot", "webhook", PUBLIC)
    assert ended.returncode == 0, ended.stderr
    assert fakes.zalobot.push.url == f"{PUBLIC}/webhooks/zalobot"
    assert fakes.zalobot.secret == fake_zalobot.SECRET
    said = motcua(fakes, "zalobot", "info").stdout
    assert "bot: bot.motcua\n" in said and f"webhook: {PUBLIC}/webhooks/zalobot\n" in said


@pytest.mark.parametrize(
    ("command", "changed", "says"),
    [
        (["webhook", "http://motcua.example.vn"], {}, "cannot be called from outside"),
        (["webhook", PUBLIC], {"telegram_polling": "true"}, "MOTCUA_TELEGRAM_POLLING is on"),
        (["webhook", PUBLIC], {"telegram_token": ""}, "MOTCUA_TELEGRAM_TOKEN is not set"),
        (["webhook", PUBLIC], {"telegram_token": "7:synthetic-wrong"}, "Telegram refused: Unauthorized. Check MOTCUA_"),
        (["info"], {"telegram_url": "http://127.0.0.1:9"}, "Check MOTCUA_TELEGRAM_TOKEN"),
    ],
)
def test_an_error_names_cause_and_cure_without_the_token(
    fakes: Fakes, command: list[str], changed: dict[str, str], says: str
) -> None:
    ended = motcua(fakes, "telegram", *command, **changed)
    assert ended.returncode == 1 and says in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "synthetic-wrong" not in ended.stderr and "fake-telegram-token" not in ended.stderr


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"zalobot_token": "7:synthetic-wrong"}, "refused with code 401. Check MOTCUA_ZALOBOT_TOKEN"),
        ({"zalobot_url": "http://127.0.0.1:9"}, "ConnectError. Check MOTCUA_ZALOBOT_TOKEN"),
    ],
)
def test_so_it_is_with_the_zalo_bot(fakes: Fakes, changed: dict[str, str], says: str) -> None:
    ended = motcua(fakes, "zalobot", "info", **changed)
    assert ended.returncode == 1 and says in ended.stderr and "synthetic-wrong" not in ended.stderr
