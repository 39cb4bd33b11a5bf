from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.record import Channel
from bot.dossiers.export.heads import find_head
from bot.dossiers.export.mapping import FIELDS, SHIPPED, MappingError, load_mapping, plain, shipped_mappings
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
    assert head.unread == ("STT",)


@pytest.mark.parametrize("order", [1, -1])
def test_the_owner_of_a_dossier_goes_before_who_hands_it_in(order: int) -> None:
    row = ["Người nộp", "Chủ hồ sơ", "SĐT người nộp", "Số điện thoại chủ hồ sơ", "Trạng thái", "Số hồ sơ"][::order]
    head = find_head(row, shipped_mappings())
    assert head and (row[head.columns["applicant_name"]], row[head.columns["phone"]]) == (
        "Chủ hồ sơ",
        "Số điện thoại chủ hồ sơ",
    )
    assert sorted(head.unread) == ["Người nộp", "SĐT người nộp"]


def test_of_one_head_twice_the_leftmost_is_read() -> None:
    head = find_head(["Trạng thái", "Số hồ sơ", "Chủ hồ sơ", "Trạng thái"], shipped_mappings())
    assert head and (head.columns["status"], head.unread) == (0, ("Trạng thái",))


def test_brackets_behind_a_head_do_not_matter_unless_another_column_has_the_whole_name() -> None:
    row = ["Số hồ sơ (*)", "Chủ hồ sơ", "Trạng thái (nội bộ)", "Tình trạng hồ sơ", "Ngày hẹn trả (dd/mm/yyyy) "]
    head = find_head(row, shipped_mappings())
    assert head and head.columns == {"code": 0, "applicant_name": 1, "status": 3, "due_at": 4}
    assert head.unread == ("Trạng thái (nội bộ)",)


@pytest.mark.parametrize(
    ("head", "field"),
    [
        *(("Thủ tục hành chính", "procedure_name"), ("Mã số hồ sơ", "code"), ("Cập nhật", "updated_at")),
        *(("Tên chủ hồ sơ", "applicant_name"), ("Họ tên", "applicant_name"), ("Họ và tên", "applicant_name")),
        *(("Ngày hẹn", "due_at"), ("Hạn trả", "due_at"), ("Hạn trả kết quả", "due_at"), ("Hạn giải quyết", "due_at")),
        *(("Thời gian tiếp nhận", "accepted_at"), ("Thời điểm tiếp nhận", "accepted_at")),
        *(("Ngày kết thúc", "finished_at"), ("Đơn vị xử lý", "agency"), ("Cơ quan xử lý", "agency")),
        *(("Số điện thoại liên hệ", "phone"), ("SĐT người nộp", "phone"), ("Lý do từ chối", "reason")),
    ],
)
def test_usual_heads_of_one_stop_systems(head: str, field: str) -> None:
    heads = next(mapping.heads for mapping in shipped_mappings() if mapping.name == "igate")
    assert heads[plain(head)] == field


def test_numbers_need_no_quotation_marks(tmp_path: Path) -> None:
    text = GOOD.replace("xong: completed", "17: completed, '08': returned") + "channels: {1: counter}\n"
    mapping = load_mapping(write(tmp_path, text))
    assert mapping.statuses == {"17": Status.COMPLETED, "8": Status.RETURNED}
    assert mapping.channels == {"1": Channel.COUNTER}


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
