"""Matters of other offices: found by their words, checked against the catalogue."""

from __future__ import annotations

import pytest

from bot.catalogue.browse import Step
from bot.catalogue.elsewhere import Elsewhere, check_elsewhere, find_elsewhere, load_elsewhere, where_instead
from bot.catalogue.load import load_catalogue

CATALOGUE = load_catalogue()


def test_the_shipped_file_is_sound() -> None:
    assert check_elsewhere(load_elsewhere(), CATALOGUE) == []
    assert len({matter.id for matter in load_elsewhere()}) == len(load_elsewhere())


def test_an_unknown_procedure_is_named() -> None:
    wrong = Elsewhere("thu", ("thu",), (), "Thử.", (Step("khong-co", "thử"),))
    assert check_elsewhere((wrong,), CATALOGUE) == ["elsewhere.yml: thu: unknown procedure khong-co"]


@pytest.mark.parametrize("matter", load_elsewhere(), ids=lambda matter: matter.id)
def test_each_says_who_does_it_and_numbers_what_it_offers(matter: Elsewhere) -> None:
    reply = where_instead(matter, CATALOGUE)
    assert reply.text.startswith(matter.said)
    assert len(reply.buttons) == len(matter.offers) == len(reply.custom.procedures)


@pytest.mark.parametrize(
    "said",
    [
        "phản ánh kiến nghị",
        "điều kiện là gì",
        "mất điện thoại có VNeID",
        "nộp phạt khai tử trễ",
        "kiến trúc nhà",
        "tòa nhà",
    ],
)
def test_what_only_looks_like_one_is_none(said: str) -> None:
    assert find_elsewhere(said) is None
