"""Imports are whole, can be repeated, keep the history, and say what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from bot.catalogue.load import load_catalogue
from bot.catalogue.portal.imported import Imported, Shape
from bot.store import catalogue
from bot.store.catalogue import (
    File,
    catalogue_version,
    current_procedures,
    history,
    import_procedures,
    preview,
)
from bot.store.tables import imports, procedures

MORNING = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.timezone.utc)
EVENING = MORNING + dt.timedelta(hours=20)
FILE = File("chim.jsonl", "0" * 64, "detail", "", 0)


def record(code: str = "1.999001", name: str = "Cấp thẻ nuôi chim", **fields: str) -> Imported:
    return Imported(shape=Shape.DETAIL, code=code, name=name, **fields)  # type: ignore[arg-type]


def names(engine: Engine) -> list[str]:
    return [procedure.official_name for procedure in current_procedures(engine, [])]


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(procedures)).scalar_one())


def test_new_records_hold_from_now_on(engine: Engine) -> None:
    report = import_procedures(engine, [record(), record("1.999002", "Nuôi cá")], FILE, MORNING)
    assert (report.new, report.changed, report.unchanged, report.missing) == (("1.999001", "1.999002"), (), (), ())
    assert names(engine) == ["Cấp thẻ nuôi chim", "Nuôi cá"]
    assert current_procedures(engine, [])[0].verified == dt.date(2026, 11, 23)


def test_the_same_again_changes_nothing_but_the_day_it_was_seen_and_the_version(engine: Engine) -> None:
    import_procedures(engine, [record()], FILE, MORNING)
    version = catalogue_version(engine)
    report = import_procedures(engine, [record()], FILE, EVENING)
    assert (report.new, report.changed, report.unchanged) == ((), (), ("1.999001",))
    assert count(engine) == 1
    assert catalogue_version(engine) > version
    # 21:00 UTC is the next morning in Vietnam.
    assert current_procedures(engine, [])[0].verified == dt.date(2026, 11, 24)


def test_a_change_ends_the_old_row_and_keeps_it(engine: Engine) -> None:
    import_procedures(engine, [record()], FILE, MORNING)
    version = catalogue_version(engine)
    report = import_procedures(engine, [record(name="Cấp thẻ nuôi vẹt")], FILE, EVENING)
    assert (report.changed, names(engine)) == (("1.999001",), ["Cấp thẻ nuôi vẹt"])
    assert catalogue_version(engine) > version
    now, before = history(engine, "1.999001")
    assert (now.record.name, now.since, now.until, now.file) == ("Cấp thẻ nuôi vẹt", EVENING, None, "chim.jsonl")
    assert (before.record.name, before.since, before.until) == ("Cấp thẻ nuôi chim", MORNING, EVENING)


def test_what_is_missing_from_a_file_of_the_same_name_is_told_and_kept(engine: Engine) -> None:
    import_procedures(engine, [record(), record("1.999002", "Nuôi cá")], FILE, MORNING)
    assert import_procedures(engine, [record()], FILE, EVENING).missing == ("1.999002",)
    assert import_procedures(engine, [record()], FILE._replace(name="khac.jsonl"), EVENING).missing == ()
    assert names(engine) == ["Cấp thẻ nuôi chim", "Nuôi cá"]


def test_lists_and_provinces_are_kept_apart_and_answered_as_one(engine: Engine) -> None:
    import_procedures(engine, [record()], FILE, MORNING)
    listed = msgspec.structs.replace(record(), shape=Shape.LIST, scope="20")
    report = import_procedures(engine, [listed], File("l.xlsx", "1" * 64, "list", "20", 3), MORNING)
    assert report.new == ("1.999001",)
    assert (count(engine), names(engine)) == (2, ["Cấp thẻ nuôi chim"])


def test_curated_records_win_but_the_import_is_kept(engine: Engine) -> None:
    birth = load_catalogue()["dang-ky-khai-sinh"]
    import_procedures(engine, [record(str(birth.code)), record()], FILE, MORNING)
    assert [procedure.code for procedure in current_procedures(engine, [birth])] == ["1.999001"]
    assert count(engine) == 2


def test_all_of_a_file_or_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    import_procedures(engine, [record()], FILE, MORNING)
    mark = catalogue._mark

    def broken(connection: Connection, ids: Sequence[int], **values: dt.datetime) -> None:
        mark(connection, ids, **values)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(catalogue, "_mark", broken)
    with pytest.raises(RuntimeError):
        import_procedures(engine, [record(name="Cấp thẻ nuôi vẹt")], FILE, EVENING)
    assert (count(engine), names(engine)) == (1, ["Cấp thẻ nuôi chim"])


def test_a_preview_changes_nothing(engine: Engine) -> None:
    assert preview(engine, [record()], FILE).new == ("1.999001",)
    assert (count(engine), catalogue_version(engine), names(engine)) == (0, 0, [])


def test_every_import_is_on_record(engine: Engine) -> None:
    import_procedures(engine, [record()], FILE._replace(skipped=2), MORNING)
    import_procedures(engine, [record()], FILE, EVENING)
    with engine.connect() as connection:
        rows = connection.execute(select(imports).order_by(imports.c.id)).all()
    assert [(row.file, row.new, row.unchanged, row.skipped, row.at) for row in rows] == [
        ("chim.jsonl", 1, 0, 2, MORNING),
        ("chim.jsonl", 0, 1, 0, EVENING),
    ]


def test_many_records_in_one_go(engine: Engine) -> None:
    many = [record(f"1.{number:06}", f"Nuôi chim loại {number}") for number in range(1200)]
    import_procedures(engine, many, FILE, MORNING)
    assert len(import_procedures(engine, many, FILE, EVENING).unchanged) == 1200
    assert len({procedure.short_name for procedure in current_procedures(engine, [])}) == 1200
