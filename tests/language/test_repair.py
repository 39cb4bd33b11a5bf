"""Mending, as learned from a handful of messages; tests/conversations/test_eval.py judges what it brings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.lexicon import KNOWN
from bot.language.repair import Repair
from bot.language.text import nfc

MESSAGES = (
    "em bị mất căn cước, cấp lại hết bao nhiêu tiền",
    "thuê nhà khai tạm trú cần giấy tờ gì ạ",
    "hồ sơ gồm những giấy tờ gì, nộp ở đâu",
    "đổi chủ hộ thì lấy mẫu đơn nào, lấy tại đâu",
    "làm lại bằng lái mất bao nhiêu tiền",
    "cấp lại cccd có được không",
    "chứng thực bản sao bao nhiêu tiền một trang",
    "đổi bằng lái có được k, dc thì nộp ở đâu z",
)


@pytest.fixture(scope="module")
def repair() -> Repair:
    repair = Repair()
    repair.learn(MESSAGES * KNOWN)
    return repair


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hết bao nhieeu tieefn", "hết bao nhiêu tiền"),
        ("thue6 nha2 khai ta5m tru1", "thuê nhà khai tạm trú"),
        ("bị mất cănc ước", "bị mất căn cước"),
        ("khai tạmt rú cần gì", "khai tạm trú cần gì"),
        ("hồ sơ gồmn hững giấy tờ gì", "hồ sơ gồm những giấy tờ gì"),
        ("làmlại bằnglái", "làm lại bằng lái"),
        ("caplaicccd", "cap lai cccd"),
        ("giấy tờ gì, nộpp ở đâu", "giấy tờ gì, nộp ở đâu"),
        ("hết bao nheiu tiền", "hết bao nhiêu tiền"),
    ],
)
def test_a_broken_word_is_mended(repair: Repair, typed: str, meant: str) -> None:
    assert repair.mend(typed) == meant


@pytest.mark.parametrize("message", MESSAGES)
def test_what_is_whole_stays_as_it_was_typed(repair: Repair, message: str) -> None:
    assert repair.mend(message) == message
    assert repair.mend(message.upper()) == message.upper()


@pytest.mark.parametrize(
    "text",
    [
        "em tên Nguyễn Khuê ở Thạch Thất",
        "hồ sơ H37.99.99-261118-0001 của em",
        "gọi 0900 000 012, hẹn 8h ngày 20/11",
        "xin chào 🙂 ???",
        "",
    ],
)
def test_names_codes_and_numbers_are_not_rewritten(repair: Repair, text: str) -> None:
    assert repair.mend(text) == text


def test_a_space_is_not_moved_into_a_name() -> None:
    repair = Repair()
    repair.learn([*MESSAGES * KNOWN, *["kê bàn góc nhà"] * KNOWN])
    assert repair.mend("kê bà ngóc nhà") == "kê bàn góc nhà"
    assert repair.mend("kê bà Ngóc nhà") == "kê bà Ngóc nhà"


def test_lines_stay_lines(repair: Repair) -> None:
    assert repair.mend("lamf lại\nmẫu đơnn\n\nở ddâu") == "làm lại\nmẫu đơn\n\nở đâu"


def test_a_short_form_is_no_part_of_a_word(repair: Repair) -> None:
    assert repair.mend("đổi bằng láii có được k z").split()[-2:] == ["k", "z"]


@given(text=st.text(alphabet=st.sampled_from("abcdeghiklmnopqrstuvxyăâđêôơưáàạếf jzw019,.-\u0301\n"), max_size=80))
def test_any_text_can_be_mended(repair: Repair, text: str) -> None:
    mended = repair.mend(text)
    assert mended == nfc(mended)
    assert bool(mended.strip()) == bool(text.strip())
    assert [c for c in mended if c in ",.-\n"] == [c for c in nfc(text) if c in ",.-\n"]
