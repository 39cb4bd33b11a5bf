"""Names of lists in patterns."""

from __future__ import annotations

import re

from bot.language.word_lists import filled

LISTS = {"kin": ["em", "{child}"], "child": ["con", "em", "con em"], "asked": ["ho so(?: {kin})?"]}


def test_a_name_in_braces_is_any_entry_of_its_list_and_of_the_lists_within() -> None:
    pattern = re.compile(filled("xem {asked}", LISTS))
    assert pattern.fullmatch("xem ho so") and pattern.fullmatch("xem ho so con em")
    assert not pattern.fullmatch("xem ho so kin")


def test_a_list_of_lists_has_each_entry_once_the_longest_first() -> None:
    assert filled("{kin}", LISTS) == "(?:con em|con|em)"
