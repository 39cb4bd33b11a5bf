from __future__ import annotations

import pytest

from bot.language.short_words import asks_nearest, calls_assistant, says_yes


@pytest.mark.parametrize(
    "said",
    [
        "quầy nào gần tôi",
        "quay nao gan nhat",
        "gần đây có một cửa nào không",
        "bộ phận một cửa gần nhất ở đâu ạ",
        "cho em hỏi điểm tiếp nhận gần nhà em",
        "Trung tâm Phục vụ hành chính công gần nhất?",
        "o gan day co diem tiep nhan nao khong",
    ],
)
def test_the_nearest_counter(said: str) -> None:
    assert asks_nearest(said)


@pytest.mark.parametrize(
    "said",
    ["đăng ký kết hôn ở quầy nào gần", "cái gần nhất", "nhà tôi gần trường", "quầy 3 ở đâu", "gần xong chưa", ""],
)
def test_no_counter_is_looked_for(said: str) -> None:
    assert not asks_nearest(said)


@pytest.mark.parametrize(
    "said", ["bot", "Trợ lý ơi!", "con bot đâu rồi", "thôi cho tôi nói chuyện với bot", "chat bot"]
)
def test_a_call_for_the_assistant(said: str) -> None:
    assert calls_assistant(said)


@pytest.mark.parametrize("said", ["robot", "trợ lý pháp lý ở đâu", "trợ giúp", "bớt tiền", "làm trợ lý cần gì", ""])
def test_no_call(said: str) -> None:
    assert not calls_assistant(said)


@pytest.mark.parametrize("said", ["phải", "Đúng rồi", "dạ phải ạ", "chuẩn", "vâng đúng rồi", "dung r"])
def test_yes(said: str) -> None:
    assert says_yes(said)


@pytest.mark.parametrize("said", ["phải làm sao", "phải không", "không đúng", "đúng hạn", "không phải", ""])
def test_not_yes(said: str) -> None:
    assert not says_yes(said)
