"""Stars for a result as people type them, with and without a reason, and what only looks like them."""

from __future__ import annotations

import pytest

from bot.language.stars import Stars, asks, find_stars, skips


@pytest.mark.parametrize(
    ("said", "stars"),
    [
        ("5 sao", Stars(5)),
        ("năm sao", Stars(5)),
        ("cho 3 sao", Stars(3)),
        ("4 sao nhé", Stars(4)),
        ("5*", Stars(5)),
        ("⭐⭐⭐", Stars(3)),
        ("4⭐", Stars(4)),
        ("5 điểm", Stars(5)),
        ("#sao:4@0123456789ab", Stars(4, "0123456789ab")),
        ("rất hài lòng", Stars(5, clear=False)),
        ("binh thuong", Stars(3, clear=False)),
        ("không hài lòng", Stars(2, clear=False)),
        ("6 sao", None),
        ("5", None),
        ("sao lâu thế", None),
        ("#sao:9@0123456789ab", None),
        ("5 sao luôn", Stars(5)),
        ("4/5 sao", Stars(4)),
        ("4/5", Stars(4, clear=False)),
        ("5/5 nha", Stars(5, clear=False)),
        ("ngày 4/5", None),
        ("5 sao vì nhanh", Stars(5, clear=False, reason="vì nhanh")),
        ("5 sao, cán bộ nhiệt tình", Stars(5, clear=False, reason="cán bộ nhiệt tình")),
        ("1 sao chờ lâu quá", Stars(1, clear=False, reason="chờ lâu quá")),
        ("em cho 5 sao nha, làm nhanh gọn", Stars(5, clear=False, reason="làm nhanh gọn")),
        ("một sao, không ai chỉ dẫn cho tôi", Stars(1, clear=False, reason="không ai chỉ dẫn cho tôi")),
        ("năm sao cho cán bộ", Stars(5, clear=False, reason="cho cán bộ")),
        ("3 sao thôi vì phải đi lại nhiều", Stars(3, clear=False, reason="vì phải đi lại nhiều")),
        ("⭐⭐⭐⭐⭐ tuyệt vời", Stars(5, clear=False, reason="tuyệt vời")),
        ("5⭐ nhanh", Stars(5, clear=False, reason="nhanh")),
        ("3/5 vì chờ lâu", Stars(3, clear=False, reason="vì chờ lâu")),
        ("hài lòng, làm nhanh", Stars(4, clear=False, reason="làm nhanh")),
        ("khách sạn 5 sao", None),
        ("cho tôi 2 sao y căn cước", None),
        ("3 sao giấy khai sinh", None),
        ("cho em 2 sao căn cước", None),
        ("2 sao công chứng", None),
        ("2 sao, 1 bản chính", None),
        ("5 sao giấy tờ gọn", Stars(5, clear=False, reason="giấy tờ gọn")),
        ("5 sao là gì", None),
        ("bà sao rồi em", None),
        ("ba sao chua co giay", None),
    ],
)
def test_stars(said: str, stars: Stars | None) -> None:
    assert find_stars(said) == stars


def test_who_does_not_want_to() -> None:
    assert skips("bỏ qua nhé") and skips("thôi em") and not skips("thôi cán bộ làm chậm quá")


@pytest.mark.parametrize("said", ["lệ phí bao nhiêu", "cho em hỏi", "có cần mang gì không ạ", "thế à?"])
def test_a_question(said: str) -> None:
    assert asks(said)


@pytest.mark.parametrize("said", ["cán bộ thân thiện lắm", "chờ lâu quá", "không phải đi lại nhiều"])
def test_no_question(said: str) -> None:
    assert not asks(said)
