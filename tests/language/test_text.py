"""The canonical form of a text, and where its characters stand in what was typed."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.features import segmented
from bot.language.text import mapped

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐÊƯáàảãạấềổữự ,.?-\u00a0\n\u0301\u0130"
# Where this stands, every character is looked at.
ODD = "\ufeff"


@given(text=st.text(VIETNAMESE) | st.text())
@example(text="Làm  giấy tờ ")
@example(text="İ")
def test_a_plain_text_is_mapped_as_one_whose_every_character_is_looked_at(text: str) -> None:
    quick, careful = mapped(text), mapped(text + ODD)
    assert careful == (quick.text + ODD, (*quick.origins, len(text) + 1))


def test_a_part_has_the_words_that_stand_in_it() -> None:
    text = "Làm giấy khai sinh, rồi đăng ký thường trú"
    start = text.index("rồi")
    assert "khai sinh" in segmented(text, 0, start - 2) and "thường trú" not in segmented(text, 0, start - 2)
    assert segmented(text, start) == ["rồi", "đăng ký", "thường trú"]
    assert segmented(text, 0, start) + segmented(text, start) == segmented(text)
