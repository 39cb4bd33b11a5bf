"""`motcua catalogue import` on small files of each shape, good ones and bad ones."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from bot.catalogue.portal.imported import Imported
from bot.store.catalogue import current_procedures, history
from bot.store.engine import open_engine
from processes import catalogue_files, catalogue_sheets, files
from processes.cli import main
from tests.catalogue.portal.examples import PAGE, api, crawled

HEAD = ["STT", "Mã TTHC", "MỨC ĐỘ DVC", "TÊN TTHC", "LĨNH VỰC", "QUYẾT ĐỊNH"]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    monkeypatch.setenv("MOTCUA_DATABASE_URL", url)
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    return url


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["catalogue", *map(str, words)])


def counts(result: Result) -> dict[str, int]:
    """The numbers behind new, changed, unchanged and skipped."""
    assert result.exit_code == 0, result.output
    told = [line.split() for line in result.output.splitlines() if line.startswith("  ")]
    return {words[0]: int(words[1]) for words in told if len(words) == 2 and words[1].isdigit()}


def lines(path: Path, records: Iterable[Any]) -> Path:
    texts = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def birds(number: int) -> list[dict[str, Any]]:
    """Records of different codes and pages."""
    return [
        crawled(ma_thu_tuc=f"1.99900{i}", detail_url=f"{PAGE[:-1]}{i}", ten_thu_tuc=f"Nuôi chim loại {i}")
        for i in range(number)
    ]


def sheet(path: Path, rows: Iterable[list[Any]]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def codes(database: str) -> list[str | None]:
    engine = open_engine(database)
    found = [procedure.code or procedure.id for procedure in current_procedures(engine, [])]
    engine.dispose()
    return found


def test_json_lines_are_imported_twice_and_change_once(tmp_path: Path, database: str) -> None:
    path = lines(tmp_path / "chim.jsonl", birds(3))
    first, second = counts(run("import", path)), counts(run("import", path))
    assert (first["new"], second["new"], second["unchanged"], second["skipped"]) == (3, 0, 3, 0)
    changed = birds(3)
    changed[1]["linh_vuc"] = "Thú y"
    third = counts(run("import", lines(path, changed)))
    assert (third["changed"], third["unchanged"]) == (1, 2)
    assert codes(database) == ["1.999000", "1.999002", "1.999001"]


def test_a_broken_line_is_skipped_and_named(tmp_path: Path, database: str) -> None:
    good = birds(2)
    bad = ["{broken", json.dumps({"ten": "chim"}), json.dumps(crawled(ma_thu_tuc=7)), "[" * 2000, "5"]
    result = run("import", lines(tmp_path / "chim.jsonl", [good[0], *bad, "", good[1]]))
    assert (counts(result)["new"], counts(result)["skipped"]) == (2, 5)
    assert "line 2: broken JSON" in result.output and "export this record again" in result.output
    assert "line 3: no record of the portal" in result.output
    assert "line 4: Expected `str`, got `int` - at `$.ma_thu_tuc`" in result.output
    assert codes(database) == ["1.999000", "1.999001"]


def test_a_line_in_another_encoding_is_skipped_with_its_cure(tmp_path: Path) -> None:
    path = tmp_path / "chim.jsonl"
    text = [json.dumps(record, ensure_ascii=False) for record in birds(2)]
    path.write_bytes(text[0].encode() + b"\n" + text[1].encode("cp1258", "replace") + b"\n")
    result = run("import", path)
    assert counts(result)["new"] == 1
    assert "line 2:" in result.output and "save the file as UTF-8" in result.output


def test_packed_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    body = "\ufeff" + "\r\n".join(json.dumps(record) for record in birds(2))
    path = tmp_path / "chim.jsonl.gz"
    path.write_bytes(gzip.compress(body.encode()))
    assert counts(run("import", path))["new"] == 2


@pytest.mark.parametrize(
    "shape", [lambda r: r, lambda r: {"code": "OK", "data": r}, lambda r: [r, api(code="1.999003", id=None)]]
)
def test_answers_of_the_api(tmp_path: Path, shape: Any) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(shape(api()), indent=1), encoding="utf-8")
    assert counts(run("import", path))["new"] == (2 if isinstance(shape(0), list) else 1)


def test_a_list_below_merged_titles(tmp_path: Path, database: str) -> None:
    workbook = Workbook()
    table = workbook.active
    table["A1"] = "UBND TỈNH MẪU\nDANH SÁCH THỦ TỤC"
    table.merge_cells("A1:F3")
    for column, head in enumerate(HEAD, 1):
        table.cell(5, column, head)
    rows = [
        ["=1", "1.999001.000.00.00.H99", "Toàn trình", "Nuôi chim", "Chăn nuôi", None],
        ["=A6+1", "CHIM_01", "Một phần", "Xem chim", "Chăn nuôi", None],
        [3, 1.99901, "Mức độ 2", "Bán chim", "Chăn nuôi", None],
        [4, "1.999001.000.00.00.H99", "Toàn trình", "Nuôi chim (cấp xã)", "Chăn nuôi", None],
        [5, '="1.99"&"9002"', "Toàn trình", "Thả chim", "Chăn nuôi", None],
        [6, "1.999004", "Toàn trình", "Thủ tục test", "Chăn nuôi", None],
        [7, "1.99900", "Toàn trình", "Ru chim", "Chăn nuôi", None],
        [None, None, None, None],
    ]
    for number, row in enumerate(rows, 6):
        for column, value in enumerate(row, 1):
            table.cell(number, column, value)
    workbook.save(tmp_path / "chim.xlsx")
    result = run("import", tmp_path / "chim.xlsx", "--province", "lang son")
    assert (counts(result)["new"], counts(result)["skipped"]) == (3, 4)
    assert "line 10: a formula stands for the code: copy the column and paste it as values" in result.output
    assert "line 9: code 1.999001 is in line 6 already: taken as one" in result.output
    assert "line 12: no usable code: '1.99900'" in result.output
    assert codes(database) == ["1.999001", "p-20-chim-01", "1.999010"]


def test_a_ministrys_list_needs_no_province(tmp_path: Path) -> None:
    rows = [["Mã số", "Tên", "Cơ quan thực hiện"], ["1.999001", "Nuôi chim", "Sở Chim\nSở Cá"]]
    assert counts(run("import", sheet(tmp_path / "bo.xlsx", rows)))["new"] == 1


def test_a_provinces_list_without_its_province_is_refused(tmp_path: Path, database: str) -> None:
    path = sheet(tmp_path / "tinh.xlsx", [HEAD, [1, "1.999001.000.00.00.H99", "", "Nuôi chim", "", ""]])
    result = run("import", path)
    assert result.exit_code == 1 and "say which one's with --province" in result.output
    unknown = run("import", path, "--province", "Long An")
    assert unknown.exit_code == 1 and "no province is called 'Long An'; known are 01 Hà Nội" in unknown.output
    assert codes(database) == []


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no procedure that can be read"),
        (b"hello\nworld\n", "line 1: broken JSON"),
        (b'{"a": 1}\n{"b": 2}\n', "line 1: no record of the portal"),
        ("{}".encode("utf-16"), "is UTF-16: save it as UTF-8"),
        (b"\xd0\xcf\x11\xe0....", "an old .xls, or has a password"),
        (b"\x1f\x8b....", "cannot be unpacked"),
        (b"PK\x03\x04....", "is damaged"),
    ],
)
def test_a_file_of_unknown_shape_is_refused_as_a_whole(tmp_path: Path, database: str, data: bytes, words: str) -> None:
    result = run("import", write(tmp_path / "la.bin", data))
    assert result.exit_code == 1 and words in result.output and "Traceback" not in result.output
    assert codes(database) == []


def test_a_sheet_with_other_columns_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    result = run("import", sheet(tmp_path / "la.xlsx", [["STT", "Họ tên", "Điện thoại"], [1, "A", "B"]]))
    assert result.exit_code == 1
    assert "has no row that heads the columns ma tthc or ma thu tuc" in result.output


def test_a_spreadsheet_that_is_none_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "la.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<chim")
    result = run("import", path)
    assert result.exit_code == 1 and "save it again as .xlsx" in result.output


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(catalogue_files, "MOST_BYTES", 1_000_000)
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    assert "unpacks to 1 MB in 1 parts, as no list does" in run("import", path).output
    packed = write(tmp_path / "bom.gz", gzip.compress(b" " * 2_000_000))
    assert "is larger than 0 MB: split it" in run("import", packed).output


def test_entities_of_xml_are_not_expanded(tmp_path: Path) -> None:
    path = sheet(tmp_path / "chim.xlsx", [HEAD, [1, "1.999001", "", "Nuôi chim", "", ""]])
    laughs = '<!DOCTYPE x [<!ENTITY a "chim"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            bad = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, laughs.encode() + body.split(b"?>")[-1] if bad else body)
    result = run("import", path)
    assert result.exit_code == 1 and "save it again as .xlsx" in result.output


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_sheets, "MOST_ROWS", 3)
    rows = [HEAD, *([i, f"1.99900{i}", "", f"Nuôi chim {i}", "", ""] for i in range(5))]
    assert "more than 3 rows" in run("import", sheet(tmp_path / "chim.xlsx", rows)).output


def test_a_dry_run_changes_nothing(tmp_path: Path, database: str) -> None:
    result = run("import", lines(tmp_path / "chim.jsonl", birds(2)), "--dry-run")
    assert "2 records read (dry run)" in result.output and counts(result)["new"] == 2
    assert codes(database) == []


def test_flags_are_counted(tmp_path: Path) -> None:
    records = birds(3)
    records[0] |= {"ma_thu_tuc": "1.001193", "so_quyet_dinh": "QĐ/0001-BTN"}
    told = counts(run("import", lines(tmp_path / "chim.jsonl", records)))
    assert (told["curated_wins"], told["decision_placeholder"]) == (1, 1)


def test_the_history_of_a_code_is_shown(tmp_path: Path, database: str) -> None:
    run("import", lines(tmp_path / "chim.jsonl", birds(1)))
    run("import", lines(tmp_path / "chim.jsonl", [crawled(ma_thu_tuc="1.999000", so_quyet_dinh="Demo/QĐ")]))
    told = run("show", "1.999000").output
    assert told.count("(chim.jsonl)") == 2 and "to now UTC, detail" in told and "decision_placeholder" in told
    assert "No import brought 1.999009." in run("show", "1.999009").output
    assert "answered from a curated record" in run("show", "1.001193").output
    engine = open_engine(database)
    assert all(isinstance(version.record, Imported) for version in history(engine, "1.999000"))
    engine.dispose()
