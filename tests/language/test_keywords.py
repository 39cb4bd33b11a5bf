from __future__ import annotations

from bot.catalogue.record import Facet
from bot.language.keywords import searched

NAMES = [f"cấp lại giấy {number}" for number in range(200)]


def test_each_name_is_asked_about_with_one_keyword_or_two() -> None:
    asked = list(searched(NAMES))
    assert all(name in one.text and one.text != name for name, one in zip(NAMES, asked, strict=True))
    assert {len(one.facets) for one in asked} == {1, 2}


def test_every_facet_but_the_overview_has_keywords() -> None:
    assert {facet for one in searched(NAMES) for facet in one.facets} == {f.value for f in Facet} - {"overview"}


def test_they_are_the_same_every_time() -> None:
    assert list(searched(NAMES)) == list(searched(NAMES))
