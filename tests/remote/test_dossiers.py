"""A one-stop system that is asked over real HTTP: it answers, is slow, falls over, lies, and comes back."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import threading
import time
from collections.abc import Iterator

import msgspec
import pytest
import uvicorn
from sqlalchemy.engine import Engine

from bot.dossiers.source import AnswerUnusable, DossierSource, Found, SourceUnavailable
from bot.remote.dossiers import LEFT_ALONE_SECONDS, MOST_BYTES, TRIES, HttpDossiers
from bot.remote.source import open_source
from bot.settings import Settings
from bot.store.secrets import Keys
from bot.store.source import SqlDossiers
from processes.fake_dossiers import FakeDossiers, Fault
from tests.dossiers.examples import at, dossier

CODE, OTHER = "H37.99.99-261118-0001", "H37.99.99-261118-0002"
NOW = at("2026-11-21 09:00")
MINUTE = dt.timedelta(minutes=1)
TOKEN = "mot-ma-de-thu"  # synthetic
DOWN = [Fault(503)] * TRIES


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[FakeDossiers, str]]:
    fake = FakeDossiers([dossier()], TOKEN)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(fake.app, log_level="critical", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield fake, f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def fake(served: tuple[FakeDossiers, str]) -> FakeDossiers:
    served[0].faults.clear()
    served[0].asked.clear()
    return served[0]


class Clock:
    """Real seconds, and those that a test lets pass; a sleep takes ``slept`` of them and no real ones."""

    def __init__(self) -> None:
        self._passed = 0.0
        self.slept = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._passed

    def passes(self, seconds: float) -> None:
        self._passed += seconds

    def sleep(self, _: float) -> None:
        self.passes(self.slept)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def source(served: tuple[FakeDossiers, str], fake: FakeDossiers, clock: Clock) -> Iterator[HttpDossiers]:
    source = HttpDossiers(served[1], TOKEN, 0.5, MINUTE, 60 * MINUTE, sleep=clock.sleep, clock=clock)
    yield source
    source.close()


def test_a_dossier_comes_whole_and_an_unknown_code_is_none(source: DossierSource) -> None:
    assert source.find(CODE, NOW) == Found(dossier())
    assert source.find(OTHER, NOW) is None


def test_an_answer_is_kept_for_a_while_a_missing_one_too(source: HttpDossiers, fake: FakeDossiers) -> None:
    for code in (CODE, OTHER):
        source.find(code, NOW)
        source.find(code, NOW + MINUTE)
    assert fake.asked == [CODE, OTHER]
    source.find(CODE, NOW + 2 * MINUTE)
    source.find(CODE, NOW - MINUTE)
    assert fake.asked == [CODE, OTHER, CODE, CODE], "asked again when it is old, and when the clock was set back"


@pytest.mark.parametrize("fault", [Fault(503), Fault(429), Fault(500), Fault(seconds=1.0)])
def test_what_may_pass_is_tried_again(source: HttpDossiers, fake: FakeDossiers, fault: Fault) -> None:
    fake.faults = [fault] * (TRIES - 1)
    assert source.find(CODE, NOW) == Found(dossier())
    assert len(fake.asked) == TRIES


def test_a_system_that_stays_away_is_said_and_left_alone_for_a_while(
    source: HttpDossiers, fake: FakeDossiers, clock: Clock
) -> None:
    fake.faults = list(DOWN)
    with pytest.raises(SourceUnavailable, match="status 503"):
        source.find(CODE, NOW)
    clock.passes(LEFT_ALONE_SECONDS / 2)
    with pytest.raises(SourceUnavailable, match="left alone"):
        source.find(OTHER, NOW)
    assert len(fake.asked) == TRIES
    clock.passes(LEFT_ALONE_SECONDS / 2)
    assert source.find(CODE, NOW) == Found(dossier())


def test_it_is_left_alone_from_when_it_failed_however_long_that_took(
    source: HttpDossiers, fake: FakeDossiers, clock: Clock
) -> None:
    fake.faults, clock.slept = list(DOWN), LEFT_ALONE_SECONDS
    with pytest.raises(SourceUnavailable, match="status 503"):
        source.find(CODE, NOW)
    with pytest.raises(SourceUnavailable, match="left alone"):
        source.find(CODE, NOW)


def test_an_answer_in_drops_or_without_end_holds_nobody(source: HttpDossiers, fake: FakeDossiers, clock: Clock) -> None:
    """Each piece comes in time; all of them would take five seconds, ten times the time-out."""
    fake.faults = [Fault(body=b" " * 50, drip=0.1)] * TRIES
    with pytest.raises(SourceUnavailable, match="ReadTimeout"):
        source.find(CODE, NOW)
    fake.faults = [Fault(body=b" " * (MOST_BYTES + 1))]
    clock.passes(LEFT_ALONE_SECONDS)
    with pytest.raises(AnswerUnusable, match="without end"):
        source.find(CODE, NOW)


def test_a_page_that_something_is_missing_is_no_word_about_a_dossier(source: HttpDossiers, fake: FakeDossiers) -> None:
    fake.faults = [Fault(404, b"<html>Not Found</html>", kind="text/html")]
    with pytest.raises(AnswerUnusable, match="a page"):
        source.find(CODE, NOW)
    assert source.find(CODE, NOW) == Found(dossier())


def test_a_kept_answer_is_told_as_stale_while_the_system_is_away(
    source: HttpDossiers, fake: FakeDossiers, clock: Clock
) -> None:
    source.find(CODE, NOW)
    fake.faults = list(DOWN)
    later = NOW + 30 * MINUTE
    assert source.find(CODE, later) == Found(dossier(), stale_since=NOW, seen_at=NOW, is_kept=True)
    with pytest.raises(SourceUnavailable):
        source.find(CODE, NOW + 61 * MINUTE)
    clock.passes(LEFT_ALONE_SECONDS)
    assert source.find(CODE, NOW + 62 * MINUTE) == Found(dossier())


def test_who_wants_no_copies_hears_that_it_is_away(
    served: tuple[FakeDossiers, str], fake: FakeDossiers, settings: Settings, engine: Engine, keys: Keys
) -> None:
    asked = msgspec.structs.replace(settings, dossiers_url=served[1], dossiers_token=TOKEN)
    source = open_source(asked, engine, keys, copies=False)
    source.find(CODE, NOW)
    fake.faults = list(DOWN)
    with pytest.raises(SourceUnavailable):
        source.find(CODE, NOW + 30 * MINUTE)
    source.close()


def test_that_a_code_is_unknown_is_never_told_from_a_stale_copy(source: HttpDossiers, fake: FakeDossiers) -> None:
    source.find(OTHER, NOW)
    fake.faults = list(DOWN)
    with pytest.raises(SourceUnavailable):
        source.find(OTHER, NOW + 2 * MINUTE)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(200, b"<html>"), "no dossier in the answer"),
        (Fault(200, b"\xff"), "no dossier in the answer"),
        (Fault(200, b'{"code": "H37.99.99-261118-0001"}'), "no dossier in the answer"),
        (Fault(200, msgspec.json.encode(dossier(code=OTHER))), "not asked for"),
        (Fault(200, msgspec.json.encode(dossier()).replace(b'"status":4', b'"status":17')), "no dossier"),
        (Fault(302), "status 302"),
        (Fault(400), "status 400"),
    ],
)
def test_an_answer_that_is_none_is_not_believed_and_not_asked_for_again(
    source: HttpDossiers, fake: FakeDossiers, fault: Fault, reason: str
) -> None:
    fake.faults = [fault]
    with pytest.raises(SourceUnavailable, match=reason):
        source.find(CODE, NOW)
    assert len(fake.asked) == 1
    assert source.find(OTHER, NOW) is None, "the others may be asked at once"


@pytest.mark.parametrize(
    "never", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00Z", "1900-01-01T00:00:00Z"]
)
def test_the_first_or_last_day_that_a_database_knows_is_none(
    source: HttpDossiers, fake: FakeDossiers, never: str
) -> None:
    fake.faults = [Fault(200, answer(due_at=never, supply_by=never[:10]))]
    assert source.find(CODE, NOW) == Found(dossier(due_at=None))


@pytest.mark.parametrize("times", [{"due_at": "2926-11-26T10:00:00Z"}, {"updated_at": "9999-12-31T23:59:59Z"}])
def test_a_date_of_another_century_is_not_believed(
    source: HttpDossiers, fake: FakeDossiers, times: dict[str, str]
) -> None:
    fake.faults = [Fault(200, answer(**times))]
    with pytest.raises(SourceUnavailable, match=r"century|no date"):
        source.find(CODE, NOW)


def answer(**times: str) -> bytes:
    return msgspec.json.encode({**msgspec.to_builtins(dossier()), **times})


def test_a_wrong_token_and_a_code_in_another_form_are_refused(
    served: tuple[FakeDossiers, str], source: HttpDossiers, fake: FakeDossiers
) -> None:
    stranger = HttpDossiers(served[1], "sai", 0.5, keep=MINUTE, stale_at_most=MINUTE)
    for reason in ("status 401", "left alone"):
        with pytest.raises(SourceUnavailable, match=reason):
            stranger.find(CODE, NOW)
    stranger.close()
    with pytest.raises(SourceUnavailable, match="status 400"):
        source.find("h37 99 99 261118 0001", NOW)


def test_nobody_there(fake: FakeDossiers) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        source = HttpDossiers(url, TOKEN, 0.5, keep=MINUTE, stale_at_most=MINUTE, sleep=lambda seconds: None)
        with pytest.raises(SourceUnavailable, match="ConnectError"):
            source.find(CODE, NOW)
        source.close()


def test_no_code_and_no_person_in_the_log(
    source: HttpDossiers, fake: FakeDossiers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    source.find(CODE, NOW)
    fake.faults = list(DOWN)
    source.find(CODE, NOW + 2 * MINUTE)
    assert "cannot be asked: status 503" in caplog.text
    assert not any(word in caplog.text for word in (CODE, "NGUYỄN", "0900000012"))


def test_only_so_many_answers_are_kept(
    source: HttpDossiers, fake: FakeDossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.remote.dossiers.MOST_KEPT", 1)
    for code in (CODE, OTHER, CODE):
        source.find(code, NOW)
    assert fake.asked == [CODE, OTHER, CODE]


def test_the_settings_name_the_source(settings: Settings, engine: object, keys: Keys) -> None:
    assert isinstance(open_source(settings, engine, keys), SqlDossiers)  # type: ignore[arg-type]
    asked = open_source(
        msgspec.structs.replace(settings, dossiers_url="http://127.0.0.1:9"),
        engine,  # type: ignore[arg-type]
        keys,
    )
    assert isinstance(asked, HttpDossiers)
    asked.close()
