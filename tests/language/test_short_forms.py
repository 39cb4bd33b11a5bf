from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.short_forms import expand, is_short_form
from bot.language.text import nfc


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("gplx hết hạn", "giấy phép lái xe hết hạn"),
        ("lm lại ksinh đc k ạ", "làm lại khai sinh được không ạ"),
        ("GPLX, GCN", "giấy phép lái xe, giấy chứng nhận"),
        ("nộp onl", "nộp online"),
        ("xn TTHN cho bà 75t", "xác nhận tình trạng hôn nhân cho bà 75 tuổi"),
        ("trẻ <6t", "trẻ <6 tuổi"),
    ],
)
def test_a_short_form_is_read_as_what_it_stands_for(typed: str, read: str) -> None:
    assert expand(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("đủ đk chưa", "đủ điều kiện chưa"),
        ("cần đk gì", "cần điều kiện gì"),
        ("đk tạm trú", "đăng ký tạm trú"),
        ("cần hs nào", "cần hồ sơ nào"),
        ("các em hs", "các em học sinh"),
    ],
)
def test_the_words_beside_an_ambiguous_one_decide(typed: str, read: str) -> None:
    assert expand(typed) == read


@pytest.mark.parametrize(
    "text", ["8h sáng, 50k", "200t, 1.5t, t 7, mẫu 1-t", "mã H37.99.99-261118-0001", "a.k", "thủ tục tt", "Đắk Lắk"]
)
def test_numbers_codes_and_what_stays_ambiguous_are_left_alone(text: str) -> None:
    assert expand(text) == text


@given(st.text())
def test_a_text_without_short_forms_stays_as_it_is(text: str) -> None:
    read = expand(text)
    assert expand(read) == read
    if not any(is_short_form(word) for word in text.lower().split()):
        assert len(read) >= len(nfc(text)) or read != text
