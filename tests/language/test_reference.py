"""How a message leans on what was said before."""

from __future__ import annotations

import pytest

from bot.language.reference import compares, corrects, goes_back, tells_death, without_denied


@pytest.mark.parametrize(
    "text",
    [
        "quay lại vụ kết hôn hồi nãy",
        "còn cái hộ chiếu lúc nãy thì phí nhiêu",
        "tro lai cai giay mo quan",
        "cái ở trên á",
    ],
)
def test_going_back(text: str) -> None:
    assert goes_back(text)


@pytest.mark.parametrize("text", ["lúc này nộp được không", "con em mới quay lại Việt Nam", "đăng ký kết hôn cần gì"])
def test_not_going_back(text: str) -> None:
    assert not goes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "à không, ý em là thẻ bị mất",
        "nhầm, sổ gốc vẫn còn",
        "không phải thuế đó, cái lệ phí trước bạ cơ",
        "y toi la xe cu",
        "xe cũ chứ không phải xe mới",
    ],
)
def test_correcting(text: str) -> None:
    assert corrects(text)


@pytest.mark.parametrize(
    "text", ["không xoá có sao không", "khong lam adn duoc khong", "nhà chủ không có giấy tờ", "nhằm mục đích gì"]
)
def test_not_correcting(text: str) -> None:
    assert not corrects(text)


def test_comparing() -> None:
    assert compares("thế con nhỏ thì khác gì")
    assert not compares("nộp ở đâu")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("thẻ bị mất cơ chứ không phải hết hạn", "thẻ bị mất cơ"),
        ("bi mat bang luon roi chu khong phai doi", "bi mat bang luon roi"),
        ("chỉ nghỉ vài tháng chứ có dẹp hẳn đâu", "chỉ nghỉ vài tháng"),
        ("không phải làm gì nữa", "không phải làm gì nữa"),
        ("xây nhà mà không có giấy phép thì bị gì", "xây nhà mà không có giấy phép thì bị gì"),
        ("", ""),
    ],
)
def test_what_is_denied_is_not_meant(text: str, left: str) -> None:
    assert without_denied(text) == left


@pytest.mark.parametrize(
    "text", ["chồng tôi mất rồi", "vo toi chet roi gio lam gi", "bà nội em vừa qua đời", "ông ngoại mất"]
)
def test_a_death_told_plainly(text: str) -> None:
    assert tells_death(text)


@pytest.mark.parametrize(
    "text", ["mẹ tôi mất căn cước", "em mất rồi", "con tôi mất thẻ bảo hiểm", "bố chết tiệt gì đâu"]
)
def test_no_death(text: str) -> None:
    assert not tells_death(text)
