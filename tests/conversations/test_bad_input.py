"""Wild input gets a clear answer, commands are not obeyed, and the conversation goes on."""

from __future__ import annotations

import unicodedata

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk

ASKED = "đăng ký kết hôn cần giấy tờ gì"


@pytest.mark.parametrize(
    "wild",
    [
        "😀😀😀",
        "‮abc‬ مرحبا",
        "<script>alert(1)</script>",
        '/inform{"x":1}',
        "/restart",
        "/ask_procedure",
        "////",
        "'; DROP TABLE inbox; --",
        "a" * 2000,
        "{{7*7}}",
        "#khong-co-thu-tuc-nay:documents",
        "#dang-ky-khai-sinh:khong-co@khong-co",
    ],
)
def test_wild_input_gets_a_reply_and_the_talk_goes_on(talk: Talk, wild: str) -> None:
    first = talk.say(ASKED)
    assert talk.say(wild).text
    assert talk.say(ASKED).text == first.text


def test_a_leading_slash_injects_no_intent(talk: Talk) -> None:
    talk.say(ASKED)
    assert talk.say("/human").custom.kind is not Kind.HANDOFF
    talk.say("/restart")
    assert talk.say("thế còn lệ phí?").custom.procedures == ("1.000894",)


@pytest.mark.parametrize("form", ["NFD", "NFC", "NFKD"])
def test_every_normal_form_is_understood_alike(talk: Talk, form: str) -> None:
    reply = talk.say(unicodedata.normalize(form, ASKED))  # type: ignore[arg-type]
    assert reply.custom.procedures == ("1.000894",)


@pytest.mark.parametrize(
    "said", ["ĐĂNG KÝ KẾT HÔN CẦN GIẤY TỜ GÌ", "dang ky  ket   hon can giay to gi???", "đăng kí kết hôn cần giấy tờ gì"]
)
def test_capitals_spaces_and_spellings(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.procedures == ("1.000894",)
