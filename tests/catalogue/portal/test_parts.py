from __future__ import annotations

import pytest

from bot.catalogue.portal.imported import Flag
from bot.catalogue.portal.parts import (
    read_decision,
    read_laws,
    read_levels,
    read_lines,
    read_page,
    read_results,
    read_steps,
)
from bot.catalogue.record import Level
from tests.catalogue.portal.examples import LAWS, PAGE


def test_levels_in_order_and_the_district_is_none() -> None:
    assert read_levels("Cấp tỉnh, Cấp bộ") == ((Level.MINISTRY, Level.PROVINCE), set())
    assert read_levels("Cấp huyện, Cấp xã") == ((Level.COMMUNE,), {Flag.DISTRICT})
    assert read_levels("") == ((), {Flag.LEVEL_UNKNOWN})


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("99/QĐ-BTN", "99/QĐ-BTN"),
        ("SỐ 99/QĐ-BTN", "99/QĐ-BTN"),
        ("99./QĐ-BTN", "99/QĐ-BTN"),
        ("99/QD-BTN", "99/QĐ-BTN"),
        ("99 /QĐ-UBND ", "99/QĐ-UBND"),
    ],
)
def test_the_number_of_a_decision_is_mended(printed: str, number: str) -> None:
    assert read_decision(printed) == (number, set())


@pytest.mark.parametrize("printed", ["QĐ/0001-BTN", "Demo/QĐ-BTN", "1681"])
def test_a_decision_that_nobody_made_is_left_out(printed: str) -> None:
    assert read_decision(printed) == ("", {Flag.DECISION_PLACEHOLDER})
    assert read_decision("") == ("", set())


def test_steps_are_numbered_or_lines() -> None:
    assert read_steps("- Bước 1: Nộp đơn.\n  + ở quầy\n- Bước 2. Nhận thẻ.") == ("Nộp đơn. + ở quầy", "Nhận thẻ")
    assert read_steps("a) Nộp hồ sơ:\n- Ở quầy\nb) Nhận thẻ") == ("Nộp hồ sơ: Ở quầy", "Nhận thẻ")


def test_lines_end_where_the_page_goes_on() -> None:
    assert read_lines("Chim khỏe.\nKhông có thông tinTừ khóaKhông có thông tin") == ("Chim khỏe",)


def test_results_are_named_without_their_codes() -> None:
    text = "Thẻ nuôi chimMã: KQ.G99.000001Văn bản từ chốiMã: G99-KQ0001Từ khóachim"
    assert read_results(text) == ("Thẻ nuôi chim", "Văn bản từ chối")


def test_names_and_numbers_of_laws_come_apart() -> None:
    text = LAWS + "Luật Chim cảnh năm 202011/2020/QH14Nghị định 22/2021/NĐ-CP22/2021/NĐ-CPLUẬT KHÁC33/2022/QH15"
    assert [(law.number, law.name) for law in read_laws(text)] == [
        ("11/2020/QH14", "Luật Chim cảnh năm 2020"),
        ("22/2021/NĐ-CP", ""),
        ("33/2022/QH15", "LUẬT KHÁC"),
    ]


def test_only_official_pages_are_passed_on() -> None:
    assert read_page(PAGE) == PAGE
    for address in ["http://dichvucong.gov.vn/a", "https://dichvucong.gov.vn.example/a", "https://evil.example", ""]:
        assert read_page(address) == ""
