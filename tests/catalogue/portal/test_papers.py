"""Papers, whose names, files, counts and headings are glued into one text."""

from __future__ import annotations

import pytest

from bot.catalogue.portal.imported import Flag
from bot.catalogue.portal.papers import read_papers, unglue, without_file
from tests.catalogue.portal.examples import PAPERS


def test_names_counts_and_files_come_apart() -> None:
    text = f"--{PAPERS}Đơn theo Mẫu 1 của Cục Chim cảnhMau 1.docx1 bản chínhẢnh của chim0 bản chính,2 bản sao"
    form, photo = read_papers(text).papers
    assert (form.name, form.originals, form.copies, form.form) == ("Đơn theo Mẫu 1 của Cục Chim cảnh", 1, 0, True)
    assert (photo.name, photo.originals, photo.copies, photo.form) == ("Ảnh của chim", 0, 2, False)


@pytest.mark.parametrize(
    ("name", "run", "originals", "rest", "flag"),
    [
        ("Đơn xin nuôi chim", "1", 1, "", None),
        ("Đơn theo Mẫu số ", "181", 1, "18", Flag.COUNT_GLUED),
        ("Đơn theo Mẫu số ", "21", 1, "2", Flag.COUNT_GLUED),
        ("Đơn ngày 02/7/", "20260", 0, "2026", Flag.COUNT_GLUED),
        ("Bản đồ 1:10.", "0001", 1, "000", Flag.COUNT_GLUED),
        ("Lồng chim", "12", None, "", Flag.COUNT_UNSURE),
    ],
)
def test_a_count_comes_off_a_number_where_that_is_certain(
    name: str, run: str, originals: int | None, rest: str, flag: Flag | None
) -> None:
    assert unglue(run, name) == (originals, rest, flag)


def test_a_count_within_a_name_is_part_of_it() -> None:
    (paper,) = read_papers(f"--{PAPERS}Tờ khai nuôi chim: 01 bản chính1 bản chính").papers
    assert (paper.name, paper.originals) == ("Tờ khai nuôi chim: 01 bản chính", 1)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Đơn của Chính phủMẫu M02a.docx", "Đơn của Chính phủ"),
        ("Đơn theo Nghị định 22/2021/NĐ-CPMẫu số 2.docxMẫu số 3.docx", "Đơn theo Nghị định 22/2021/NĐ-CP"),
        ("Bản khai theo pháp luật103-Mẫu số 103.doc", "Bản khai theo pháp luật"),
        ("Tờ khai (Mẫu 01)01 CHIM.docx", "Tờ khai (Mẫu 01)"),
        ("Quyết định 12/2021/QĐ-TTg", "Quyết định 12/2021/QĐ-TTg"),
        ("Bản khai theo quy địnhbản khai.docx", "Bản khai theo quy địnhbản khai"),
    ],
)
def test_the_name_of_a_file_goes_where_its_seam_is_seen(printed: str, name: str) -> None:
    assert without_file(printed) == (name, ".doc" in printed)


def test_headings_of_groups_stand_before_their_papers() -> None:
    groups = ["Trường hợp chim trời:", "Đơn1 bản chínhTrường hợp chim cảnh:", "Ảnh1 bản chính--", "Thẻ1 bản chính"]
    papers = read_papers(PAPERS.join(groups)).papers
    assert [paper.group for paper in papers] == ["Trường hợp chim trời", "Trường hợp chim cảnh", ""]


def test_notes_among_the_papers_are_kept_apart() -> None:
    text = f"--{PAPERS}Đơn1 bản chính- Trường hợp gửi thư thì kèm tem.0 bản chínhGiấy phép cũ0 bản chính"
    found = read_papers(text)
    assert [paper.name for paper in found.papers] == ["Đơn", "Giấy phép cũ"]
    assert found.notes == ("Trường hợp gửi thư thì kèm tem",)


def test_no_table_is_no_papers() -> None:
    assert read_papers("--").papers == read_papers("").papers == ()
