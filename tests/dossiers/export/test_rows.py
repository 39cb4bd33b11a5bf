from __future__ import annotations

import datetime as dt

import pytest

from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import Cell, MonthFirst, Unreadable
from bot.dossiers.export.heads import find_head
from bot.dossiers.export.mapping import shipped_mappings
from bot.dossiers.export.rows import RowReader, dossier_code
from bot.dossiers.status import Delivery, Payment, Status
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


def reader_of(row: dict[str, Cell], exported_at: dt.datetime | None = None) -> RowReader:
    head = find_head(list(row), shipped_mappings())
    assert head
    return RowReader(head, PROCEDURES, exported_at, NOW)


def row_of(**changes: Cell) -> dict[str, Cell]:
    return GOOD | {name.replace("_", " "): cell for name, cell in changes.items()}


def read(exported_at: dt.datetime | None = None, **changes: Cell) -> Dossier:
    row = row_of(**changes)
    dossier = reader_of(row, exported_at).read(list(row.values()))
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


def test_where_money_and_result_are_and_what_was_promised_anew() -> None:
    dossier = read(
        Trạng_thái="Đã xử lý xong",
        Trạng_thái_thanh_toán="Đã thanh toán",
        Trạng_thái_bưu_chính="ĐANG PHÁT",
        Ngày_hẹn_lại="02/12/2026",
    )
    assert (dossier.payment, dossier.delivery) == (Payment.PAID, Delivery.SENT)
    assert dossier.new_due_at == at("2026-12-02 17:00")
    odd = read(Trạng_thái_thanh_toán="Lỗi", Trạng_thái_bưu_chính="Khác", Ngày_hẹn_lại="")
    assert (odd.payment, odd.delivery, odd.new_due_at) == (None, None, None)


def test_a_due_day_lasts_until_offices_close_and_a_due_time_is_kept() -> None:
    assert read(Ngày_hẹn_trả="26/11/2026 10:30").due_at == at("2026-11-26 10:30")
    assert read(Ngày_hẹn_trả="26/11/2026 00:00:00").due_at == at("2026-11-26 17:00")


def test_stand_ins_for_nothing_are_told_to_nobody() -> None:
    dossier = read(Mã_thủ_tục="NULL", Ngày_có_kết_quả="0001-01-01T00:00:00", Lý_do="NULL", Mã_tra_cứu="NULL")
    assert (dossier.procedure_id, dossier.finished_at, dossier.reason, dossier.look_up_code) == ("", None, None, "")
    with pytest.raises(Unreadable, match="Chủ hồ sơ: empty"):
        read(Chủ_hồ_sơ="NULL")


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("H37.99.99-261016-0001", "2026-10-16 00:00"),
        ("000.00.99.H37-261016-0001", "2026-10-16 00:00"),
        ("G09.99-20261016-0000001", "2026-10-16 00:00"),
    ],
)
def test_without_a_day_of_receipt_the_code_tells_it_and_no_time_of_day(code: str, day: str) -> None:
    assert read(Số_hồ_sơ=code, Ngày_nộp="", Ngày_tiếp_nhận="").submitted_at == at(day)
    assert read(Số_hồ_sơ=code, Ngày_nộp="").submitted_at == at(day)


def test_what_was_accepted_was_received_before() -> None:
    for code in ("H37.99.99-261119-0001", "03706/2026/07906"):
        assert read(Số_hồ_sơ=code, Ngày_nộp="").submitted_at == at("2026-11-18 08:15")


def test_what_is_still_worked_on_has_not_ended() -> None:
    planned: dict[str, Cell] = {"Ngày_có_kết_quả": "25/11/2026", "Ngày_trả_kết_quả": "19/11/2026"}
    running = read(**planned)
    assert (running.finished_at, running.returned_at) == (None, None)
    waiting = read(Trạng_thái="Chờ bổ sung", **planned)
    assert (waiting.finished_at, waiting.returned_at) == (None, None)
    done = read(Trạng_thái="Đã trả kết quả", Ngày_có_kết_quả="19/11/2026", Ngày_trả_kết_quả="20/11/2026")
    assert (done.finished_at, done.returned_at) == (at("2026-11-19 00:00"), at("2026-11-20 00:00"))


def test_rows_whose_phone_or_amount_cannot_be_read_are_taken_and_counted() -> None:
    reader = reader_of(GOOD)
    for phone, amount in (("09000000123", "12,5 triệu"), ("không có", "Miễn phí"), ("0", "0"), ("", "")):
        dossier = reader.read(list(row_of(Số_điện_thoại=phone, Số_tiền_phải_nộp=amount).values()))
        assert dossier and (dossier.phone, dossier.amount_due) == ("", None)
    with pytest.raises(Unreadable):
        reader.read(list(row_of(Số_điện_thoại="09000000123", Chủ_hồ_sơ="").values()))
    assert (reader.unread_phones, reader.unread_amounts) == (1, 1)


@pytest.mark.parametrize("cell", ["'H37.99.99-261118-0001", '="H37.99.99-261118-0001"', "H37.99.99-261118-0001\u00a0"])
def test_a_code_that_a_spreadsheet_keeps_as_text(cell: str) -> None:
    assert read(Số_hồ_sơ=cell).code == "H37.99.99-261118-0001"


@pytest.mark.parametrize("cell", [2.00072, "2.000720", 2000720, 2000720.0, "2.000720.000.00.00.H37"])
def test_the_code_of_a_procedure_that_a_spreadsheet_made_a_number(cell: Cell) -> None:
    assert read(Mã_thủ_tục=cell).procedure_id == "2.000720"


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
        ({"Số_hồ_sơ": None, "Tên_thủ_tục": "TỔNG CỘNG", "Trạng_thái": None}, "a row of totals"),
        ({"Số_hồ_sơ": "", "Chủ_hồ_sơ": "Công", "Trạng_thái": 12}, "a row of totals"),
        ({"Số_hồ_sơ": "H37-XX", "Chủ_hồ_sơ": "Công"}, "no code of a dossier: x99-xx"),
        ({"Số_hồ_sơ": "H37-XX", "Chủ_hồ_sơ": "Tổng", "Trạng_thái": ""}, "no code of a dossier: x99-xx"),
        ({"Số_hồ_sơ": "", "Chủ_hồ_sơ": "Công"}, "Số hồ sơ: empty"),
        ({"Trạng_thái": ""}, "Trạng thái: empty"),
        ({"Trạng_thái": "Tạm dừng"}, "Trạng thái: not in the mapping: Tạm dừng"),
        ({"Trạng_thái": "NGUYỄN VĂN A"}, "Trạng thái: not in the mapping: xxxxxx xxx x"),
        ({"Trạng_thái": 77}, "Trạng thái: not in the mapping: 77"),
        ({"Chủ_hồ_sơ": " "}, "Chủ hồ sơ: empty"),
        ({"Chủ_hồ_sơ": "Nguy?n V?n A"}, "Chủ hồ sơ: letters are lost"),
        ({"Chủ_hồ_sơ": "L? Th?"}, "Chủ hồ sơ: letters are lost"),
        ({"Chủ_hồ_sơ": "=VLOOKUP(A1)"}, "Chủ hồ sơ: a formula"),
        ({"Tên_thủ_tục": "Tách hộ,NGUYỄN VĂN A\n2,H37.99.99-261118-0002"}, "Tên thủ tục: a line break"),
        ({"Lý_do": "Thiếu\n2,H37.99.99-261118-0002,NGUYỄN VĂN A"}, "Lý do: it holds other rows"),
        ({"Ngày_tiếp_nhận": "18-11-26"}, "Ngày tiếp nhận: no date: 99-99-99"),
        ({"Ngày_cập_nhật": ""}, "Ngày cập nhật: empty"),
        ({"Ngày_cập_nhật": "22/11/2026 09:00"}, "Ngày cập nhật: in the future"),
        ({"Trạng_thái": "Đã xử lý xong", "Ngày_có_kết_quả": "17/11/2026"}, "it ended before it was accepted"),
        ({"Ngày_hẹn_trả": "26/11/2025"}, "it was due before it was accepted"),
        ({"Ngày_hẹn_trả": "26/11/2025", "Ngày_tiếp_nhận": ""}, "it was due before it was accepted"),
        ({"Số_hồ_sơ": "03706/2026/07906", "Ngày_nộp": "", "Ngày_tiếp_nhận": ""}, "Ngày nộp: empty, and neither"),
        ({"Số_hồ_sơ": "H37.99.99-261201-0001", "Ngày_nộp": "", "Ngày_tiếp_nhận": ""}, "its day is in the future"),
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
