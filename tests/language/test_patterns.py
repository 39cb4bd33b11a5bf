"""Messages whose meaning is certain: pages, choices and payloads of lists."""

from __future__ import annotations

import pytest

from bot.dialogue.certain import certain_intent
from bot.language.patterns import LAST, Browse, find_browse, find_choice, find_page, find_pick


@pytest.mark.parametrize("said", ["xem thêm", "xem them di em", "trang sau", "tiếp", "coi tiếp nha", "còn nữa không"])
def test_the_next_page(said: str) -> None:
    assert find_page(said, 2) == 3
    assert certain_intent(said, set()) == "browse"


@pytest.mark.parametrize(
    ("said", "page"),
    [("trang 2", 2), ("cho xem trang 3", 3), ("trang hai", 2), ("trang cuối", LAST), ("trang trước", 4)],
)
def test_a_page_by_number_or_place(said: str, page: int) -> None:
    assert find_page(said, 5) == page


@pytest.mark.parametrize("said", ["tiếp theo làm gì", "thêm giấy gì", "xem thêm lệ phí khai sinh", "2", "cái sau"])
def test_no_page_at_all(said: str) -> None:
    assert find_page(said) is None


@pytest.mark.parametrize(
    ("said", "number"), [("số sáu", 6), ("cai thu bay", 7), ("tám", 8), ("8", 8), ("cái cuối", LAST), ("cái sau", None)]
)
def test_a_choice_among_eight(said: str, number: int | None) -> None:
    assert find_choice(said) == number


@pytest.mark.parametrize("place", [Browse(), Browse(page=2), Browse("dat-dai"), Browse("dat-dai", "cap-xa", 12)])
def test_a_payload_says_its_page_and_is_no_procedure(place: Browse) -> None:
    assert find_browse(place.payload) == place
    assert find_pick(place.payload) is None
    assert certain_intent(place.payload, set()) == "browse"


@pytest.mark.parametrize("text", ["#dat-dai", "#/Đất", "/dat-dai", "#/dat-dai/0000", "#/a b"])
def test_what_is_no_payload_of_a_list(text: str) -> None:
    assert find_browse(text) is None
