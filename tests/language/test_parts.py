"""What the words of a part show about whether it asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.parts import Role, find_parts
from bot.language.text import fold, nfc


def roles(text: str) -> list[tuple[str, Role]]:
    return [(part.text, part.role) for part in find_parts(text)]


def test_clauses_ask_each_for_themselves() -> None:
    assert roles("tách khẩu cần gì, nhập khẩu mấy ngày") == [
        ("tách khẩu cần gì", Role.ASKS),
        ("nhập khẩu mấy ngày", Role.ASKS),
    ]


@pytest.mark.parametrize("text", ["1. khai tử 2. xóa hộ khẩu", "1) khai tử 2) xóa hộ khẩu", "- khai tử - xóa hộ khẩu"])
def test_items_of_a_list(text: str) -> None:
    assert roles(text) == [("khai tử", Role.ITEM), ("xóa hộ khẩu", Role.ITEM)]


def test_a_single_number_makes_no_list() -> None:
    assert len(find_parts("vneid mức 2. Đăng ký ở đâu")) == 2
    assert find_parts("vneid mức 2. Đăng ký ở đâu")[1].role is Role.ASKS


def test_people_ask_through_another() -> None:
    assert [role for _, role in roles("bác Tư hỏi tách hộ, cô Năm hỏi đổi bằng lái")] == [Role.CALLS, Role.CALLS]
    assert [role for _, role in roles("em hỏi giúp bà, bà già yếu")] == [Role.NAMES, Role.NAMES]


@pytest.mark.parametrize(
    "told",
    ["đã rút bảo hiểm thất nghiệp", "mới làm căn cước xong", "chưa đăng ký kết hôn", "có phải đóng thuế không"],
)
def test_what_stands_beside_a_request_asks_for_nothing(told: str) -> None:
    part = find_parts(f"{told}, làm hộ chiếu cần gì")[0]
    assert part.role is Role.TELLS


def test_with_a_person_is_no_divider() -> None:
    assert len(find_parts("kết hôn với người nước ngoài cần gì")) == 1
    assert len(find_parts("kết hôn với tách hộ cần gì")) == 2


def test_a_child_is_no_divider_but_still_is() -> None:
    assert [part.text for part in find_parts("khai sinh cho con mấy ngày còn tách hộ ở đâu")] == [
        "khai sinh cho con mấy ngày",
        "tách hộ ở đâu",
    ]
    assert len(find_parts("khai sinh cho con may ngay")) == 1


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("cho bà A làm căn cước, ông B đổi bằng lái", ["cho bà A", "ông B"]),
        ("bác Sáu: tách hộ; dì Bảy – sang tên xe", ["bác Sáu", "dì Bảy"]),
        ("ba tam doi bang lai, ong tu tach ho", ["ba tam", "ong tu"]),
        ("bố chồng làm căn cước, mẹ em tách hộ", ["", ""]),
    ],
)
def test_for_whom_a_part_is(text: str, whom: list[str]) -> None:
    parts = find_parts(text)
    assert [part.who for part in parts] == whom
    assert all(part.acts for part in parts)


@pytest.mark.parametrize("text", ["bà cần trợ cấp, cháu cần khai sinh", "ong xin huong tuat, ba muon lam ho chieu"])
def test_people_with_wishes_each_want_something(text: str) -> None:
    assert all(part.acts for part in find_parts(text))


@pytest.mark.parametrize("text", ["bán nhà rồi", "ly hôn", "chủ hộ là anh hai", "nộp bản sao", "đất chưa có sổ"])
def test_a_story_is_nothing_to_be_done(text: str) -> None:
    assert not any(part.acts for part in find_parts(f"{text}, tách hộ cần gì")[:1])


def test_a_few_spelled_out_words_make_no_marked_message() -> None:
    assert len(find_parts("lam vneid cho ong va mo khoa vneid có lam online được không")) == 2


def test_handed_in_together_is_one_thing() -> None:
    assert {part.role for part in find_parts("làm gộp khai tử với xóa hộ khẩu")} == {Role.TELLS}


@given(st.text(max_size=60))
def test_every_part_stands_in_the_message(text: str) -> None:
    for part in find_parts(text):
        assert part.text
        assert part.text in nfc(text)


def test_without_marks_the_same_parts_are_found() -> None:
    text = "làm hộ chiếu và lý lịch tư pháp hết bao nhiêu tiền"
    plain = find_parts(fold(text))
    assert [(fold(part.text), part.role) for part in find_parts(text)] == [(part.text, part.role) for part in plain]
