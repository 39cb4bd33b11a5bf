from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.syllables import is_syllable, one_slip, same_sounds, without_keys

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


@pytest.mark.parametrize("word", ["nghieng", "khai", "giay", "quyen", "a", "uy", "thuyet"])
def test_a_folded_syllable_is_one(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tieefn", "tamt", "gplx", "songc", "dooc", "vneid"])
def test_what_nobody_can_say_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tieefn", "tien"),
        ("dduwowcj", "duoc"),
        ("nguwowif", "nguoi"),
        ("phair", "phai"),
        ("chasu", "chau"),
        ("gia6y1", "giay"),
        ("d9a7ng", "dang"),
        ("wowsc", "uoc"),
        ("sinh", "sinh"),
        ("xay", "xay"),
    ],
)
def test_keys_that_did_not_take_are_left_out(typed: str, meant: str) -> None:
    assert without_keys(typed) == meant


@given(WORDS)
def test_leaving_out_keys_never_adds_a_letter(word: str) -> None:
    assert len(without_keys(word)) <= len(word)


@pytest.mark.parametrize(("typed", "meant"), [("trung", "chung"), ("xinh", "sinh"), ("day", "giay"), ("nam", "lam")])
def test_first_sounds_are_mixed_up(typed: str, meant: str) -> None:
    assert meant in same_sounds(typed)


@pytest.mark.parametrize("typed", ["kohng", "khog", "khonng", "khing", "hkong"])
def test_a_letter_more_less_other_or_swapped_is_one_slip(typed: str) -> None:
    assert "khong" in one_slip(typed)


@given(WORDS)
def test_a_slip_can_be_undone(word: str) -> None:
    assert all(word in one_slip(other) for other in list(one_slip(word))[:20])
