"""What asks for nothing gets a fitting word; what nothing fits is not answered from the topic."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("ok để tôi xem", "thong thả"),
        ("để tôi hỏi chồng tôi đã", "thong thả"),
        ("doi ti", "thong thả"),
        ("mai tôi ra", "đủ giấy tờ"),
        ("thế à", "cứ nhắn em"),
        ("ơ hay nhỉ", "cứ nhắn em"),
        ("hihi", "vui"),
        ("trời nóng quá", "vất vả"),
        ("mệt muốn chết vì xếp hàng", "vất vả"),
        ("cho muon xiu", "vất vả"),
    ],
)
def test_a_remark_gets_a_short_word_and_no_sheet(talk: Talk, said: str, word: str) -> None:
    talk.say("đăng ký khai sinh cần gì")
    reply = talk.say(said)
    assert reply.custom.kind is Kind.SMALLTALK
    assert word in reply.text
    assert len(reply.text.splitlines()) == 1
    assert talk.say("thế còn lệ phí?").custom.procedures == ("1.001193",), "the topic is kept"


@pytest.mark.parametrize(
    "said", ["bao giờ thì bầu cử", "giá vàng hôm nay", "con mèo nhà tôi bị ốm", "khi nào có mưa", "asdkjfh qwe"]
)
def test_another_question_is_not_answered_from_the_topic(talk: Talk, said: str) -> None:
    talk.say("đăng ký khai sinh cần gì")
    reply = talk.say(said)
    assert reply.custom.kind in (Kind.REFUSAL, Kind.ERROR)
    assert reply.custom.procedures == ()


def test_what_is_hardly_about_the_topic_is_said_to_be_unsure_with_how_to_go_on(talk: Talk) -> None:
    talk.say("đăng ký khai sinh cần gì")
    reply = talk.say("tôi làm ở hà nội")
    assert reply.custom.kind is Kind.CLARIFY
    assert "chưa chắc" in reply.text
    assert "gặp cán bộ" in reply.text
    assert talk.press("Lệ phí").custom.facets == ("fee",)


@pytest.mark.parametrize("said", ["tôi làm ở hà nội", "nhà tôi ba tầng", "ừ thì cũng vậy thôi", "xyz abc"])
def test_the_same_sheet_is_not_said_twice_to_who_did_not_ask_again(talk: Talk, said: str) -> None:
    sheet = talk.say("đăng ký khai sinh")
    for _ in range(3):
        assert talk.say(said).text != sheet.text


def test_who_asks_again_is_told_again(talk: Talk) -> None:
    talk.say("đăng ký khai sinh cần gì")
    first = talk.say("lệ phí bao nhiêu")
    assert talk.say("lệ phí bao nhiêu") == first


def test_what_names_nothing_at_all_is_asked_about(talk: Talk) -> None:
    reply = talk.say("lệ phí bao nhiêu")
    assert "thủ tục nào" in reply.text


def test_yes_to_the_only_choice_takes_it(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.say("mất bằng lái xe thì xin cấp lại thế nào")
    assert len(talk.say("quay lại").buttons) == 1
    assert talk.say("ừ").custom.procedures == ("1.000894",)
