"""Where a channel has no buttons, their titles are words to send: they say what the button says. So do commands."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from bot.texts import texts
from connectors.look import numbered
from tests.support.talk import Talk

ASKED = [
    "đăng ký kết hôn hết bao nhiêu tiền",
    "lệ phí làm hộ chiếu",
    "mất căn cước bao lâu có lại",
    "sang tên sổ đỏ ở đâu",
]
COMMANDS = {"help": Kind.SMALLTALK, "hoso": Kind.VERIFY, "thutuc": Kind.BROWSE, "canbo": Kind.HANDOFF}


@pytest.mark.parametrize("asked", ASKED)
def test_a_title_says_what_its_button_says(talk: Talk, asked: str) -> None:
    first = talk.say(asked)
    named = [button for button in first.buttons if f"“{button.title}”" in numbered(first)]
    for button in named:
        talk.restart()
        talk.say(asked)
        by_words = talk.say(button.title)
        talk.restart()
        talk.say(asked)
        assert by_words == talk.say(button.payload), button.title
    assert named


@pytest.mark.parametrize(("name", "kind"), COMMANDS.items())
def test_a_command_of_the_menu_is_understood(talk: Talk, name: str, kind: Kind) -> None:
    assert talk.say(texts("messengers")["commands"][name]["asks"]).custom.kind is kind


def test_every_command_asks_something_but_the_first() -> None:
    assert [name for name in texts("messengers")["commands"] if name != "start"] == list(COMMANDS)
