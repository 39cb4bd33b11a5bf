"""The access token renews itself: once, by one process, stored before it is used, and told when it cannot."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.clock import utc_now
from bot.settings import Settings
from bot.store import tokens
from bot.store.engine import open_engine
from bot.store.secrets import Keys, load_keys
from connectors.fakes.whole import Fakes
from connectors.zalo.access import LEASE, NAME, Access
from connectors.zalo.oauth import NoAccess, ask
from tests.connectors.zalo.support import keep_pair
from tests.support.messages import cells


@pytest.fixture
def access(stored: Settings, engine: Engine, keys: Keys) -> Any:
    access = Access(stored, engine, keys)
    yield access
    access.close()


def test_a_token_that_holds_is_not_renewed(access: Access, fakes: Fakes) -> None:
    assert access.token() == access.token() == fakes.zalo.oauth.pair.access
    assert fakes.zalo.oauth.refreshes == 0


def test_it_is_renewed_twelve_hours_before_its_end(access: Access, fakes: Fakes, engine: Engine, keys: Keys) -> None:
    keep_pair(fakes, engine, keys, hours=11.9)
    old = fakes.zalo.oauth.pair.access
    assert access.token() == fakes.zalo.oauth.pair.access != old
    assert access.token() == fakes.zalo.oauth.pair.access
    kept = tokens.load(engine, keys, NAME)
    assert kept and kept[:2] == fakes.zalo.oauth.pair[:2]
    assert kept.expires_at > utc_now() + dt.timedelta(hours=24)
    assert fakes.zalo.oauth.refreshes == 1


def test_a_token_that_zalo_does_not_take_is_replaced_once(access: Access, fakes: Fakes) -> None:
    stale = access.token()
    fakes.zalo.oauth.expire()
    with ThreadPoolExecutor(8) as pool:
        fresh = set(pool.map(lambda _: access.renewed(stale), range(8)))
    assert fresh == {fakes.zalo.oauth.pair.access} and fakes.zalo.oauth.refreshes == 1


def _renewed(given: dict[str, Any], stale: str) -> str:
    settings = Settings(**given)
    engine = open_engine(settings.database)
    with closing(Access(settings, engine, load_keys(settings))) as access:
        return access.renewed(stale)


def test_two_processes_at_once_make_one_call(stored: Settings, fakes: Fakes) -> None:
    """The refresh token serves once: a second call with it would lose the OA."""
    fakes.faults.add("slow", method="access_token", seconds=1.0)
    fakes.zalo.oauth.expire()
    stale, given = fakes.zalo.oauth.pair.access, msgspec.structs.asdict(stored)
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as pool:
        fresh = {future.result(60) for future in [pool.submit(_renewed, given, stale) for _ in range(3)]}
    assert fresh == {fakes.zalo.oauth.pair.access}
    assert (fakes.zalo.oauth.refreshes, fakes.zalo.oauth.refused) == (1, 0)


def test_who_renews_early_does_not_keep_others_waiting(
    access: Access, fakes: Fakes, engine: Engine, keys: Keys
) -> None:
    keep_pair(fakes, engine, keys, hours=5)
    now = utc_now()
    assert tokens.take_lease(engine, NAME, now, now + LEASE)
    assert access.token() == fakes.zalo.oauth.pair.access
    assert fakes.zalo.oauth.refreshes == 0


def test_a_lease_whose_holder_died_ends(stored: Settings, fakes: Fakes, engine: Engine, keys: Keys) -> None:
    began = utc_now()
    assert tokens.take_lease(engine, NAME, began, began + LEASE)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)

    def now() -> dt.datetime:
        return began + dt.timedelta(seconds=10) * (len(slept) + 1)

    with closing(Access(stored, engine, keys, now=now, sleep=sleep)) as access:
        fresh = access.renewed(fakes.zalo.oauth.pair.access)
    assert fresh == fakes.zalo.oauth.pair.access and fakes.zalo.oauth.refreshes == 1
    assert 8 <= len(slept) <= 10


def test_what_another_process_got_is_found_without_a_call(
    access: Access, fakes: Fakes, engine: Engine, keys: Keys
) -> None:
    stale = access.token()
    fakes.zalo.oauth.new_pair()
    keep_pair(fakes, engine, keys)
    assert access.renewed(stale) == fakes.zalo.oauth.pair.access
    assert fakes.zalo.oauth.refreshes == 0


@pytest.mark.parametrize("away", [2, 30, 40])
def test_the_new_pair_is_stored_before_it_is_used_however_long_the_database_is_away(
    stored: Settings, fakes: Fakes, engine: Engine, keys: Keys, monkeypatch: pytest.MonkeyPatch, away: int
) -> None:
    keep, left, slept = tokens.keep, [None] * away, list[float]()

    def keep_later(*given: Any) -> None:
        if left:
            left.pop()
            raise OperationalError("x", {}, Exception())
        keep(*given)

    monkeypatch.setattr(tokens, "keep", keep_later)
    with closing(Access(stored, engine, keys, sleep=slept.append)) as access:
        stale = access.token()
        while left:
            with contextlib.suppress(NoAccess, OperationalError):
                access.renewed(stale)
        assert access.renewed(stale) == fakes.zalo.oauth.pair.access
    kept = tokens.load(engine, keys, NAME)
    assert kept and kept.access == fakes.zalo.oauth.pair.access
    assert (fakes.zalo.oauth.refreshes, fakes.zalo.oauth.refused) == (1, 0) and slept == [1.0] * min(away, 30)


def test_a_failure_with_status_200_is_one_and_names_the_cure(
    access: Access, fakes: Fakes, engine: Engine, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    stale = access.token()
    fakes.zalo.oauth.new_pair()
    with pytest.raises(NoAccess) as failed:
        access.renewed(stale)
    assert (failed.value.code, failed.value.lasting) == ("-14014", True)
    assert "motcua zalo login" in caplog.text and stale not in caplog.text
    assert tokens.take_lease(engine, NAME, utc_now(), utc_now() + LEASE)


def test_while_the_old_one_holds_a_failure_stops_nothing_and_is_not_repeated_at_once(
    access: Access, fakes: Fakes, engine: Engine, keys: Keys
) -> None:
    keep_pair(fakes, engine, keys, hours=3)
    fakes.faults.add("503", method="access_token")
    assert {access.token() for _ in range(5)} == {fakes.zalo.oauth.pair.access}
    assert fakes.faults.happened["503"] == 1


@pytest.mark.parametrize(("fault", "lasting"), [("503", False), ("-118", True), ("-14002", True), ("-14099", True)])
def test_which_failures_last(access: Access, fakes: Fakes, fault: str, lasting: bool) -> None:
    fakes.faults.add(fault, method="access_token")
    with pytest.raises(NoAccess) as failed:
        access.renewed(access.token())
    assert failed.value.lasting is lasting and failed.value.cure


def test_nobody_answers(stored: Settings, engine: Engine, keys: Keys) -> None:
    away = msgspec.structs.replace(stored, zalo_oauth_url="http://127.0.0.1:9/v4")
    with closing(Access(away, engine, keys)) as access, pytest.raises(NoAccess) as failed:
        access.renewed(access.token())
    assert (failed.value.code, failed.value.lasting) == ("ConnectError", False)


def test_before_anybody_consented_the_cure_is_said(
    served: Settings, engine: Engine, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Access(served, engine, keys)) as access, pytest.raises(NoAccess, match="no token"):
        access.token()
    assert "motcua zalo login" in caplog.text


def test_no_token_is_readable_anywhere(
    access: Access, fakes: Fakes, engine: Engine, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    access.renewed(access.token())
    pair = fakes.zalo.oauth.pair
    kept = tokens.load(engine, keys, NAME)
    text = "\n".join([*cells(engine), caplog.text, repr(kept), repr(access)])
    assert pair.access not in text and pair.refresh not in text


@pytest.mark.parametrize(
    ("told", "hours"), [({"expires_in": "3600"}, 1), ({"expires_in": 3600}, 1), ({"expires_in": "soon"}, 25), ({}, 25)]
)
def test_how_long_it_holds(account: Settings, told: dict[str, Any], hours: int) -> None:
    body = {"access_token": "a", "refresh_token": "r", **told}
    client = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=body)))
    now = utc_now()
    assert ask(client, account, now).expires_at == now + dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"access_token": "a"}', b'{"access_token": 1, "refresh_token": 2}']
)
def test_an_answer_without_a_pair_is_a_failure_that_passes(account: Settings, body: bytes) -> None:
    client = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, content=body)))
    with pytest.raises(NoAccess) as failed:
        ask(client, account, utc_now())
    assert not failed.value.lasting
