from __future__ import annotations

import pytest

from bot.language.factors import find_factor, find_one_time_code, is_bare_factor


@pytest.mark.parametrize(
    ("said", "factor"),
    [
        ("7K2M", "7K2M"),
        ("7k2m ạ", "7K2M"),
        ("- 7K2M nhé", "7K2M"),
        ("dạ mã là 7k2m", "7K2M"),
        ("mã tra cứu 7K2M", "7K2M"),
        ("ma tra cuu cua em la 7k2m", "7K2M"),
        ("Mã tra cứu: KMPQ", "KMPQ"),
        ("kmpq", "KMPQ"),
        ("LANH", "LANH"),
        ("THAN ạ", "THAN"),
        ("THUY em nhé", "THUY"),
        ("mã tra cứu THAN", "THAN"),
        ("mã tra cứu: THUY", "THUY"),
        ("Mã tra cứu là BANG ạ", "BANG"),
        ("mã tra cứu của mẹ em là BANG nhé", "BANG"),
        ("Ma tra cuu: THUY. LH 0900000045", "THUY"),
        ("7K-2M", "7K2M"),
        ("7K 2M ạ", "7K2M"),
        ("7 k 2 m", "7K2M"),
        ("７Ｋ２Ｍ", "7K2M"),
        ("mã tra cứu là 7K 2M nhé em", "7K2M"),
        ("7K2M sao lâu quá vậy em", "7K2M"),
        ("em gửi mã tra cứu của mẹ em: 7K2M", "7K2M"),
        ("0900000012 ạ cảm ơn", "012"),
        ("tới đâu rồi em ơi 7K2M", "7K2M"),
        ("2468", "2468"),
        ("012", "012"),
        ("012 ạ", "012"),
        ("0 1 2", "012"),
        ("3 số cuối 012", "012"),
        ("3 số cuối là 0900000012", "012"),
        ("3 số cuối sđt em là 0900 000 012", "012"),
        ("ba so cuoi dien thoai em la 012", "012"),
        ("đuôi 012 nha", "012"),
        ("sđt 012", "012"),
        ("sđt em 0900000012", "012"),
        ("hẹn hôm qua, số điện thoại đăng ký là 0900 000 012", "012"),
        ("0900 000 012", "012"),
        ("0900.000.012 ạ", "012"),
        ("+84 900 000 012", "012"),
    ],
)
def test_a_factor_as_people_type_it(said: str, factor: str) -> None:
    assert find_factor(said, expected=True) == factor


@pytest.mark.parametrize(
    "said",
    [
        "UBND xa Mau: da tiep nhan",
        "ba TRAN THI MAU",
        "bà LANH",
        "CCCD",
        "làm CCCD cần gì",
        "chua",
        "CHUA",
        "chưa",
        "nộp năm 2026",
        "năm 2025",
        "thửa 123",
        "tổ 12",
        "nộp 26/11",
        "hẹn 8h45",
        "8h45 sáng mai",
        "dưới 100 triệu",
        "da tiep nhan, hen tra 26/11/2026. LH 0900000045",
        "Dien thoai 0900000045 de duoc ho tro",
        "099190000001",
        "mã tra cứu là gì",
        "mã tra cứu than",
        "mã tra cứu của mẹ LANH",
        "MA TRA CUU TREN GIAY NAO",
        "MA TRA CUU QUEN",
        "mã tra cứu BANG nào",
        "em LANH",
        "3 so cuoi dien thoai dang ky. LH 0900000045",
        "ma tra cuu o dau vay",
        "mã tra cứu trên giấy nào",
        "không nhớ",
        "mẫu CT01",
        "",
    ],
)
def test_other_words_and_numbers_cost_no_try(said: str) -> None:
    assert find_factor(said, expected=True) is None


@pytest.mark.parametrize(
    ("before", "behind", "factor"),
    [
        ("mã tra cứu của", "là 7K2M", "7K2M"),
        ("hẹn hôm qua mà chưa thấy, hồ sơ", "7K2M", "7K2M"),
        ("hồ sơ", ", 3 số cuối 012 tới đâu", "012"),
        ("UBND xa Mau: Ho so", "cua ba TRAN THI MAU. Ma tra cuu: 7K2M. LH 0900000045", "7K2M"),
        ("UBND xa Mau: Ho so", "da tiep nhan. LH 0900000045", None),
        ("thửa 123", "", None),
    ],
)
def test_a_factor_around_a_code(before: str, behind: str, factor: str | None) -> None:
    assert find_factor(behind, expected=True, before=before) == factor


@pytest.mark.parametrize("said", ["7K2M", "012", "0900000012"])
def test_a_bare_value_counts_only_where_one_is_expected(said: str) -> None:
    assert find_factor(said, expected=False) is None


@pytest.mark.parametrize(("said", "looks"), [("7K-2M", True), ("12 34 56", True), ("1, 2, 3", False), ("chua", False)])
def test_a_message_that_is_nothing_but_a_factor(said: str, looks: bool) -> None:
    assert is_bare_factor(said) is looks


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        ("12 34 56", "123456"),
        ("mã là 1 2 3 4 5 6 ạ", "123456"),
        ("0900 000 012", None),
        ("0900000012", None),
        ("26-11-26", None),
    ],
)
def test_six_digits_in_any_groups(said: str, digits: str | None) -> None:
    assert find_one_time_code(said) == digits
