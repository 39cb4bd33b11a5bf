from __future__ import annotations

import pytest

from bot.language.lexicon import KNOWN, Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    lexicon = Lexicon()
    lexicon.learn(["cấp lại giấy khai sinh"] * KNOWN + ["cap lai giay cnqsdd"] * (KNOWN - 1) + ["cấp giay"])
    return lexicon


def test_a_word_is_known_that_was_seen_often(lexicon: Lexicon) -> None:
    assert lexicon.knows("giay")
    assert not lexicon.knows("cnqsdd")


def test_a_word_is_spelled_as_those_who_write_marks_spell_it(lexicon: Lexicon) -> None:
    assert lexicon.spelled("giay") == "giấy"
    assert lexicon.spelled("cnqsdd") == "cnqsdd"


def test_what_was_seen_together_is_cheaper(lexicon: Lexicon) -> None:
    assert lexicon.cost("giay", "khai") < lexicon.cost("lai", "khai") < lexicon.cost("lai", "chua")


def test_keys_are_likelier_than_slips(lexicon: Lexicon) -> None:
    assert lexicon.mistaken("giaays")["giay"] < lexicon.mistaken("giyaa")["giay"]


@pytest.mark.parametrize("word", ["giay", "nghieng", "cccd", "k", "2026", "dc"])
def test_words_syllables_short_forms_and_numbers_are_whole(lexicon: Lexicon, word: str) -> None:
    assert lexicon.is_whole(word)


@pytest.mark.parametrize("word", ["giaays", "khaisinh", "sinhg"])
def test_what_nobody_says_is_broken(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.is_whole(word)
