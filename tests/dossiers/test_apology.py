"""The draft of Mẫu 04: filled from the dossier, reason and new date left to the officer, a file that Word opens."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document

from bot.dossiers.apology import NotLate, draft_apology
from bot.dossiers.export.mapping import Mapping, shipped_mappings
from bot.dossiers.status import Status
from tests.dossiers.examples import at, dossier

NOW = at("2026-11-30 09:00")
UNIT = "Trung tâm Phục vụ hành chính công xã Mẫu"


def text_of(draft: bytes) -> str:
    document = Document(io.BytesIO(draft))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def draft(**changes: Any) -> str:
    return text_of(draft_apology(dossier(**changes), UNIT, NOW))


def test_all_that_is_known_is_in_it() -> None:
    text = draft()
    for words in (
        "Mẫu số 04",
        "VĂN BẢN XIN LỖI",
        UNIT.upper(),
        "Kính gửi: Ông/Bà NGUYỄN VĂN A",
        "Ngày 18/11/2026, Công an xã Mẫu tiếp nhận",
        "H37.99.99-261118-0001",
        "Tách hộ",
        "Thời gian hẹn trả kết quả: ngày 26/11/2026.",
        "chưa trả kết quả",
        "Ngày 30/11/2026",
        "tại Trung tâm Phục vụ hành chính công xã Mẫu",
    ):
        assert words in text


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.STOPPED, Status.NOT_ACCEPTED])
def test_what_ended_without_a_result_has_none_to_be_sorry_for(status: Status) -> None:
    with pytest.raises(NotLate):
        draft(status=status, clock_stopped_at=at("2026-11-28 09:00"))


def test_reason_and_new_date_are_left_and_no_place_is_forgotten() -> None:
    text = draft(reason="chờ xác minh")
    assert re.search(r"Lý do: \.{50,}", text) and "chờ xác minh" not in text
    assert "vào ngày ....... tháng ....... năm ........" in text
    assert not re.search(r"[{}%]", text)


@pytest.mark.parametrize("told", ["finished_at", "clock_stopped_at"])
def test_what_was_finished_late_needs_no_new_date(told: str) -> None:
    """Also where the source does not say when: then it is known since when it is so."""
    text = draft(status=Status.COMPLETED, **{told: at("2026-11-27 10:00")})
    assert "giải quyết xong hồ sơ của Ông/Bà muộn hơn" in text and "Kết quả có từ ngày 27/11/2026" in text
    assert "gia hạn thời gian giải quyết và" not in text


@pytest.mark.parametrize(
    ("changes", "collects"),
    [
        ({"status": Status.COMPLETED}, True),
        ({"status": Status.COMPLETED, "electronic": True}, False),
        ({"status": Status.RETURNED}, False),
    ],
)
def test_only_what_waits_at_a_counter_is_to_be_collected(changes: dict[str, Any], collects: bool) -> None:
    text = draft(**changes, finished_at=at("2026-11-27 10:00"))
    assert ("Kết quả có từ ngày 27/11/2026, Ông/Bà nhận tại Trung tâm" in text) is collects
    assert ("Kết quả có từ ngày 27/11/2026." in text) is not collects and ("nhận tại" in text) is collects


@pytest.mark.parametrize(
    ("due", "said"),
    [("2026-11-26 17:00", "kết quả: ngày 26/11/2026."), ("2026-11-26 10:30", "kết quả: 10:30 ngày 26/11/2026.")],
)
def test_an_hour_is_promised_only_where_the_source_gave_one(due: str, said: str) -> None:
    assert said in draft(due_at=at(due))


@pytest.mark.parametrize("mapping", shipped_mappings(), ids=lambda mapping: mapping.name)
def test_what_stands_in_for_an_unnamed_agency_and_place_reads_as_a_letter(mapping: Mapping) -> None:
    text = draft(agency=mapping.defaults["agency"], result_place=mapping.defaults["result_place"])
    assert "của Ông/Bà. Cơ quan giải quyết xin lỗi Ông/Bà." in text
    assert re.search(r"^Cơ quan giải quyết đề nghị gia hạn", text, re.MULTILINE)
    assert "Ngày 18/11/2026, cơ quan giải quyết tiếp nhận" in text
    assert "anh/chị" not in text and "đã nộp hồ sơ." in text


def test_a_counted_due_date_says_so_and_an_unknown_day_is_left() -> None:
    text = draft(due_expected=True, accepted_at=None)
    assert "tính theo thời hạn giải quyết" in text and "Ngày ...../...../........, Công an" in text


@pytest.mark.parametrize("name", ["A & B <CÔNG TY>", "{{ code }}", "{% if %}", '"O\'NEIL"'])
def test_a_name_is_only_a_name(name: str) -> None:
    assert f"Kính gửi: Ông/Bà {name}" in draft(applicant_name=name)


@pytest.mark.parametrize(
    "changes",
    [
        {"due_at": at("2026-12-30 17:00")},
        {"due_at": None},
        {"status": Status.SUPPLEMENT_REQUIRED},
        {"status": Status.COMPLETED, "finished_at": at("2026-11-20 10:00")},
    ],
)
def test_what_is_not_late_gets_none(changes: dict[str, Any]) -> None:
    with pytest.raises(NotLate):
        draft(**changes)


def test_the_file_holds_no_author_and_no_path() -> None:
    archive = zipfile.ZipFile(io.BytesIO(draft_apology(dossier(), UNIT, NOW)))
    assert archive.testzip() is None
    core = archive.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
