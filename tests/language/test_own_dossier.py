"""Questions about one's own dossier without its code, and what only sounds like them."""

from __future__ import annotations

import pytest

from bot.language.own_dossier import asks_about_own_dossier


@pytest.mark.parametrize(
    "said",
    [
        "hồ sơ em tới đâu rồi",
        "hs của e xong chưa",
        "đơn xin nhà tui nộp bữa trước sao rồi",
        "giay to tui nop hom bua ra sao roi",
        "đơn nộp trên mạng sao rồi",
        "kiểm tra hồ sơ giúp em",
        "em muốn hỏi hồ sơ",
        "hs thieu gi",
        "hồ sơ em còn thiếu giấy gì",
        "em phải bổ sung gì",
        "được báo bổ sung mà không biết bổ sung gì",
        "hồ sơ bị trả lại vì thiếu gì",
        "thư xin lỗi lấy ở đâu",
        "làm sao để có thư xin lỗi",
        "cho xin thư xin lỗi",
        "hồ sơ trễ có giấy xin lỗi không",
        "trễ hẹn có được xin lỗi không",
        "trễ hẹn rồi mà không thấy thư xin lỗi",
        "mẫu 04 lấy ở đâu",
        "muốn rút hồ sơ",
    ],
)
def test_of_ones_own(said: str) -> None:
    assert asks_about_own_dossier(said)


@pytest.mark.parametrize(
    "said",
    [
        "hồ sơ khai sinh gồm gì",
        "hồ sơ thế nào",
        "xem hồ sơ cần gì",
        "còn thiếu giấy tờ gì không",
        "giấy tờ nộp ở đâu",
        "tôi viết thư xin lỗi mẹ rồi",
        "xin lỗi em",
        "rút hồ sơ lại hết giúp anh, người xây nó không còn muốn ở trên đời này nữa",
        "xã trễ hẹn mà không xin lỗi",
        "tôi muốn nhận văn bản xin lỗi",
        "kiểm tra hồ sơ đất bị tranh chấp",
        "",
    ],
)
def test_of_something_else(said: str) -> None:
    assert not asks_about_own_dossier(said)
