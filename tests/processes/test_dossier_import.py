"""`motcua dossiers import` on small files, good ones and bad ones, and killed in the middle of a large one."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bench.dossiers import write_export
from bot.clock import utc_now
from bot.dossiers.dossier import Dossier
from bot.settings import ROOT
from bot.store.alone import alone
from bot.store.dossiers import count_dossiers
from bot.store.engine import open_engine, reading
from bot.store.events import events_of
from bot.store.migrate import migrate
from bot.store.secrets import Keys
from bot.store.source import SqlDossiers
from bot.store.tables import dossier_events
from processes import files
from processes.cli import main
from tests.support.running import until

HEAD = ["STT", "Số hồ sơ", "Tên thủ tục", "Chủ hồ sơ", "Số điện thoại", "Trạng thái", "Ngày hẹn trả", "Ngày cập nhật"]
COMMAND = [sys.executable, "-W", "ignore", "-c", "from processes.cli import main; main()", "dossiers", "import"]


def line(number: int = 1, status: str = "Đang xử lý", updated: str = "20/11/2026 09:05") -> list[Any]:
    code = f"H37.99.99-261118-{number:04}"
    return [number, code, "Tách hộ", "NGUYỄN VĂN A", "0900000012", status, "26/11/2026", updated]


def csv_text(rows: Sequence[Sequence[Any]], separator: str = ",") -> str:
    return "".join(separator.join(map(str, row)) + "\r\n" for row in rows)


def write(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8", separator: str = ",") -> Path:
    path.write_bytes(csv_text(rows, separator).encode(encoding))
    return path


def sheet(path: Path, rows: Sequence[Sequence[Any]], *merged: str) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for cells in merged:
        workbook.active.merge_cells(cells)
    workbook.save(path)
    return path


@pytest.fixture
def database(engine: Engine, secrets: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine of the database that the command works on."""
    monkeypatch.setenv("MOTCUA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    return engine


@pytest.fixture
def sqlite(secrets: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The same for what does not touch the database much: one is enough."""
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    monkeypatch.setenv("MOTCUA_DATABASE_URL", url)
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    engine = open_engine(url)
    migrate(engine)
    yield engine
    engine.dispose()


def dossier(engine: Engine, keys: Keys, code: str) -> Dossier | None:
    found = SqlDossiers(engine, keys).find(code, utc_now())
    return found.dossier if found else None


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["dossiers", "import", *map(str, words)])


def counts(result: Result) -> dict[str, int]:
    """The numbers behind new, changed … rejected."""
    assert result.exit_code == 0, result.output
    told = [line.split() for line in result.output.splitlines() if line.startswith("  ")]
    return {words[0]: int(words[1]) for words in told if len(words) > 1 and words[1].isdigit()}


def refused(result: Result, engine: Engine) -> str:
    """What was said when nothing was taken."""
    assert result.exit_code == 1 and "Traceback" not in result.output, result.output
    assert count_dossiers(engine) == 0
    return result.output


def test_an_export_is_imported_twice_and_changes_once(tmp_path: Path, database: Engine, keys: Keys) -> None:
    path = write(tmp_path / "hs.csv", [HEAD, line(1), line(2)])
    assert counts(run(path)) == {"new": 2, "changed": 0, "unchanged": 0, "older": 0, "repeated": 0, "rejected": 0}
    assert counts(run(path))["unchanged"] == 2
    later = write(tmp_path / "hs.csv", [HEAD, line(1), line(2, "Đã xử lý xong", "21/11/2026 08:00")])
    told = counts(run(later))
    assert (told["changed"], told["unchanged"]) == (1, 1)
    assert [event.after for event in events_of(database, keys, "H37.99.99-261118-0002")] == [4, 9]
    found = dossier(database, keys, "H37.99.99-261118-0002")
    assert found and (found.applicant_name, found.status) == ("NGUYỄN VĂN A", 9)


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path, database: Engine) -> None:
    result = run(write(tmp_path / "hs.csv", [HEAD, line(1), line(2, "?")]), "--dry-run")
    assert "hs.csv: 1 rows read by the mapping igate (dry run)" in result.output
    assert (counts(result)["new"], counts(result)["rejected"], count_dossiers(database)) == (1, 1, 0)


def test_rejected_rows_are_named_without_what_stands_in_them(tmp_path: Path, sqlite: Engine) -> None:
    rows = [
        HEAD,
        line(1),
        line(2, "Tạm dừng"),
        line(3, updated="hôm qua"),
        ["", *line(4)],
        line(1),
        ["", "Tổng cộng: 5"],
    ]
    result = run(write(tmp_path / "hs.csv", rows))
    assert (counts(result)["new"], counts(result)["unchanged"], counts(result)["rejected"]) == (1, 1, 4)
    for words in (
        "line 3: Trạng thái: not in the mapping: Tạm dừng",
        "line 4: Ngày cập nhật: no date: xxx xxx",
        "line 5: more cells than the head has (8)",
        "line 6: the code is in line 2 already",
        "line 7: a row of totals",
    ):
        assert words in result.output
    assert not any(word in result.output for word in ("NGUYỄN", "0900000012", "H37."))


def test_many_rejected_rows_are_cut_short_unless_asked_for(tmp_path: Path, sqlite: Engine) -> None:
    path = write(tmp_path / "hs.csv", [HEAD, line(1), *[line(n, "?") for n in range(2, 32)]])
    assert "and 10 more: --verbose names them all" in run(path).output
    assert "line 32:" in run(path, "--verbose").output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_unicode_is_read_whatever_the_separator(
    tmp_path: Path, sqlite: Engine, keys: Keys, encoding: str, separator: str
) -> None:
    path = write(tmp_path / "hs.csv", [["DANH SÁCH HỒ SƠ"], [], HEAD, line(1)], encoding, separator)
    assert counts(run(path))["new"] == 1
    found = dossier(sqlite, keys, "H37.99.99-261118-0001")
    assert found and found.applicant_name == "NGUYỄN VĂN A"


def test_another_encoding_is_never_guessed(tmp_path: Path, sqlite: Engine, keys: Keys) -> None:
    text = "Số hồ sơ,Tên thủ tục,Chủ hồ sơ,Trạng thái,Ngày cập nhật\n"
    text += "H37.99.99-261118-0001,Khai sinh,LÊ VĂN MÃ,Đang xử lý,20/11/2026\n"
    # As Windows writes it: letters with marks of their own, tones behind them.
    text = text.translate(
        {ord("ố"): "ô\u0301", ord("ồ"): "ô\u0300", ord("ơ"): "ơ", ord("ủ"): "u\u0309", ord("ụ"): "u\u0323"}
        | {ord("ạ"): "a\u0323", ord("ậ"): "â\u0323", ord("ử"): "ư\u0309", ord("ý"): "y\u0301", ord("Ã"): "A\u0303"}
        | {ord("á"): "a\u0301", ord("à"): "a\u0300"}
    )
    path = tmp_path / "hs.csv"
    path.write_bytes(text.encode("cp1258"))
    assert "is not utf-8 (after line 0): save it as CSV UTF-8, or name its encoding" in refused(run(path), sqlite)
    assert counts(run(path, "--encoding", "windows-1258"))["new"] == 1
    found = dossier(sqlite, keys, "H37.99.99-261118-0001")
    assert found and found.applicant_name == "LÊ VĂN MÃ"


def test_half_a_character_at_the_end_stops_the_whole_file(tmp_path: Path, sqlite: Engine) -> None:
    path = tmp_path / "hs.csv"
    path.write_bytes(csv_text([HEAD, *[line(n) for n in range(1, 3000)]]).encode() + "Đ".encode()[:1])
    assert "is not utf-8" in refused(run(path), sqlite)


def test_a_file_that_was_cut_off_rejects_its_last_row(tmp_path: Path, sqlite: Engine) -> None:
    path = tmp_path / "hs.csv"
    path.write_text(csv_text([HEAD, line(1), line(2)])[:-45], encoding="utf-8")
    assert (counts(run(path))["new"], counts(run(path))["rejected"]) == (1, 1)


def test_a_quotation_mark_left_open(tmp_path: Path, sqlite: Engine) -> None:
    rows = [HEAD, line(1), [2, "H37.99.99-261118-0002", '"Tách hộ', *line(2)[3:]], *[line(n) for n in range(3, 3000)]]
    assert "Is a quotation mark left open?" in refused(run(write(tmp_path / "hs.csv", rows)), sqlite)


def test_dates_of_three_formats_are_read_and_a_month_in_front_stops_the_file(tmp_path: Path, sqlite: Engine) -> None:
    good = [line(1, updated="20/11/2026"), line(2, updated="2026-11-20 10:00"), line(3, updated="10:00 20-11-2026")]
    assert counts(run(write(tmp_path / "a.csv", [HEAD, *good]), "--dry-run"))["new"] == 3
    output = refused(run(write(tmp_path / "b.csv", [HEAD, *good, line(4, updated="11/20/2026")])), sqlite)
    assert (
        "line 5: Ngày cập nhật: a date with the month in front: 99/99/9999" in output and "nothing was taken" in output
    )


def test_a_file_without_times_of_change_needs_the_time_of_the_export(tmp_path: Path, sqlite: Engine) -> None:
    path = write(tmp_path / "hs.csv", [HEAD[:-1], line(1)[:-1]])
    assert "--exported" in refused(run(path), sqlite)
    assert counts(run(path, "--exported", "2026-11-20 17:00"))["new"] == 1
    assert counts(run(path, "--exported", "2026-11-21 07:00"))["changed"] == 1
    assert counts(run(path, "--exported", "2026-11-20 17:00"))["older"] == 1


def test_a_spreadsheet_below_merged_titles(tmp_path: Path, sqlite: Engine) -> None:
    rows: list[list[Any]] = [["UBND TỈNH MẪU"], [], HEAD, line(1), line(2), line(3), line(4), ["", "Tổng số: 4"]]
    rows[4][1] = '="H37.99.99-261118-"&"0002"'
    result = run(sheet(tmp_path / "hs.xlsx", rows, "A1:H1", "D6:D7"))
    assert (counts(result)["new"], counts(result)["rejected"]) == (1, 4)
    assert "line 5: a formula in place of a value" in result.output
    assert "line 6: merged cells" in result.output and "line 7: merged cells" in result.output
    assert "line 8: a row of totals" in result.output


def test_numbers_and_dates_of_a_spreadsheet(tmp_path: Path, sqlite: Engine, keys: Keys) -> None:
    row = line(1)
    row[4], row[7] = 900000012, dt.datetime(2026, 11, 20, 9, 5)
    assert counts(run(sheet(tmp_path / "hs.xlsx", [HEAD, row])))["new"] == 1
    found = dossier(sqlite, keys, "H37.99.99-261118-0001")
    assert found and found.phone == "0900000012"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("hs.csv", b"", "no row that heads the columns of a mapping (igate: Số hồ sơ, Trạng thái, Chủ hồ sơ; national"),
        ("hs.csv", b"a,b\n1,2\n", "add such a row, or write a mapping"),
        ("hs.csv", "Số hồ sơ,Trạng thái,Chủ hồ sơ,Ngày cập nhật\n".encode(), "holds no dossier that can be read"),
        ("hs.xls", b"\xd0\xcf\x11\xe0....", "an old .xls, or has a password"),
        ("hs.xlsx", b"PK\x03\x04....", "is damaged"),
    ],
)
def test_a_file_that_is_no_export(tmp_path: Path, sqlite: Engine, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert words in refused(run(path), sqlite)


def test_a_spreadsheet_that_is_none_inside(tmp_path: Path, sqlite: Engine) -> None:
    path = tmp_path / "hs.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<hoso")
    assert "save it again as .xlsx" in refused(run(path), sqlite)


def test_a_bomb_is_not_unpacked_and_a_gigabyte_not_read(
    tmp_path: Path, sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "hs.csv"
    with huge.open("wb") as stream:
        stream.truncate(1 << 30)
    assert "is larger than 500 MB: split it" in refused(run(huge), sqlite)
    monkeypatch.setattr(files, "MOST_BYTES", 1_000_000)
    bomb = tmp_path / "hs.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    assert bomb.stat().st_size < 10_000
    assert "unpacks to 1 MB in 1 parts" in refused(run(bomb), sqlite)


def test_a_mapping_of_ones_own(tmp_path: Path, sqlite: Engine) -> None:
    own = tmp_path / "xa-mau.yml"
    own.write_text(
        "name: xa-mau\n"
        "columns: {code: [Ma], status: [TT], applicant_name: [Ten], procedure_name: [Thu tuc], updated_at: [Luc]}\n"
        "statuses: {'17': completed}\n"
        "defaults: {agency: UBND xã Mẫu, handler: Bộ phận Một cửa, result_place: Quầy 1}\n",
        encoding="utf-8",
    )
    row = ["H37.99.99-261118-0001", "17", "NGUYỄN VĂN A", "Tách hộ", "20/11/2026"]
    path = write(tmp_path / "hs.csv", [["Mã", "TT", "Tên", "Thủ tục", "Lúc"], row])
    assert counts(run(path, "--mapping", own))["new"] == 1
    assert "there is no mapping 'khac': shipped are igate, national" in run(path, "--mapping", "khac").output


def test_two_imports_at_once_are_one_too_many(tmp_path: Path, database: Engine) -> None:
    path = write(tmp_path / "hs.csv", [HEAD, line(1)])
    with alone(database, "importing"):
        assert "another import is running" in refused(run(path), database)
    assert counts(run(path))["new"] == 1


def test_an_import_that_is_killed_is_completed_by_the_same_command(tmp_path: Path, database: Engine) -> None:
    path, rows = tmp_path / "hs.csv", 15_000
    write_export(path, rows, changed=False)
    killed = subprocess.Popen([*COMMAND, str(path)], cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE)
    until(lambda: count_dossiers(database), "the first batch")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    left = count_dossiers(database)
    assert 0 < left < rows and left % 1_000 == 0, "whole batches"
    told = counts(run(path))
    assert (told["new"], told["unchanged"], told["rejected"]) == (rows - left, left, 0)
    with reading(database) as connection:
        events = connection.execute(select(func.count(), func.count(dossier_events.c.dossier.distinct()))).one()
    assert tuple(events) == (rows, rows), "each dossier is new once"


def test_a_database_that_goes_away_is_said_and_what_was_taken_stays(
    tmp_path: Path, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from processes import dossier_import

    take, calls = dossier_import.take, []

    def broken(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise OperationalError("COMMIT", None, Exception("server closed the connection"))
        return take(*args)

    path = tmp_path / "hs.csv"
    write_export(path, 2_500, changed=False)
    monkeypatch.setattr(dossier_import, "take", broken)
    result = run(path)
    assert result.exit_code == 1 and "the database does not work: server closed the connection" in result.output
    assert count_dossiers(database) == 1_000
    assert counts(run(path))["new"] == 1_500
