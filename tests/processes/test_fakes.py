"""``motcua run --channels``: one command, and a person is answered on Zalo, by a Zalo bot and on Telegram."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings import Settings, SettingsError, read_settings
from processes.fakes import pointed
from tests.support.running import Running, free_port, until

MOTCUA = "from processes.cli import main; main()"
SERVICES = ("zalo", "zalobot", "telegram")


@pytest.fixture
def running(tmp_path: Path, secrets: dict[str, str], model: Path) -> Iterator[Running]:
    running = Running(tmp_path, f"sqlite:///{tmp_path / 'motcua.db'}", secrets, model.parent)
    running.environment["MOTCUA_FAKES_PORT"] = str(free_port())
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
    command.send_signal(signal.SIGTERM)
    command.wait(40)
    assert running.ours() == []
    assert str(fakes.base_url).rstrip("/") in (running.var / "--channels.log").read_text()
    fakes.close()
