from __future__ import annotations

import datetime as dt

import pytest

from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import Cell, MonthFirst, Unreadable
from bot.dossiers.export.mapping import find_head, shipped_mappings
from bot.dossiers.export.rows import RowReader, dossier_code
from bot.dossiers.status import Status
from tests.dossiers.examples import at

GOOD: dict[str, Cell] = {
    "Số hồ sơ": "h37 99 99 - 261118 - 0001",
    "Mã thủ tục": "1.001193.000.00.00.H37",
    "Tên thủ tục": "Đăng ký khai sinh",
    "Chủ hồ sơ": "NGUYỄN VĂN A",
    "Số điện thoại": 900000012,
    "Mã tra cứu": "7k2m",
    "Trạng thái": "Đang xử lý",
    "Cơ quan giải quyết": "UBND xã Mẫu",
    "Phòng ban xử lý": "Bộ phận Tư pháp - Hộ tịch",
    "Ngày nộp": "18/11/2026 07:45",
    "Ngày tiếp nhận": "18/11/2026 08:15",
    "Ngày hẹn trả": "26/11/2026",
    "Ngày có kết quả": None,
    "Giấy tờ cần bổ sung": None,
    "Số tiền phải nộp": None,
    "Hạn bổ sung": None,
    "Ngày cập nhật": "20/11/2026 09:05",
}
PROCEDURES = {"1.001193": ("dang-ky-khai-sinh", "Đăng ký khai sinh")}
NOW = at("2026-11-21 09:00")


def read(exported_at: dt.datetime | None = None, **changes: Cell) -> Dossier:
    row = GOOD | {name.replace("_", " "): cell for name, cell in changes.items()}
    head = find_head(list(row), shipped_mappings())
    assert head
    dossier = RowReader(head, PROCEDURES, exported_at, NOW).read(list(row.values()))
    assert dossier
    return dossier


def test_a_whole_row() -> None:
    assert read() == Dossier(
        code="H37.99.99-261118-0001",
        procedure_id="dang-ky-khai-sinh",
        procedure_name="Đăng ký khai sinh",
        applicant_name="NGUYỄN VĂN A",
        phone="0900000012",
        look_up_code="7K2M",
        status=Status.IN_PROGRESS,
        agency="UBND xã Mẫu",
        handler="Bộ phận Tư pháp - Hộ tịch",
        submitted_at=at("2026-11-18 07:45"),
        accepted_at=at("2026-11-18 08:15"),
        due_at=at("2026-11-26 17:00"),
        result_place="nơi anh/chị đã nộp hồ sơ",
        updated_at=at("2026-11-20 09:05"),
    )


def test_what_is_asked_of_the_person() -> None:
    dossier = read(
        Trạng_thái="Yêu cầu bổ sung",
        Giấy_tờ_cần_bổ_sung="Tờ khai; Bản sao",
        Hạn_bổ_sung="27/11/2026",
        Số_tiền_phải_nộp="15.000 đồng",
    )
    assert (dossier.missing, dossier.supply_by) == (("Tờ khai", "Bản sao"), dt.date(2026, 11, 27))
    assert dossier.amount_due == 15_000


def test_a_due_day_lasts_until_offices_close_and_a_due_time_is_kept() -> None:
    assert read(Ngày_hẹn_trả="26/11/2026 10:30").due_at == at("2026-11-26 10:30")


def test_a_procedure_that_no_record_has_keeps_its_code() -> None:
    assert read(Mã_thủ_tục="1.999999").procedure_id == "1.999999"
    assert read(Tên_thủ_tục="").procedure_name == "Đăng ký khai sinh"
    with pytest.raises(Unreadable, match="Tên thủ tục: empty"):
        read(Mã_thủ_tục="1.999999", Tên_thủ_tục="")


def test_empty_departments_have_a_stand_in() -> None:
    dossier = read(Cơ_quan_giải_quyết="", Phòng_ban_xử_lý=None)
    assert (dossier.agency, dossier.handler) == ("cơ quan giải quyết", "bộ phận một cửa")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Số_hồ_sơ": ""}, "Số hồ sơ: empty"),
        ({"Số_hồ_sơ": "12345"}, "Số hồ sơ: no code of a dossier: 99999"),
        ({"Số_hồ_sơ": "H37.99.99-261332-0001"}, "no code of a dossier"),
        ({"Số_hồ_sơ": "H37.99.99-261118-0001 và H37.99.99-261118-0002"}, "no code of a dossier"),
        ({"Số_hồ_sơ": "Tổng số hồ sơ: 12"}, "a row of totals"),
        ({"Số_hồ_sơ": None, "Tên_thủ_tục": "TỔNG CỘNG"}, "a row of totals"),
        ({"Trạng_thái": ""}, "Trạng thái: empty"),
        ({"Trạng_thái": "Tạm dừng"}, "Trạng thái: not in the mapping: xxx xxxx"),
        ({"Trạng_thái": 77}, "Trạng thái: not in the mapping: 77"),
        ({"Chủ_hồ_sơ": " "}, "Chủ hồ sơ: empty"),
        ({"Ngày_tiếp_nhận": "18/11/26"}, "Ngày tiếp nhận: no date: 99/99/99"),
        ({"Ngày_cập_nhật": ""}, "Ngày cập nhật: empty"),
        ({"Ngày_cập_nhật": "22/11/2026 09:00"}, "Ngày cập nhật: in the future"),
        ({"Ngày_có_kết_quả": "17/11/2026"}, "it ended before it was accepted"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(changes: dict[str, Cell], reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as caught:
        read(**changes)
    assert not any(word in str(caught.value) for word in ("NGUYỄN", "0900000012", "900000012", "7K2M"))


def test_a_month_in_front_names_its_column() -> None:
    with pytest.raises(MonthFirst, match="Ngày hẹn trả: a date with the month in front"):
        read(Ngày_hẹn_trả="11/26/2026")


def test_rows_that_do_not_say_when_they_changed_have_the_time_of_the_export() -> None:
    assert read(exported_at=at("2026-11-20 18:00"), Ngày_cập_nhật=None).updated_at == at("2026-11-20 18:00")


def test_a_number_with_words_counts_as_the_number() -> None:
    head = find_head(["MaHoSo", "TrangThaiHoSo", "ChuHoSo", "TenTTHC"], shipped_mappings())
    assert head
    reader = RowReader(head, {}, NOW, NOW)
    row: list[Cell] = ["H37.99.99-261118-0001", "10 - Đã trả kết quả", "NGUYỄN VĂN A", "Tách hộ"]
    dossier = reader.read(row)
    assert dossier and dossier.status is Status.RETURNED
    assert reader.read([*row, None, ""]) == dossier, "empty cells beyond the head do not matter"
    with pytest.raises(Unreadable, match=r"more cells than the head has \(4\)"):
        reader.read([*row, "x"])
    with pytest.raises(Unreadable, match="ChuHoSo: empty"):
        reader.read(row[:2])


def test_an_empty_row_is_nothing() -> None:
    head = find_head(list(GOOD), shipped_mappings())
    assert head and RowReader(head, {}, NOW, NOW).read([None, "", None]) is None


def test_the_usual_code_needs_no_search_and_its_day_is_checked_all_the_same() -> None:
    assert dossier_code("H37.99.99-261118-0001") == "H37.99.99-261118-0001"
    assert dossier_code("H37.99.99-260230-0001") is None
    assert dossier_code("000.00.99.H37-261118-0001") == "000.00.99.H37-261118-0001"
    assert dossier_code("03706/2026/07906") == "03706/2026/07906"
