from __future__ import annotations

import pytest

from bot.dossiers.phone import normal_phone


@pytest.mark.parametrize(
    "written",
    [
        "0900000012",
        "0900 000 012",
        "0900.000.012",
        "+84 900 000 012",
        "84900000012",
        "0084900000012",
        "00 84 900 000 012",
        "(+84) 900 000 012",
        "+84 (0) 900 000 012",
        "'0900000012",
        "900000012",
        "(0900)-000-012",
        "ĐT: 0900000012",
        "0900000012 0900000013",
        "0900000012; 0900000013",
        "0900000012 - 0900000013",
        "0900000012/0900000013",
        "099084000012 / 0900000012",
    ],
)
def test_one_number_however_it_is_written(written: str) -> None:
    assert normal_phone(written) == "0900000012"


def test_a_landline_has_a_digit_more() -> None:
    assert normal_phone("0299 9000 012") == "02999000012"


@pytest.mark.parametrize("written", ["", "không có", "12345", "115"])
def test_what_is_no_number(written: str) -> None:
    assert normal_phone(written) == ""


@pytest.mark.parametrize(
    "written",
    [
        "09000000123",
        "0900 000 012 3",
        "0990849000012",
        "099 084 900 012",
        "099084900000012",
        "00849000000123",
        "12345 0900000012",
    ],
)
def test_no_number_is_cut_out_of_a_longer_one(written: str) -> None:
    assert normal_phone(written) == ""
