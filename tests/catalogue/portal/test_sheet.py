from __future__ import annotations

import pytest

from bot.catalogue.portal.finish import ProvinceNeeded, Unreadable
from bot.catalogue.portal.imported import Flag
from bot.catalogue.portal.provinces import find_province
from bot.catalogue.portal.sheet import Cell, find_columns, read_row
from bot.catalogue.record import Level, OnlineLevel

HEAD = ["STT", "Mã TTHC", "MỨC ĐỘ DVC", "TÊN TTHC", "LĨNH VỰC", "QUYẾT ĐỊNH"]
COLUMNS = find_columns(HEAD) or {}


def row(
    code: Cell = "1.999001.000.00.00.H99", name: str = "Cấp thẻ nuôi chim", online: str = "Toàn trình"
) -> list[Cell]:
    return [1, code, online, name, "[SCC] - Chăn nuôi", "99/QĐ-UBND"]


def test_the_head_is_found_by_its_words() -> None:
    assert COLUMNS == {"code": 1, "online": 2, "name": 3, "field": 4, "decision": 5}
    assert find_columns(["Mã số", "Tên", "Cơ quan thực hiện"]) == {"code": 0, "name": 1, "agency": 2}
    assert find_columns(["TỈNH MẪU", None, "DANH SÁCH"]) is None
    assert find_columns(["Mã TTHC", "Ghi chú"]) is None


def test_a_row_is_what_it_says() -> None:
    record = read_row(row(name="Cấp thẻ nuôi chim (cấp xã)"), COLUMNS, "20")
    assert record and (record.code, record.scope, record.field) == ("1.999001", "20", "Chăn nuôi")
    assert (record.online, record.decision, record.levels) == (OnlineLevel.FULL, "99/QĐ-UBND", (Level.COMMUNE,))


def test_an_information_level_of_old_says_nothing_of_today() -> None:
    record = read_row(row(online="Mức độ 2"), COLUMNS, "20")
    assert record and record.online is None


def test_a_code_that_a_spreadsheet_made_a_number_is_repaired() -> None:
    record = read_row(row(code=1.99901), COLUMNS, "20")
    assert record and record.code == "1.999010" and Flag.CODE_MENDED in record.flags


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (row(name="Thủ tục test"), "a test entry"),
        (row(name="Test nộp thử"), "a test entry"),
        (row(name=""), "has no name"),
        (row(code="1.9990"), "no usable code: '1.9990'"),
        (row(code=None), "no usable code"),
        (row(code=True), "no usable code"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells: list[Cell], reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_row(cells, COLUMNS, "20")


def test_an_empty_row_and_a_short_one() -> None:
    assert read_row([None, None, None, None], COLUMNS, "") is None
    assert read_row([], COLUMNS, "") is None


@pytest.mark.parametrize("code", ["1.999001.000.00.00.H99", "CHIM_01"])
def test_a_provinces_list_needs_its_province(code: str) -> None:
    with pytest.raises(ProvinceNeeded, match=code):
        read_row(row(code=code), COLUMNS, "")


def test_a_name_that_begins_like_a_test_is_none() -> None:
    assert read_row(row(name="Testosteron cho chim"), COLUMNS, "20")


@pytest.mark.parametrize("text", ["20", "Lạng Sơn", "lang son", "Tỉnh Lạng Sơn"])
def test_a_province_is_found_by_code_or_name(text: str) -> None:
    assert find_province(text) == "20"


def test_other_names_are_no_province() -> None:
    assert find_province("tp. Hồ Chí Minh") == find_province("ho chi minh") == "79"
    assert find_province("Long An") is None
