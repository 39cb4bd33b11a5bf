"""`motcua dossiers report`, `overdue`, `apology` and `recount`, as commands."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import delete, select
from sqlalchemy.engine import Engine

from bot.catalogue.record import Channel
from bot.clock import utc_now
from bot.dossiers.demo import FIXED_CODE, demo_dossiers
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status
from bot.store.dossiers import store_dossiers
from bot.store.engine import reading, writing
from bot.store.exports import take
from bot.store.secrets import Keys
from bot.store.tables import dossier_facts, journal
from processes.cli import main
from processes.dossier_report import heads
from tests.dossiers.examples import at, dossier

NOW = utc_now()


@pytest.fixture
def database(engine: Engine, secrets: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    return engine


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["dossiers", *map(str, words)])


def many(count: int, first: int = 0, **fields: object) -> list[Dossier]:
    return [dossier(code=f"H37.99.99-261118-{first + number:04}", **fields) for number in range(count)]


def read(path: Path) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The rows by their heads, and the meaning of each column."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    gap = rows.index([])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:gap]], {row[0]: row[1] for row in rows[gap + 2 :]}


def test_the_csv_has_every_group_every_column_and_its_meaning(tmp_path: Path, database: Engine, keys: Keys) -> None:
    finished = {"finished_at": at("2026-11-19 09:00"), "status": Status.COMPLETED}
    store_dossiers(database, keys, many(6, agency="UBND xã Mẫu", channel=Channel.ONLINE, **finished))
    store_dossiers(database, keys, many(7, 100, channel=Channel.COUNTER, **finished))
    store_dossiers(database, keys, many(2, 200, agency="Thuế cơ sở Mẫu"))
    result = run("report", "r.csv", "--from", "2026-11", "--to", "2026-11", "--by", "unit,channel")
    assert result.output == "r.csv: 15 dossiers received from 202611 to 202611.\n"
    rows, meanings = read(tmp_path / "r.csv")
    assert set(rows[0]) == set(heads()) and set(heads()) - set(meanings) == {
        "Đơn vị",
        "Thủ tục",
        "Tháng tiếp nhận",
        "Kênh nộp",
    }
    whole = rows[0]
    assert (whole["Phân tổ"], whole["Tiếp nhận"], whole["Đã kết thúc"], whole["Trước hạn"]) == (
        "Toàn bộ",
        "15",
        "13",
        "13",
    )
    rate = "Tỷ lệ kết thúc đúng hạn"
    assert (whole[f"{rate}: tử số"], whole[f"{rate}: mẫu số"], whole[f"{rate} (%)"]) == ("13", "13", "100.0")
    assert by_unit(rows) == {"Công an xã Mẫu": "7", "UBND xã Mẫu": "6", "Thuế cơ sở Mẫu": "2"}
    assert [row["Tháng tiếp nhận"] for row in rows if row["Phân tổ"] == "Tháng tiếp nhận"] == ["11/2026"]
    assert {row["Thủ tục"] for row in rows if row["Phân tổ"] == "Thủ tục"} == {"Tách hộ"}
    assert [row for row in rows if row["Phân tổ"] == "Kết hợp"]
    for group in {row["Phân tổ"] for row in rows}:
        assert sum(int(row["Tiếp nhận"]) for row in rows if row["Phân tổ"] == group) == 15


def test_the_workbook_says_the_same(tmp_path: Path, database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, many(6, agency='=HYPERLINK("http://x.example")'))
    assert run("report", "r.xlsx", "--from", "2026-11", "--to", "2026-11").exit_code == 0
    workbook = load_workbook(tmp_path / "r.xlsx")
    assert workbook.sheetnames == ["Toàn bộ", "Đơn vị", "Thủ tục", "Tháng tiếp nhận", "Kênh nộp", "Giải thích"]
    sheet = workbook["Đơn vị"]
    assert [cell.value for cell in sheet[1]] == heads()
    assert sheet["F2"].value == 6
    assert sheet["B2"].data_type == "s" and sheet["B2"].value.startswith("'=")
    explained = [row[0].value for row in workbook["Giải thích"].iter_rows()]
    assert "Tiếp nhận" in explained and "Tỷ lệ nộp trực tuyến (%)" in explained


def by_unit(rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["Đơn vị"]: row["Tiếp nhận"] for row in rows if row["Phân tổ"] == "Đơn vị"}


def test_an_officer_sees_every_group_and_the_public_none_that_shows_a_person(
    tmp_path: Path, database: Engine, keys: Keys
) -> None:
    for first, unit, count in ((0, "UBND xã A", 6), (100, "UBND xã B", 6), (200, "UBND xã C", 1)):
        store_dossiers(database, keys, many(count, first, agency=unit))
    november = ("report", "r.csv", "--from", "2026-11", "--to", "2026-11")
    assert run(*november).exit_code == 0
    rows, meanings = read(tmp_path / "r.csv")
    assert by_unit(rows) == {"UBND xã A": "6", "UBND xã B": "6", "UBND xã C": "1"}
    assert "Dùng nội bộ" in meanings[""]
    assert run(*november, "--public", "--by", "unit").exit_code == 0
    rows, meanings = read(tmp_path / "r.csv")
    assert {row["Phân tổ"] for row in rows} == {"Toàn bộ", "Đơn vị"}
    assert sorted(by_unit(rows).values()) == ["6", "7"] and "(gộp các nhóm dưới 5 hồ sơ)" in by_unit(rows)
    assert "gộp chung" in meanings[""]


def test_no_table_beside_its_sums_is_published(tmp_path: Path, database: Engine, keys: Keys) -> None:
    """A has 82: less its 50 and its 30 of two months, and the merged row, two of another month would be told."""
    for first, month, count in ((0, 9, 50), (100, 10, 30), (200, 11, 2)):
        times = dict.fromkeys(("submitted_at", "accepted_at"), at(f"2026-{month:02}-02 09:00"))
        store_dossiers(database, keys, many(count, first, **times))
    store_dossiers(database, keys, many(3, 300, agency="UBND xã B"))
    whole_year = ("report", "r.csv", "--from", "2026-01", "--to", "2026-11", "--public")
    result = run(*whole_year, "--by", "unit,month")
    assert result.exit_code == 1 and "--by unit" in result.output and not (tmp_path / "r.csv").exists()
    assert "Publish each month once" in run(*whole_year).output
    assert [row["Phân tổ"] for row in read(tmp_path / "r.csv")[0]] == ["Toàn bộ"]


def test_a_report_of_few_dossiers_is_for_the_officer_alone(tmp_path: Path, database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, many(4))
    november = ("report", "r.csv", "--from", "2026-11", "--to", "2026-11")
    assert "4 dossiers received" in run(*november).output
    (tmp_path / "r.csv").unlink()
    result = run(*november, "--public")
    assert result.exit_code == 1 and "persons" in result.output and not (tmp_path / "r.csv").exists()


def test_years_whose_days_off_are_not_known_are_named(tmp_path: Path, database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, many(6))
    whole = run("report", "r.csv", "--from", "2025-01", "--to", "2026-11").output
    explained = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert "Days off of 2025 are not entered" in whole and "lịch nghỉ chính thức năm 2025:" in explained
    known = run("report", "r.csv", "--from", "2026-01", "--to", "2026-11").output
    explained = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert "Days off" not in known and "lịch nghỉ" not in explained


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["r.pdf"], ".csv or .xlsx"),
        (["r.csv", "--by", "name"], "known are unit, procedure, month, channel"),
        (["r.csv", "--from", "2026-11", "--to", "2026-10"], "no months"),
        (["r.csv", "--from", "11/2026"], "does not match"),
    ],
)
def test_wrong_words_are_explained(database: Engine, words: list[str], cause: str) -> None:
    result = run("report", *words)
    assert result.exit_code != 0 and cause in result.output and "Traceback" not in result.output


def test_what_is_not_counted_yet_is_said_and_counted_in(database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, many(20))
    with writing(database) as connection:
        connection.execute(delete(dossier_facts).where(dossier_facts.c.code.like("%-000_")))
    november = ("report", "r.csv", "--from", "2026-11", "--to", "2026-11")
    assert "10 dossiers were stored before there were figures" in run(*november).output
    assert "20 dossiers counted" in run("recount").output
    assert run(*november).output == "r.csv: 20 dossiers received from 202611 to 202611.\n"


def test_the_late_ones_are_listed_without_a_name(database: Engine, keys: Keys) -> None:
    those = demo_dossiers(NOW)
    store_dossiers(database, keys, those)
    late = [it for it in those if it.is_overdue(NOW) and it.finished_at is None]
    lines = run("overdue").output.splitlines()
    assert {line.split()[0] for line in lines[:-1]} == {it.code for it in late}
    assert lines[-1].startswith(f"{len(late)} dossiers are late")
    assert not any(it.applicant_name in "\n".join(lines) or it.phone in "\n".join(lines) for it in late)


def noted(engine: Engine) -> list[tuple[str, str]]:
    """What the journal has."""
    with reading(engine) as connection:
        rows = connection.execute(select(journal.c.event, journal.c.subject).order_by(journal.c.id)).all()
    return [(row.event, row.subject) for row in rows]


def test_what_an_officer_looks_up_is_in_the_journal(database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, many(1, due_at=at("2026-11-18 17:00")))
    before = len(noted(database))
    code = "H37.99.99-261118-0000"
    for words in (["apology", code], ["overdue"], ["unexplained"]):
        assert run(*words).exit_code == 0
    opened = keys.pseudonym("dossier", code)
    assert noted(database)[before:] == [
        ("officer_opened", opened),
        ("officer_listed", "overdue"),
        ("officer_listed", "unexplained"),
    ]


def test_a_code_that_an_officer_tries_in_vain_is_noted_too(database: Engine, keys: Keys) -> None:
    before, unknown = len(noted(database)), "H37.99.99-261118-7777"
    assert run("apology", unknown).exit_code == 1
    assert noted(database)[before:] == [("officer_missed", keys.pseudonym("dossier", unknown))]


def test_who_reads_names_is_noted_though_nothing_is_written(database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, many(1, due_at=at("2126-11-26 17:00")))
    before = len(noted(database))
    assert "is not late" in run("apology", "H37.99.99-261118-0000").output
    assert len(noted(database)) == before + 1


def test_the_apology_is_a_file_for_its_owner(tmp_path: Path, database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, demo_dossiers(NOW))
    late = next(it for it in demo_dossiers(NOW) if it.is_overdue(NOW) and it.finished_at is None)
    result = run("apology", late.code.lower())
    path = tmp_path / f"xin-loi-{late.code}.docx"
    assert result.exit_code == 0 and path.name in result.output and late.applicant_name not in result.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert late.applicant_name in "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert run("apology", late.code, "--out", "other.docx").exit_code == 0 and (tmp_path / "other.docx").exists()


def test_a_file_that_others_could_read_is_its_owners_afterwards(tmp_path: Path, database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, many(1, due_at=at("2026-11-18 17:00")))
    path = tmp_path / "old.docx"
    path.write_bytes(b"old")
    path.chmod(0o644)
    result = run("apology", "H37.99.99-261118-0000", "--out", path)
    assert result.exit_code == 0 and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "known of this dossier" not in result.output


def test_how_old_the_news_of_a_late_dossier_is_is_said(database: Engine, keys: Keys) -> None:
    take(database, keys, many(1, due_at=at("2026-11-18 17:00")), "thu", at("2026-11-20 18:00"))
    assert "H37.99.99-261118-0000  18/11/2026  seen 20/11/2026 18:00  " in run("overdue").output
    result = run("apology", "H37.99.99-261118-0000")
    assert result.exit_code == 0 and "Nothing newer than 18:00 20/11/2026 is known" in result.output


def test_a_code_with_slashes_is_a_file_all_the_same(tmp_path: Path, database: Engine, keys: Keys) -> None:
    store_dossiers(database, keys, [dossier(code="03799/2026/07906", due_at=at("2026-11-18 17:00"))])
    result = run("apology", "03799/2026/07906")
    assert result.exit_code == 0 and (tmp_path / "xin-loi-03799-2026-07906.docx").exists()


@pytest.mark.parametrize(
    ("code", "cause"),
    [(FIXED_CODE, None), ("H37.99.99-261118-7777", "there is no dossier"), ("abc", "no code of a dossier")],
)
def test_no_apology_without_a_reason(database: Engine, keys: Keys, code: str, cause: str | None) -> None:
    store_dossiers(
        database,
        keys,
        demo_dossiers(at("2026-11-20 09:00"))[:1] if cause else many(1, 1, due_at=at("2126-11-26 17:00")),
    )
    result = run("apology", code)
    assert result.exit_code == 1 and (cause or "is not late") in result.output
