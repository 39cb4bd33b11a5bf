from __future__ import annotations

from pathlib import Path

import pytest

from bot.dossiers.export.mapping import FIELDS, SHIPPED, MappingError, find_head, load_mapping, plain, shipped_mappings
from bot.dossiers.status import Status

GOOD = """
name: mau
columns: {code: [Số], status: [TT], applicant_name: [Tên]}
statuses: {xong: completed}
defaults: {agency: a, handler: b, result_place: c}
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mau.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("mapping", shipped_mappings(), ids=lambda mapping: mapping.name)
def test_a_shipped_mapping_knows_all_statuses_and_is_called_like_its_file(mapping) -> None:  # type: ignore[no-untyped-def]
    assert set(mapping.statuses.values()) == set(Status)
    assert set(mapping.heads.values()) == set(FIELDS)
    assert (SHIPPED / f"{mapping.name}.yml").exists()


def test_numbers_and_words() -> None:
    by_name = {mapping.name: mapping.statuses for mapping in shipped_mappings()}
    assert by_name["national"]["4"] is Status.IN_PROGRESS
    assert by_name["igate"][plain("CHỜ TIẾP NHẬN")] is Status.SUBMITTED
    assert plain("Tạm dừng") not in by_name["igate"]


def test_a_head_is_found_whatever_the_order_and_the_accents() -> None:
    head = find_head(["STT", "trang  thai", "CHỦ HỒ SƠ", None, "So ho so:", 5], shipped_mappings())
    assert head and (head.mapping.name, head.width) == ("igate", 5)
    assert head.columns == {"status": 1, "applicant_name": 2, "code": 4}


@pytest.mark.parametrize("row", [[], ["Số hồ sơ", "Trạng thái"], ["DANH SÁCH HỒ SƠ", None], [1, 2, 3]])
def test_other_rows_are_no_head(row: list[object]) -> None:
    assert find_head(row, shipped_mappings()) is None  # type: ignore[arg-type]


def test_a_head_that_two_mappings_fit_is_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    with pytest.raises(MappingError, match=r"several mappings .*--mapping"):
        find_head(["so", "tt", "ten"], (load_mapping(path), load_mapping(path)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("completed", "finished"), "no status is called 'finished'; known are submitted"),
        (("Số", "Tên "), "twice, once accents are gone: ten"),
        (("code:", "kode:"), "unknown fields"),
        (("handler: b, ", ""), "neither column nor default for handler"),
        (("name: mau", "name: ''"), "a name has 1 to 40"),
        (("columns", "kolumns"), "kolumns"),
        (("name: mau", "name: ["), "no mapping"),
    ],
)
def test_a_faulty_mapping_is_refused_with_the_cause(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    with pytest.raises(MappingError, match=words):
        load_mapping(write(tmp_path, GOOD.replace(*change)))
