"""``motcua run --channels``: one command, and a person is answered on Zalo, by a Zalo bot and on Telegram."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench.servers import free_port
from bot.clock import utc_now
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.status import Status
from bot.settings import Settings, SettingsError, read_settings
from connectors.fakes.zns import OTP_TEMPLATE
from processes.fakes import pointed
from tests.support.running import Running, until

MOTCUA = "from processes.cli import main; main()"
SERVICES = ("zalo", "zalobot", "telegram")


@pytest.fixture
def running(tmp_path: Path, secrets: dict[str, str], model: Path) -> Iterator[Running]:
    running = Running(tmp_path, f"sqlite:///{tmp_path / 'motcua.db'}", secrets, model.parent)
    running.environment |= {"MOTCUA_FAKES_PORT": str(free_port()), "MOTCUA_ZALO_OTP_TEMPLATE": OTP_TEMPLATE}
    yield running
    running.stop()


def test_every_address_leads_to_the_stand_ins() -> None:
    settings = read_settings(dict(pointed(Settings(fakes_port=8123))))
    assert set(settings.messengers) == set(SERVICES)
    addresses = [settings.zalo_api_url, settings.zalo_oauth_url, settings.zalo_zns_url, settings.zalobot_url]
    assert all(address.startswith("http://127.0.0.1:8123/") for address in [*addresses, settings.telegram_url])


def test_production_has_no_stand_ins() -> None:
    with pytest.raises(SettingsError, match="not with MOTCUA_MODE=production"):
        pointed(Settings(mode="production"))


def test_a_person_is_answered_on_every_channel(running: Running) -> None:
    command = running.start("-c", MOTCUA, "run", "--channels")
    fakes = httpx.Client(base_url=f"http://127.0.0.1:{running.environment['MOTCUA_FAKES_PORT']}", trust_env=False)

    def sent() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = fakes.get("/_fake/sent").json()["sent"]
        return rows

    def is_there() -> bool:
        try:
            return fakes.get("/").status_code == 200
        except httpx.TransportError:
            return False

    until(is_there, "the page of the stand-ins")
    until(running.ready, "ready")
    for service in SERVICES:
        said = {"service": service, "person": "an", "text": "lệ phí đăng ký kết hôn"}
        assert fakes.post("/_fake/say", json=said).status_code == 200
    until(lambda: {row["service"] for row in sent()} >= set(SERVICES), "three answers")
    assert all("1.000894" in row["text"] and row["times"] == 1 for row in sent())
    _open_by_code(running, fakes, sent)
    command.send_signal(signal.SIGTERM)
    command.wait(40)
    assert running.ours() == []
    assert str(fakes.base_url).rstrip("/") in (running.var / "--channels.log").read_text()
    fakes.close()


def _open_by_code(running: Running, fakes: httpx.Client, sent: Callable[[], list[dict[str, Any]]]) -> None:
    """On Zalo, with a one-time code that Zalo's notification service brings; nothing of it stays behind."""
    mine = next(dossier for dossier in demo_dossiers(utc_now()) if dossier.status is Status.IN_PROGRESS)
    who = f"tôi là {mine.applicant_name}, căn cước 099123456789"

    def say(text: str) -> dict[str, Any]:
        before = len(sent())
        assert fakes.post("/_fake/say", json={"service": "zalo", "person": "an", "text": text}).status_code == 200
        until(lambda: any(row["service"] == "zalo" for row in sent()[before:]), "an answer")
        return next(row for row in sent()[before:] if row["service"] == "zalo")

    say(f"{who}, hồ sơ {mine.code} tới đâu rồi")
    say("gửi mã")
    until(lambda: any(row["service"] == "zns" for row in sent()), "the code")
    code = next(row["content"]["otp"] for row in sent() if row["service"] == "zns")
    running.codes.append(code)
    assert "đang được" in say(code)["text"]
    assert "motcua_zns_total" in httpx.get(f"{running.operations}/metrics").text
    running.check_told(f"{who} {code}")
