"""What is left out of Rasa's way with a message changes no answer."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk


@pytest.fixture
def predicted(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> dict[object, object]:
    """What the rules were asked for, from nothing."""
    asked: dict[object, object] = {}
    monkeypatch.setattr(talk.assistant._processor, "_predicted", asked)
    return asked


def test_the_rules_are_asked_once_for_an_intent(talk: Talk, predicted: dict[object, object]) -> None:
    for _ in range(2):
        assert talk.say("xin chào").custom.kind is Kind.SMALLTALK
        assert talk.say("đăng ký kết hôn cần giấy tờ gì").custom.kind is Kind.ANSWER
        assert talk.say("đăng ký khai tử mất bao lâu").custom.kind is Kind.ANSWER
    assert len(predicted) == 2


def test_a_code_in_the_message_is_another_state(talk: Talk, predicted: dict[object, object]) -> None:
    assert talk.say("hồ sơ của tôi tới đâu rồi").custom.kind is Kind.VERIFY
    assert talk.say("hồ sơ H37.99.99-261118-0001 tới đâu rồi").custom.kind is Kind.VERIFY
    assert len(predicted) == 2
