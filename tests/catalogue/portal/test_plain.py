from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.portal.abolished import names_district, names_household_book
from bot.catalogue.portal.plain import cut, entrance, fold, lines, says_nothing, tidy
from bot.language.text import fold as slow_fold


@given(st.text(alphabet=st.characters(max_codepoint=0x1EFF, blacklist_categories=("Cs",))))
def test_the_fast_fold_is_the_fold_of_the_language_room(text: str) -> None:
    vietnamese = "".join(c for c in text if c.isascii() or c in "ăâđêôơưĂÂĐÊÔƠƯáàảãạấầẩẫậéíóúýỳỵ\u0301\u0323")
    assert fold(vietnamese) == slow_fold(vietnamese)


@pytest.mark.parametrize(
    ("printed", "tidied"),
    [
        ("- a) Đơn xin  nuôi chim;", "Đơn xin nuôi chim"),
        ("+ Ảnh 3x4 .", "Ảnh 3x4"),
        ("1.2. Bản vẽ lồng", "Bản vẽ lồng"),
        ("Chim khỏe.Lồng rộng", "Chim khỏe. Lồng rộng"),
        ("2 bản vẽ", "2 bản vẽ"),
    ],
)
def test_bullets_and_loose_marks_go(printed: str, tidied: str) -> None:
    assert tidy(printed) == tidied


@pytest.mark.parametrize("text", ["", "Không có thông tin", " không. ", "--", "Không quy định"])
def test_a_field_that_says_nothing_is_empty(text: str) -> None:
    assert says_nothing(text)
    assert lines(f"{text}\nChim khỏe") == ["Chim khỏe"]


def test_invisible_characters_are_left_at_the_entrance() -> None:
    assert entrance("Chi\u200bm\u00ad ca\u0309nh\n") == "Chim cảnh\n"


def test_a_text_is_cut_where_it_may_be_cut() -> None:
    text = "Chim phải khỏe mạnh. Lồng phải rộng, sạch và có nước uống cho chim"
    assert cut(text, 100) == text
    assert cut(text, 30) == "Chim phải khỏe mạnh…"
    assert cut(text, 60) == "Chim phải khỏe mạnh. Lồng phải rộng, sạch…"
    assert len(cut("chim " * 50, 40)) <= 40


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nộp tại UBND cấp huyện", True),
        ("Công an quận nơi nuôi chim", True),
        ("quận/huyện nơi ở", True),
        ("Hội đồng chuyên môn", False),
        ("Cơ quan hải quan", False),
        ("huấn luyện chim", False),
    ],
)
def test_the_district_is_an_office_not_a_word(text: str, found: bool) -> None:
    assert names_district(text) is found


def test_the_household_book_is_found() -> None:
    assert names_household_book("Bản sao Sổ hộ khẩu của chủ chim")
    assert not names_household_book("Hộ nuôi chim, khẩu phần ăn")


def test_runs_of_blanks_and_empty_lines_are_left_at_the_entrance() -> None:
    assert entrance("Chim \u00a0\t cảnh \r\n \n\n Lồng") == "Chim cảnh\nLồng"
