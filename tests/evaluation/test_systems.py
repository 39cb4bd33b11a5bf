"""What ours is compared with."""

from __future__ import annotations

import pytest

from bot.catalogue.load import load_catalogue
from bot.conversations.reply import Kind
from evaluation.bm25 import Bm25
from evaluation.stock import said
from evaluation.systems import Said


@pytest.fixture(scope="module")
def bm25() -> Bm25:
    return Bm25(load_catalogue().values())


def test_bm25_finds_a_procedure_by_its_name_with_and_without_diacritics(bm25: Bm25) -> None:
    expected = Said(Kind.ANSWER, ("dang-ky-ket-hon",))
    assert bm25.ask(["chào", "Đăng ký kết hôn"]) == bm25.ask(["dang ky ket hon"]) == expected


def test_bm25_ranks_at_most_five_and_refuses_what_shares_no_word(bm25: Bm25) -> None:
    ranking = bm25.rank("làm giấy tờ đất")
    assert len(ranking) == 5 and ranking == sorted(ranking, key=lambda one: -one.score)
    assert bm25.ask(["zzz"]) == Said(Kind.REFUSAL)


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("ask_dang-ky-khai-sinh", Said(Kind.ANSWER, ("dang-ky-khai-sinh",))),
        ("ask_none", Said(Kind.CLARIFY)),
        ("nlu_fallback", Said(Kind.ERROR)),
        ("crisis", Said(Kind.CRISIS)),
        ("greet", Said(Kind.SMALLTALK)),
    ],
)
def test_an_intent_of_stock_is_its_answer(intent: str, expected: Said) -> None:
    assert said(intent) == expected
