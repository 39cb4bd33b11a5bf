"""Two gateways, two parents of workers and two senders on one PostgreSQL; one of each dies while people write."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.chaos import SERVICES, give_access, look, write
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes
from tests.support.databases import Postgres
from tests.support.running import Running, until

PROGRAMS = ("gateway", "workers", "sender")
PEOPLE = 30
MESSAGES = 120


class Place:
    """A machine: its own folder and ports, and one process of each kind."""

    def __init__(self, folder: Path, url: str, secrets: dict[str, str], models: Path, more: dict[str, str]) -> None:
        folder.mkdir()
        self.running = Running(folder, url, secrets, models)
        self.running.environment |= more | {"MOTCUA_WORKERS": "1"}
        self.programs: dict[str, subprocess.Popen[bytes]] = {name: self.running.program(name) for name in PROGRAMS}

    def is_ready(self) -> bool:
        return self.running.ready() and any((self.running.var / "workers").glob("*"))

    def stop(self) -> None:
        self.running.stop()
        for process in self.programs.values():
            process.wait()


@pytest.fixture
def fakes() -> Fakes:
    """Every tenth event comes twice, and Telegram wants patience now and then."""
    fakes = Fakes(seed=7, scale=0.01)
    fakes.faults.add(fault="duplicate", share=0.1)
    fakes.faults.add(fault="429", method="sendMessage", share=0.05, seconds=1.0)
    return fakes


@pytest.fixture
def places(
    fakes: Fakes, tmp_path: Path, postgres_server: Postgres, secrets: dict[str, str], model: Path
) -> Iterator[tuple[Place, Place]]:
    url = postgres_server.new()
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    with serving(fakes) as address, ExitStack() as stack:
        more = {f"MOTCUA_{name.upper()}": str(value) for name, value in fakes.settings(address).items()}
        more["MOTCUA_TELEGRAM_CHAT_SECONDS"] = "0"
        both = [Place(tmp_path / name, url, secrets, model.parent, more) for name in ("one", "two")]
        for place in both:
            stack.callback(place.stop)
        until(lambda: all(place.is_ready() for place in both), "both machines")
        yield both[0], both[1]


def test_one_of_each_dies_and_nobody_notices(fakes: Fakes, places: tuple[Place, Place]) -> None:
    one, two = places
    running = one.running
    give_access(fakes, running.engine, running.keys)
    for service, place in zip(SERVICES, places, strict=True):
        fakes.pushers[service].url = f"{place.running.page}/webhooks/{service}"
    write(fakes, MESSAGES // 2, PEOPLE, 60)
    for name in PROGRAMS:
        one.programs[name].kill()
    # What balances the load sends everything to the gateway that answers.
    fakes.aim(two.running.page)
    write(fakes, MESSAGES, PEOPLE, 60, first=MESSAGES // 2)
    until(lambda: not any(pusher.waiting for pusher in fakes.pushers.values()), "the webhooks")
    until(lambda: running.pending() == 0, "the answers")
    until(lambda: len({(sent.person, sent.text) for sent in fakes.log.sent}) >= MESSAGES, "the replies")
    found = look(fakes, running.engine, running.keys, MESSAGES, PEOPLE, causes=len(PROGRAMS))
    assert found[:6] == (0, 0, 0, 0, 0, 0), found
    assert found.doubled <= found.doubts
