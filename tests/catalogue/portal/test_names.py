"""Short names are short, readable, and tell twins apart."""

from __future__ import annotations

import pytest

from bot.catalogue.portal.names import LONGEST, base_name, level_in, short_name
from bot.catalogue.portal.twins import groups, told_apart

LONG = "Thủ tục cấp giấy chứng nhận cơ sở đủ điều kiện nuôi chim cảnh"


@pytest.mark.parametrize(
    ("official", "short"),
    [
        ("Thủ tục cấp thẻ nuôi chim", "Cấp thẻ nuôi chim"),
        ("Thủ tục hải quan đối với chim", "Thủ tục hải quan đối với chim"),
        ("cấp thẻ nuôi chim (thực hiện tại cấp xã)", "Cấp thẻ nuôi chim (cấp xã)"),
        ("Cấp thẻ nuôi chim thực hiện tại cấp tỉnh, cấp xã", "Cấp thẻ nuôi chim (cấp tỉnh, cấp xã)"),
        (
            f"{LONG} theo quy định tại khoản 2 Điều 15 Nghị định số 22/2021/NĐ-CP của Chính phủ",
            "Cấp giấy chứng nhận cơ sở đủ điều kiện nuôi chim cảnh",
        ),
        (
            f"{LONG} (trừ chim do tổ chức quốc tế hoặc cơ quan nhà nước nuôi để nghiên cứu khoa học)",
            "Cấp giấy chứng nhận cơ sở đủ điều kiện nuôi chim cảnh",
        ),
        (
            f"{LONG} của hộ gia đình hoặc của doanh nghiệp và hợp tác xã có yếu tố nước ngoài",
            "Cấp giấy chứng nhận cơ sở đủ điều kiện nuôi chim cảnh của hộ gia đình… (có yếu tố nước ngoài)",
        ),
    ],
)
def test_a_short_name(official: str, short: str) -> None:
    assert short_name(official) == short


def test_a_title_of_hundreds_of_characters_fits_a_button() -> None:
    name = short_name("Cấp giấy phép cho chim" + " và lồng chim, máng chim, tổ chim" * 30)
    assert len(name) <= LONGEST and name.endswith("…")


def test_the_level_is_read_at_the_end_only() -> None:
    assert level_in("Cấp thẻ (Cấp xã)") == "cấp xã"
    assert level_in("Cấp thẻ do Chủ tịch UBND cấp xã ký") == ""
    assert base_name("Thủ tục cấp thẻ nuôi chim (Cấp huyện)") == "cấp thẻ nuôi chim"


def test_twins_are_told_apart_by_their_words() -> None:
    tail = "để biểu diễn thuộc thẩm quyền của"
    official = {"a": f"{LONG} {tail} Bộ Thử nghiệm", "b": f"{LONG} {tail} Sở Thử nghiệm"}
    short = told_apart(official, {"a": ["mã a"], "b": ["mã b"]}).short
    assert short["a"].endswith("nuôi chim cảnh để biểu diễn (… quyền của Bộ Thử nghiệm)")
    assert groups(short) == []


def test_twins_of_one_name_are_told_apart_by_the_first_mark_that_differs() -> None:
    official = {"a": "Cấp thẻ", "b": "Cấp thẻ.", "c": "Cấp giấy"}
    marks = {"a": ["cấp tỉnh", "", "mã a"], "b": ["cấp xã", "", "mã b"], "c": ["", "", "mã c"]}
    names = told_apart(official, marks)
    assert names.short == {"a": "Cấp thẻ (cấp tỉnh)", "b": "Cấp thẻ (cấp xã)", "c": "Cấp giấy"}
    assert names.twins == [["a", "b"]]


def test_where_nothing_else_differs_the_code_does() -> None:
    short = told_apart({"a": "Cấp thẻ", "b": "Cấp thẻ"}, {"a": ["", "mã a"], "b": ["", "mã b"]}).short
    assert short == {"a": "Cấp thẻ (mã a)", "b": "Cấp thẻ (mã b)"}
