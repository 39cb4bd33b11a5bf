"""The scheduler from an import to the outbox: alone, two at once, killed, with a clock that steps."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections import Counter

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.dossiers.dossier import Dossier
from bot.dossiers.notices import known
from bot.dossiers.status import Status
from bot.settings import ROOT, Settings
from bot.store import inbox, subscriptions
from bot.store.alone import alone
from bot.store.bell import bells, hang
from bot.store.engine import open_engine
from bot.store.exports import take
from bot.store.secrets import Keys
from bot.store.work import Work
from processes.scheduler import Scheduler
from processes.supervisor import programs
from tests.dossiers.examples import at, dossier
from tests.support.messages import counts, message
from tests.support.notices import Follower
from tests.support.running import until

DAY = dt.timedelta(days=1)
READY = {"status": Status.COMPLETED, "finished_at": at("2026-11-20 10:00"), "updated_at": at("2026-11-20 10:00")}
# A scheduler of its own process: it ticks quickly, and it is always the same morning.
PROCESS = """
import datetime as dt, processes.scheduler as scheduler
from bot.settings import read_settings
scheduler.TICK_SECONDS = 0.05
scheduler.Scheduler(read_settings(), lambda: dt.datetime.fromisoformat("2026-11-20T04:00:00+00:00")).run()
"""


class Clock:
    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def follower(engine: Engine, keys: Keys) -> Follower:
    follower = Follower(engine, keys)
    follower.follow()
    return follower


def test_an_import_reaches_the_page(follower: Follower, settings: Settings) -> None:
    bell = hang(bells(settings), "gateway-test")
    scheduler = Scheduler(settings, Clock(at("2026-11-20 11:00")))
    assert scheduler.tick() == 0
    follower.export(**READY)
    assert [scheduler.tick() for _ in range(3)] == [1, 0, 0]
    bell.setblocking(False)
    assert bell.recv(100) == b"web-1"
    bell.close()
    scheduler.close()
    assert "đã có kết quả" in follower.notices()[0].text


def test_a_new_scheduler_goes_on_where_the_last_one_ended(follower: Follower, settings: Settings) -> None:
    for _ in range(3):
        scheduler = Scheduler(settings, Clock(at("2026-11-20 11:00")))
        follower.export(**READY)
        scheduler.tick()
        scheduler.close()
    assert len(follower.rows()) == 1


def test_a_clock_that_steps_by_days_sends_nothing_twice(follower: Follower, settings: Settings) -> None:
    clock = Clock(at("2026-11-20 11:00"))
    scheduler = Scheduler(settings, clock)
    follower.export(**READY)
    for step in (0, 1, -1, 1, -2, 1, 0):
        clock.now += step * DAY
        scheduler.tick()
    scheduler.close()
    assert len(follower.rows()) == 1


def test_whoever_holds_the_lock_is_left_alone(follower: Follower, settings: Settings) -> None:
    follower.export(**READY)
    scheduler = Scheduler(settings, Clock(at("2026-11-20 11:00")))
    second = open_engine(settings.database)
    with alone(second, "scheduling"):
        assert scheduler.tick() == 0
    assert scheduler.tick() == 1
    scheduler.close()
    second.dispose()


def test_two_schedulers_at_once_tell_each_once(follower: Follower, settings: Settings) -> None:
    for person in range(40):
        follower.follow(f"web-{person}")
    follower.export(**READY)
    both = [Scheduler(settings, Clock(at("2026-11-20 11:00"))) for _ in range(2)]
    threads = [threading.Thread(target=lambda one=one: [one.tick() for _ in range(3)]) for one in both]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in both:
        one.close()
    assert Counter(row.conversation for row in follower.rows()) == Counter(f"web-{n}" for n in range(40))


def test_one_of_two_processes_is_killed_and_the_other_goes_on(
    follower: Follower, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"VAR": settings.var, "DATABASE_URL": settings.database_url}
    fields |= {"ENCRYPTION_KEYS": settings.encryption_keys, "IDENTITY_KEY": settings.identity_key}
    for name, value in fields.items():
        monkeypatch.setenv(f"MOTCUA_{name}", value)
    people = 60
    _many(follower, people)
    running = [subprocess.Popen([sys.executable, "-W", "ignore", "-c", PROCESS], cwd=ROOT) for _ in range(2)]
    try:
        _change(follower, range(people // 2))
        until(lambda: len(follower.rows()) >= 3, "the first notices")
        running[0].kill()
        running[0].wait()
        _change(follower, range(people // 2, people))
        until(lambda: len(follower.rows()) == people, "all notices", 60)
        running[1].terminate()
        assert running[1].wait(15) == 0
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert Counter(row.conversation for row in follower.rows()) == Counter(f"web-m{n}" for n in range(people))


def _many(follower: Follower, people: int) -> None:
    for number in range(people):
        one = _one(number)
        take(follower.engine, follower.keys, [one], "test", follower.clock)
        work = Work(follower.engine, follower.keys, f"web-m{number}", follower.clock)
        subscriptions.subscribe(work, one.code, known(one, follower.clock))
        work.commit()


def _change(follower: Follower, numbers: range) -> None:
    changed = [_one(number, **READY) for number in numbers]
    take(follower.engine, follower.keys, changed, "test", at("2026-11-20 10:30"))


def _one(number: int, **changes: object) -> Dossier:
    return dossier(code=f"H37.99.99-261118-{1000 + number}", **changes)


def test_a_database_that_is_away_is_waited_for(
    follower: Follower, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    follower.export(**READY)
    scheduler = Scheduler(settings, Clock(at("2026-11-20 11:00")))

    def fail(*args: object) -> None:
        raise OperationalError("SELECT", None, Exception("away"))

    event.listen(scheduler._engine, "before_cursor_execute", fail)
    assert scheduler.tick() == 0 and "OperationalError" in caplog.text
    event.remove(scheduler._engine, "before_cursor_execute", fail)
    assert scheduler.tick() == 1
    scheduler.close()


def test_whatever_fails_the_next_round_begins(
    follower: Follower, settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower.export(**READY)
    scheduler = Scheduler(settings, Clock(at("2026-11-20 11:00")))
    with monkeypatch.context() as patched:
        patched.setattr("processes.scheduler.tell_news", lambda *args: 1 // 0)
        assert scheduler.tick() == 0 and "ZeroDivisionError" in caplog.text
    assert scheduler.tick() == 1
    scheduler.close()


def test_it_forgets_once_an_hour(follower: Follower, settings: Settings) -> None:
    old = at("2026-11-20 11:00") - dt.timedelta(days=settings.retention_days + 1)
    scheduler = Scheduler(settings, Clock(at("2026-11-20 11:00")))
    inbox.accept(follower.engine, follower.keys, message(), old)
    scheduler.tick()
    assert counts(follower.engine)["inbox"] == 0
    inbox.accept(follower.engine, follower.keys, message(), old)
    scheduler.tick()
    assert counts(follower.engine)["inbox"] == 1
    scheduler.close()


def test_the_supervisor_starts_it(settings: Settings) -> None:
    assert "scheduler" in programs(settings)
