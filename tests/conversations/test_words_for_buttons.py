"""Where a channel has no buttons their titles are words to send: they say what the button says."""

from __future__ import annotations

import pytest

from connectors.look import numbered
from tests.support.talk import Talk


@pytest.mark.parametrize(
    "asked",
    ["đăng ký kết hôn cần giấy tờ gì", "lệ phí làm hộ chiếu", "làm lại căn cước bị mất bao lâu", "có những thủ tục nào"],
)
def test_a_title_says_what_its_button_says(talk: Talk, asked: str) -> None:
    first = talk.say(asked)
    shown = numbered(first)
    named = [button for button in first.buttons if f"“{button.title}”" in shown]
    assert named or shown == first.text
    for button in named:
        talk.say(asked)
        by_words = talk.say(button.title)
        talk.say(asked)
        assert by_words == talk.say(button.payload), button.title
