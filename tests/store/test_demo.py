from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.dossiers.demo import demo_dossiers
from bot.dossiers.source import Found
from bot.dossiers.status import Status
from bot.store.demo import load_demo
from bot.store.engine import reading
from bot.store.secrets import Keys
from bot.store.tables import dossiers
from bot.store.work import Work
from tests.dossiers.examples import as_stored
from tests.support.messages import NOW


def test_at_least_300_dossiers_in_all_ten_statuses(engine: Engine, keys: Keys) -> None:
    assert load_demo(engine, keys, NOW) >= 300
    query = select(dossiers.c.status, func.count()).group_by(dossiers.c.status)
    with reading(engine) as connection:
        by_status = dict(connection.execute(query).all())
    assert set(by_status) == {int(status) for status in Status} == set(range(1, 11))
    assert sum(by_status.values()) >= 300


def test_a_second_start_changes_nothing(engine: Engine, keys: Keys) -> None:
    assert load_demo(engine, keys, NOW) == load_demo(engine, keys, NOW)


def test_a_dossier_comes_back_whole(engine: Engine, keys: Keys) -> None:
    load_demo(engine, keys, NOW)
    work = Work(engine, keys, "web-1", NOW)
    for dossier in demo_dossiers(NOW)[:30]:
        assert work.find_dossier(dossier.code) == Found(as_stored(dossier))
    assert work.find_dossier("H37.99.99-261118-9999") is None
