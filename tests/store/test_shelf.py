"""What can be answered about follows the database, without a restart and never half."""

from __future__ import annotations

import datetime as dt
import logging

import msgspec
import pytest
from sqlalchemy.engine import Engine

from bot.catalogue.load import load_catalogue
from bot.catalogue.portal.imported import Imported, Shape
from bot.store import shelf as module
from bot.store.shelf import CHECK_EVERY, Shelves, shelf
from tests.support.imported import RACE, RECORDS, bring

NOW = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.timezone.utc)
LATER = NOW + CHECK_EVERY


@pytest.fixture
def shelves() -> Shelves:
    return Shelves()


def test_before_any_import_there_are_the_curated_records(engine: Engine, shelves: Shelves) -> None:
    present = shelves.present(engine, NOW)
    assert (present.version, set(present.records)) == (0, set(load_catalogue()))
    assert present.linker.find("đua chim bồ câu").ranked == ()


def test_imported_records_stand_beside_the_curated_ones(engine: Engine, shelves: Shelves) -> None:
    bring(engine, RECORDS, NOW)
    present = shelves.present(engine, NOW)
    assert present.by_code[RACE].official_name == "Cấp Giấy phép tổ chức đua chim bồ câu"
    assert present.linker.rank("đua bồ câu")[0].id == present.by_code[RACE].id


def test_a_curated_record_keeps_its_codes(engine: Engine, shelves: Shelves) -> None:
    curated = next(record for record in load_catalogue().values() if record.code)
    bring(engine, (Imported(shape=Shape.DETAIL, code=str(curated.code), name="Đua chim"),), NOW)
    present = shelves.present(engine, NOW)
    assert present.by_code[str(curated.code)] == curated
    assert len(present.records) == len(load_catalogue())


def test_an_import_is_seen_after_a_while_and_the_old_one_answers_until_then(engine: Engine, shelves: Shelves) -> None:
    old = shelves.present(engine, NOW)
    bring(engine, RECORDS, NOW)
    assert shelves.present(engine, NOW) is old
    assert shelves.present(engine, LATER) is old
    shelves.wait()
    new = shelves.present(engine, LATER)
    assert new.version > old.version
    assert RACE in new.by_code and RACE not in old.by_code


def test_nothing_is_read_again_while_nothing_changed(engine: Engine, shelves: Shelves) -> None:
    old = shelves.present(engine, NOW)
    shelves.present(engine, LATER)
    shelves.wait()
    assert shelves.present(engine, LATER) is old


def test_a_changed_record_is_answered_anew(engine: Engine, shelves: Shelves) -> None:
    bring(engine, RECORDS, NOW)
    shelves.present(engine, NOW)
    bring(engine, (msgspec.structs.replace(RECORDS[0], name="Cấp phép đua chim sẻ"),), NOW)
    shelves.present(engine, LATER)
    shelves.wait()
    assert shelves.present(engine, LATER).by_code[RACE].official_name == "Cấp phép đua chim sẻ"


def test_where_reading_fails_the_old_one_stays_and_the_log_holds_no_text(
    engine: Engine, shelves: Shelves, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(engine: Engine) -> None:
        raise ValueError("bí mật")

    old = shelves.present(engine, NOW)
    bring(engine, RECORDS, NOW)
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(module, "_read", fail)
        shelves.present(engine, LATER)
        shelves.wait()
    assert shelves.present(engine, LATER) is old
    assert "ValueError" in caplog.text and "bí mật" not in caplog.text
    shelves.present(engine, LATER + CHECK_EVERY)
    shelves.wait()
    assert shelves.present(engine, LATER + CHECK_EVERY).version > old.version


def test_a_database_has_one_shelf_in_a_process(engine: Engine) -> None:
    assert shelf(engine, NOW).records.keys() >= load_catalogue().keys()
    assert module.shelves(engine.url.render_as_string(hide_password=False)) is module.shelves(
        engine.url.render_as_string(hide_password=False)
    )
