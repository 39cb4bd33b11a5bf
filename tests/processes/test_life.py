"""The real processes with the real model: start, death of each, a database that goes away. Nothing is lost.

Loading a model takes seconds, so one gateway and one parent a database serve all these tests.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy.engine import make_url

from bot.clock import utc_now
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.status import Status
from bot.store.demo import load_demo
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from connectors.sms import FILE
from tests.conftest import DATABASES
from tests.support.databases import Postgres
from tests.support.running import Running, alive, children, halted, report, until

HELLO = "xin chào"


class Site:
    """What runs now; a test that kills something puts the next one here."""

    def __init__(self, running: Running, server: Postgres) -> None:
        self.running = running
        self.server = server
        self.gateway: subprocess.Popen[bytes] = running.program("gateway")
        self.parent: subprocess.Popen[bytes] = running.program("workers")
        self.page_seconds = until(running.answers, "the page")
        cpu = psutil.Process(self.gateway.pid).cpu_times()
        self.page_cpu_seconds = cpu.user + cpu.system
        self.person = httpx.Client(base_url=running.page)
        self.person.get("/")
        self.workers_at_first_message = len(children(self.parent))
        self.taken = [self.write(HELLO) for _ in range(3)]
        self.done_at_first_message = running.done()
        until(lambda: len(children(self.parent)) == 2 and running.pending() == 0, "the first answers")

    def write(self, text: str) -> int:
        """Send a message from the page, which does not wait for the answer."""
        response = self.person.post("/messages", json={"id": os.urandom(6).hex(), "text": text})
        assert response.status_code == 202, response.text
        return int(response.json()["id"])

    def answer(self, text: str) -> str:
        """The answer on the page, as soon as it is there."""
        self.write(text)
        until(lambda: not self.person.get("/messages").json()["waiting"], "an answer")
        return str(self.person.get("/messages").json()["lines"][-1]["html"])


@pytest.fixture(scope="module", params=DATABASES)
def site(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: Postgres,
    secrets: dict[str, str],
    model: Path,
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    url = f"sqlite:///{folder / 'motcua.db'}" if request.param == "sqlite" else postgres_server.new()
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    running = Running(folder, url, secrets, model.parent)
    try:
        site = Site(running, postgres_server)
        yield site
        site.person.close()
    finally:
        running.stop()


def crowd(site: Site, people: int = 12, each: int = 4) -> list[int]:
    """Messages of many people at once."""
    name = os.urandom(4).hex()
    return [site.running.accept(HELLO, f"{name}-{person}") for _ in range(each) for person in range(people)]


def test_the_page_is_there_and_takes_messages_before_the_model_is_loaded(site: Site) -> None:
    report(f"page after {site.page_seconds:.2f} s ({site.page_cpu_seconds:.2f} s of one core)")
    # Wall time is another's where the machine is busy; a core's seconds are ours.
    assert site.page_cpu_seconds < 3
    assert (site.workers_at_first_message, site.done_at_first_message) == (0, 0)
    site.running.check_answers(site.taken)


def test_it_becomes_ready_and_answers(site: Site) -> None:
    until(site.running.ready, "ready")
    assert site.running.ask(HELLO)[0]["custom"]["kind"] == "smalltalk"  # type: ignore[index]
    status = httpx.get(f"{site.running.operations}/status").json()
    assert status["workers"] == 2
    assert status["inbox_pending"] == status["inbox_dead"] == 0


def test_all_workers_are_killed_in_the_middle_of_many_conversations(site: Site) -> None:
    before = set(children(site.parent))
    numbers = crowd(site)
    already = site.running.done()
    until(lambda: site.running.done() > already, "some answers")
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    killed = site.running.done()
    report(f"answered again after {until(lambda: site.running.done() > killed + 2, 'an answer'):.2f} s")
    until(lambda: site.running.pending() == 0, "all answers")
    site.running.check_answers(numbers)
    # The first to be replaced may have answered everything before the second is there.
    until(lambda: len(set(children(site.parent)) - before) == 2, "two new workers", 20)
    assert not before & set(children(site.parent))


def test_one_worker_is_killed_with_a_message_in_hand(site: Site) -> None:
    """Stopped first, so that it surely holds one; the lease of 30 s must not be waited for."""
    victim = children(site.parent)[0]
    numbers = crowd(site, people=30, each=2)
    until(lambda: site.running.pending() < 55, "some answers")
    os.kill(victim, signal.SIGKILL)
    took = until(lambda: site.running.pending() == 0, "all answers", 25)
    report(f"all answered after {took:.2f} s")
    site.running.check_answers(numbers)


def test_the_gateway_is_killed_with_accepted_messages(site: Site) -> None:
    with halted(children(site.parent)):
        numbers = [site.write(f"{HELLO} {number}") for number in range(5)]
        site.gateway.kill()
        site.gateway.wait()
        assert site.running.pending() == 5
    until(lambda: site.running.pending() == 0, "all answers")
    site.running.check_answers(numbers)
    site.gateway = site.running.program("gateway")
    until(site.running.answers, "the page")
    lines = site.person.get("/messages").json()
    assert not lines["waiting"]
    assert [line["who"] for line in lines["lines"]][-10:] == ["citizen", "assistant"] * 5


def test_the_database_goes_away_for_some_seconds(site: Site) -> None:
    url = make_url(site.running.url)
    numbers = crowd(site)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(url.database), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(4)
        connection.execute("COMMIT")
        connection.close()
    else:
        for _ in range(20):
            site.server.end_connections(site.running.url)
            time.sleep(0.1)
    until(lambda: site.running.pending() == 0, "all answers", 25)
    site.running.check_answers(numbers)
    assert site.running.ask(HELLO)[0]["custom"]["kind"] == "smalltalk"  # type: ignore[index]


def test_who_asks_while_the_database_is_away_is_told_or_answered(site: Site) -> None:
    """Accepted and answered, or refused with a reason: never a silent loss."""
    if make_url(site.running.url).get_backend_name() == "sqlite":
        numbers = [site.write(HELLO)]
    else:
        stop = threading.Event()

        def cut() -> None:
            while not stop.is_set():
                site.server.end_connections(site.running.url)

        thread = threading.Thread(target=cut)
        thread.start()
        bodies = [{"id": os.urandom(6).hex(), "text": HELLO} for _ in range(20)]
        responses = [site.person.post("/messages", json=body, timeout=30) for body in bodies]
        stop.set()
        thread.join()
        assert {response.status_code for response in responses} <= {202, 503}
        assert all(response.json()["error"] for response in responses if response.status_code == 503)
        again = [site.person.post("/messages", json=body, timeout=30) for body in bodies]
        assert {response.status_code for response in again} == {202}
        ids = [response.json()["id"] for response in (*responses, *again) if response.status_code == 202]
        numbers = sorted({int(number) for number in ids if number})
        assert len(numbers) <= 20
    until(lambda: site.running.pending() == 0, "all answers", 40)
    site.running.check_answers(numbers)


def test_the_parent_is_killed_and_its_workers_serve_until_the_next_ones_are_ready(site: Site) -> None:
    orphans = children(site.parent)
    site.parent.kill()
    site.parent.wait()
    site.running.check_answers([_answered(site)])
    assert all(alive(pid) for pid in orphans)
    site.parent = site.running.program("workers")
    served = 0
    while not children(site.parent):
        assert all(alive(pid) for pid in orphans), "a worker left before its successor was there"
        served += bool(_answered(site))
    assert served > 0
    until(lambda: not any(map(alive, orphans)), "the old workers leave", 20)
    assert len(children(site.parent)) == 2
    site.running.check_answers([_answered(site)])


def test_a_new_model_is_taken_over_while_people_are_served(site: Site) -> None:
    before, numbers, slowest = set(children(site.parent)), [], 0.0
    os.kill(site.parent.pid, signal.SIGHUP)
    while before & set(children(site.parent)):
        started = time.monotonic()
        numbers.append(_answered(site))
        slowest = max(slowest, time.monotonic() - started)
    report(f"{len(numbers)} messages meanwhile, the slowest answer after {slowest:.2f} s")
    assert len(numbers) > 3
    assert site.parent.poll() is None
    assert len(children(site.parent)) == 2
    site.running.check_answers(numbers)


def _answered(site: Site) -> int:
    """A message and the wait for its answer."""
    number = site.running.accept(HELLO, os.urandom(4).hex())
    until(lambda: site.running.pending() == 0, "an answer", 20)
    return number


def test_a_dossier_is_opened_by_a_one_time_code_and_no_metric_or_log_tells_whose(site: Site) -> None:
    running = site.running
    load_demo(running.engine, running.keys, utc_now())
    mine = next(dossier for dossier in demo_dossiers(utc_now()) if dossier.status is Status.IN_PROGRESS)
    who = f"tôi là {mine.applicant_name}, căn cước 099123456789"
    assert "đang được" not in site.answer(f"{who}, hồ sơ {mine.code} tới đâu rồi")
    site.answer("gửi mã")
    file = running.var / FILE
    until(lambda: file.exists() and file.read_text().endswith("\n"), "the code")
    code = re.findall(r"(?<!\d)\d{6}(?!\d)", file.read_text())[-1]
    running.codes.append(code)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert "đang được" not in site.answer(wrong)
    assert "đang được" in site.answer(code)
    running.check_told(f"{who} {file.read_text()}")


def test_the_logs_hold_no_word_of_a_citizen(site: Site) -> None:
    logs = "".join(path.read_text() for path in site.running.var.glob("*.log"))
    assert "workers are ready" in logs
    assert HELLO not in logs


def test_the_parent_ends_its_workers_and_itself(site: Site) -> None:
    numbers = crowd(site, people=4, each=2)
    workers = children(site.parent)
    site.parent.terminate()
    assert site.parent.wait(15) == 0
    assert not any(map(alive, workers))
    assert list((site.running.var / "workers").iterdir()) == []
    site.gateway.terminate()
    assert site.gateway.wait(15) == 0
    assert site.running.ours() == []
    done = site.running.done()
    assert site.running.pending() + done >= len(numbers)
