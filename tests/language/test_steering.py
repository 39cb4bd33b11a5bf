"""Whole messages that steer the talk, and words that only look so."""

from __future__ import annotations

import pytest

from bot.language.benefits import asks_benefit
from bot.language.remarks import find_remark
from bot.language.steering import Steer, find_steer, starts_over


@pytest.mark.parametrize(
    ("said", "steer"),
    [
        ("nói ngắn thôi", Steer.SHORTER),
        ("dài quá em ơi đọc không hết", Steer.SHORTER),
        ("trở lại", Steer.BACK),
        ("huy bo di", Steer.CANCEL),
        ("thôi khỏi em", Steer.CANCEL),
        ("quay lại vụ kết hôn hồi nãy", None),
        ("hủy kết hôn trái luật", None),
        ("thời gian dài quá hạn thì sao, có bị phạt gì thêm nữa không", None),
    ],
)
def test_steering(said: str, steer: Steer | None) -> None:
    assert find_steer(said) is steer


@pytest.mark.parametrize(
    "said",
    [
        "sang tên cho người khác",
        "người khác nhận thay được không",
        "khai sinh xong rồi giờ tôi nhập khẩu cho cô",
        "làm xong anh chị trả kết quả ở đâu",
        "con tôi xong rồi giờ tới bước nào",
        "giờ tới xã hay lên tỉnh",
    ],
)
def test_nobody_is_next(said: str) -> None:
    assert not starts_over(said)


@pytest.mark.parametrize(
    "said", ["ok em", "để em xem lệ phí", "làm thế nào", "mai tôi đi làm căn cước cần gì", "đợi bao lâu"]
)
def test_what_asks_is_no_remark(said: str) -> None:
    assert find_remark(said) is None


@pytest.mark.parametrize(
    "said", ["được bao nhiêu tiền", "tien gia duoc nhieu", "mức hưởng thế nào", "trợ cấp bao nhiêu vậy"]
)
def test_what_one_gets(said: str) -> None:
    assert asks_benefit(said)


@pytest.mark.parametrize(
    "said",
    ["mất bao nhiêu tiền", "lệ phí bao nhiêu", "được mấy tháng", "mỗi tháng đóng bao nhiêu", "chẳng được bao nhiêu"],
)
def test_what_one_does_not_get(said: str) -> None:
    assert not asks_benefit(said)
