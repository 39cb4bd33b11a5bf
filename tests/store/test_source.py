from __future__ import annotations

import datetime as dt

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.engine import Engine

from bot.dossiers.source import Found, Listed
from bot.dossiers.status import Status
from bot.store.dossiers import store_dossiers
from bot.store.exports import take
from bot.store.secrets import Keys
from bot.store.source import SqlDossiers
from tests.dossiers.examples import as_stored, at, dossier

EXPORTED = at("2026-11-20 18:00")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def source(engine: Engine, keys: Keys) -> SqlDossiers:
    return SqlDossiers(engine, keys, stale_after=36 * HOUR)


def test_what_no_recent_export_had_is_stale_since_the_last_one(source: SqlDossiers, engine: Engine, keys: Keys) -> None:
    take(engine, keys, [dossier()], "thu", EXPORTED)
    assert source.find(dossier().code, EXPORTED + 36 * HOUR) == Found(as_stored(dossier()), seen_at=EXPORTED)
    stale = Found(as_stored(dossier()), stale_since=EXPORTED, seen_at=EXPORTED)
    assert source.find(dossier().code, EXPORTED + 37 * HOUR) == stale
    take(engine, keys, [dossier()], "thu", EXPORTED + 30 * HOUR)
    seen = Found(as_stored(dossier()), seen_at=EXPORTED + 30 * HOUR)
    assert source.find(dossier().code, EXPORTED + 37 * HOUR) == seen


def test_what_is_closed_does_not_grow_stale(source: SqlDossiers, engine: Engine, keys: Keys) -> None:
    returned = dossier(status=Status.RETURNED)
    take(engine, keys, [returned], "thu", EXPORTED)
    assert source.find(returned.code, EXPORTED + 1000 * HOUR) == Found(as_stored(returned), seen_at=EXPORTED)


def test_the_demos_dossiers_do_not_grow_stale(source: SqlDossiers, engine: Engine, keys: Keys) -> None:
    store_dossiers(engine, keys, [dossier()])
    assert source.find(dossier().code, EXPORTED + 1000 * HOUR) == Found(as_stored(dossier()))


def test_an_unknown_code_is_none(source: SqlDossiers) -> None:
    assert source.find("H37.99.99-261118-9999", EXPORTED) is None


def test_a_phones_dossiers_are_listed_and_each_says_how_fresh_it_is(
    source: SqlDossiers, engine: Engine, keys: Keys
) -> None:
    returned = dossier(code="H37.99.99-261118-0002", status=Status.RETURNED, updated_at=at("2026-11-20 09:06"))
    other = dossier(code="H37.99.99-261118-0003", phone="0900000034")
    take(engine, keys, [dossier(), returned, other], "thu", EXPORTED)
    key, later = keys.phone_key(dossier().phone) or "", EXPORTED + 37 * HOUR
    first = Listed(returned.code, "tach-ho", Status.RETURNED, returned.updated_at, None)
    second = Listed(dossier().code, "tach-ho", Status.IN_PROGRESS, dossier().updated_at, None)
    assert source.of_phone(key, EXPORTED) == [first, second]
    assert source.of_phone(key, later) == [first, second._replace(stale_since=EXPORTED)]
    assert source.of_phone(keys.phone_key("0900000099") or "", EXPORTED) == []


def test_what_none_of_our_keys_reads_is_none_and_the_operator_hears_of_it(
    source: SqlDossiers, engine: Engine, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    lost = Keys(Fernet.generate_key().decode(), "the same for all")
    store_dossiers(engine, lost, [dossier()])
    assert source.find(dossier().code, EXPORTED) is None
    [logged] = caplog.records
    assert logged.levelname == "ERROR" and "put the missing key back" in caplog.text
    assert "H37.99.99-261118-****" in caplog.text and dossier().code not in caplog.text
