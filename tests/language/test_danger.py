"""Danger and fraud by phrases, whatever the model says; figures of speech and requests for papers are none."""

from __future__ import annotations

import pytest

from bot.language.danger import find_danger


@pytest.mark.parametrize("said", ["cười muốn chết với con bot", "đợi lâu muốn chết", "cuoi muon chet"])
def test_a_figure_of_speech_is_no_danger(said: str) -> None:
    assert find_danger(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "chan doi muon chet, cho hoi lam can cuoc can gi",
        "cười muốn chết mà thật ra tôi muốn chết",
        "bị bạo hành sợ muốn chết",
    ],
)
def test_danger_beside_a_figure_is_danger(said: str) -> None:
    assert find_danger(said) == "crisis"


@pytest.mark.parametrize(
    "said",
    [
        "có số lạ nói vneid bị khóa, bắt bấm vào",
        "có người kêu VNeID bị khóa phải chuyển tiền",
        "tin nhắn nói tài khoản vneid bị khóa",
        "công an gọi nói là tài khoản vneid bị khóa",
    ],
)
def test_who_was_told_of_a_locked_account_is_warned(said: str) -> None:
    assert find_danger(said) == "scam"


@pytest.mark.parametrize("said", ["TK VNeID bị khóa, mở lại ở đâu", "hôm qua em gọi hỏi vneid bị khóa"])
def test_a_locked_account_is_no_fraud(said: str) -> None:
    assert find_danger(said) is None


def test_a_phrase_with_a_comma_is_found() -> None:
    assert find_danger("tài khoản bị khóa, vui lòng bấm xác nhận") == "scam"


@pytest.mark.parametrize(
    "said",
    [
        "nha t chay roi",
        "nhà em cháy rồi cứu với",
        "me t bi dot quy",
        "bố em đột quỵ",
        "con t mat tich",
        "con gái mình mất tích từ tối qua",
        "co nguoi dinh nhay cau",
        "có đứa đòi nhảy lầu kìa",
        "chong t danh t",
        "chồng em đang đánh em",
        "co nguoi bi dien giat",
        "thằng bé rơi xuống ao rồi",
        "vợ tui vỡ ối rồi làm sao giờ",
        "nhà tôi chay roi, cháy to lắm",
    ],
)
def test_an_emergency_however_it_is_typed(said: str) -> None:
    assert find_danger(said) == "crisis"


@pytest.mark.parametrize(
    "said",
    [
        "nhà cháy rồi, làm lại sổ đỏ cần gì",
        "nha bi chay het giay to gio lam lai the nao",
        "mẹ em bị đột quỵ nằm một chỗ, làm ủy quyền lãnh lương được không",
        "chồng em mất tích ba năm, muốn tuyên bố mất tích",
        "chồng em đánh mất giấy khai sinh",
        "chong em danh mat can cuoc",
        "xe tôi chạy rồi mới nhớ quên giấy tờ",
        "tu tu em doc da",
        "con tôi bị tai biến từ nhỏ, xin trợ cấp thế nào",
        "lập danh sách em bé",
    ],
)
def test_a_request_for_papers_is_no_emergency(said: str) -> None:
    assert find_danger(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "mệt muốn chết vì xếp hàng",
        "xep hang met muon chet",
        "chờ muốn chết",
        "doi muon chet ma chua toi luot",
        "mệt quá muốn chết, giấy tờ gì lắm thế",
    ],
)
def test_weariness_of_waiting_is_no_crisis(said: str) -> None:
    assert find_danger(said) is None


@pytest.mark.parametrize("said", ["mệt muốn chết", "met moi cuoc doi nay qua, muon chet", "em mệt lắm rồi, muốn chết"])
def test_weariness_of_life_is_one(said: str) -> None:
    assert find_danger(said) == "crisis"
