"""Over real HTTP: subscribed on the page, changed by a file or in a system that is asked, read on the page."""

from __future__ import annotations

import datetime as dt
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import uvicorn
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from bot.clock import utc_now
from bot.dialogue.agent import Assistant
from bot.dossiers.notices import next_morning
from bot.dossiers.status import Status
from bot.settings import Settings
from bot.store.exports import take
from bot.store.secrets import Keys
from processes.cli import main
from processes.fake_dossiers import FakeDossiers, Fault
from processes.scheduler import Scheduler
from tests.dossiers.examples import at, dossier
from tests.support.running import until
from tests.support.service import Service, serving

CODE, TOKEN = "H37.99.99-261118-0001", "mot-ma-de-thu"
OPEN = dossier(due_at=None)
READY: dict[str, Any] = {"status": Status.COMPLETED, "finished_at": at("2026-11-20 10:00"), "due_at": None}
HEAD = "Số hồ sơ,Tên thủ tục,Chủ hồ sơ,Số điện thoại,Trạng thái,Ngày cập nhật"


def say(service: Service, text: str) -> str:
    """The answer. The scheduler's clock is ahead, so it need not be the last line."""
    sent = service.client.post("/messages", json={"id": os.urandom(6).hex(), "text": text})
    assert sent.status_code == 202
    until(lambda: not lines(service)["waiting"], "an answer")
    answers = [line for line in lines(service)["lines"] if line["who"] == "assistant"]
    return str(max(answers, key=lambda line: int(line["id"][1:]))["html"])


def lines(service: Service) -> dict[str, Any]:
    return dict(service.client.get("/messages").json())


def subscribe(service: Service) -> None:
    service.client.get("/")
    assert "đang được" in say(service, f"hồ sơ {CODE} mã tra cứu 7K2M")
    assert "em sẽ báo anh/chị" in say(service, "co gi bao e nha")


class Noon:
    """The scheduler's clock: a day in Vietnam that comes after what the worker wrote."""

    def __init__(self) -> None:
        self.now = next_morning(utc_now()) + dt.timedelta(hours=3)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def noon() -> Noon:
    return Noon()


def test_a_file_is_imported_and_the_page_tells(
    engine: Engine,
    keys: Keys,
    settings: Settings,
    assistant: Assistant,
    noon: Noon,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take(engine, keys, [OPEN], "test", utc_now())
    for name in ("database_url", "encryption_keys", "identity_key", "var"):
        monkeypatch.setenv(f"MOTCUA_{name.upper()}", getattr(settings, name))
    path = tmp_path / "hs.csv"
    path.write_text(f"{HEAD}\n{CODE},Tách hộ,NGUYỄN VĂN A,0900000012,Đã xử lý xong,21/11/2026 08:00\n")
    with serving(settings, assistant) as service:
        subscribe(service)
        scheduler = Scheduler(settings, noon)
        before = len(lines(service)["lines"])
        assert scheduler.tick() == 0
        imported = CliRunner().invoke(main, ["dossiers", "import", str(path)])
        assert imported.exit_code == 0, imported.output
        assert [scheduler.tick(), scheduler.tick()] == [1, 0]
        page = lines(service)
        assert len(page["lines"]) == before + 1 and not page["waiting"]
        assert "H37…0001 của N*** V** A đã có kết quả" in page["lines"][-1]["html"]
        assert "đã có kết quả" in service.client.get("/").text
        assert "dừng báo về hồ sơ" in say(service, "dừng báo")
        handed_out = {
            "status": Status.RETURNED,
            "returned_at": at("2026-11-22 12:00"),
            "updated_at": at("2026-11-22 12:00"),
        }
        take(engine, keys, [dossier(**{**READY, **handed_out})], "test", noon.now)
        assert scheduler.tick() == 0
        scheduler.close()


@pytest.fixture
def system() -> Iterator[tuple[FakeDossiers, str]]:
    fake = FakeDossiers([OPEN], TOKEN)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(fake.app, log_level="critical", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until(lambda: server.started, "the system")
        yield fake, f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_a_system_is_asked_gently_and_the_page_tells(
    settings: Settings,
    assistant: Assistant,
    noon: Noon,
    system: tuple[FakeDossiers, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Half hours pass by the clock of the test only.
    monkeypatch.setattr("bot.remote.dossiers.LEFT_ALONE_SECONDS", 0.0)
    fake, url = system
    settings = msgspec.structs.replace(settings, dossiers_url=url, dossiers_token=TOKEN)
    with serving(settings, assistant) as service:
        subscribe(service)
        scheduler = Scheduler(settings, noon)
        scheduler.tick()
        fake.asked.clear()
        assert [scheduler.tick() for _ in range(5)] == [0] * 5 and fake.asked == []
        fake.dossiers[CODE] = dossier(**READY)
        fake.faults = [Fault(503)] * 3
        noon.now += dt.timedelta(minutes=31)
        assert scheduler.tick() == 0 and len(fake.asked) == 3
        noon.now += dt.timedelta(minutes=31)
        assert [scheduler.tick(), scheduler.tick()] == [1, 0]
        assert "đã có kết quả" in lines(service)["lines"][-1]["html"]
        scheduler.close()
