"""Half a question leans on the last one."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk


@pytest.mark.parametrize(
    ("follow_up", "facet"),
    [
        ("thế còn lệ phí?", "fee"),
        ("the con le phi", "fee"),
        ("bao lâu thì xong?", "time"),
        ("nộp ở đâu", "place"),
        ("làm trên mạng được không em", "online"),
        ("mẫu tờ khai lấy ở đâu", "form"),
        ("cần giấy tờ gì", "documents"),
        ("căn cứ luật nào", "legal"),
    ],
)
def test_a_follow_up_is_about_the_same_procedure(talk: Talk, follow_up: str, facet: str) -> None:
    talk.say("tôi muốn tách hộ khẩu khỏi nhà bố mẹ")
    reply = talk.say(follow_up)
    assert reply.custom.kind is Kind.ANSWER
    assert reply.custom.procedures == ("1.010038",)
    assert facet in reply.custom.facets


def test_another_procedure_becomes_the_topic(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.say("mất bằng lái xe thì xin cấp lại thế nào")
    assert talk.say("lệ phí bao nhiêu").custom.procedures == ("3.000348",)


def test_small_talk_does_not_lose_the_topic(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.say("cảm ơn em nhé")
    assert talk.say("thế còn lệ phí?").custom.procedures == ("1.000894",)


def test_the_case_is_kept_for_the_next_question(talk: Talk) -> None:
    talk.say("đăng ký khai sinh cần giấy tờ gì")
    talk.say("2")
    assert "Không có giấy chứng sinh" in talk.say("thế còn lệ phí?").text


def test_a_topic_is_forgotten_the_next_day(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.clock += dt.timedelta(days=1)
    assert talk.say("thế còn lệ phí?").custom.procedures == ()


@pytest.mark.parametrize(
    "said", ["quay lại vụ kết hôn hồi nãy, lệ phí bao nhiêu", "con cai ket hon luc nay thi le phi nhieu"]
)
def test_back_to_an_earlier_topic(talk: Talk, said: str) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.say("mất bằng lái xe thì xin cấp lại thế nào")
    reply = talk.say(said)
    assert reply.custom.procedures == ("1.000894",)
    assert "fee" in reply.custom.facets


def test_a_correction_keeps_what_was_asked(talk: Talk) -> None:
    talk.say("căn cước hết hạn thì đổi hết bao nhiêu tiền")
    reply = talk.say("à không, ý em là thẻ bị mất chứ không phải hết hạn")
    assert "fee" in reply.custom.facets
    assert "1.014064" in reply.custom.procedures or reply.custom.kind is Kind.CLARIFY


def test_after_hours_the_topic_is_asked_about_and_not_taken_for_granted(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.clock += dt.timedelta(hours=3)
    reply = talk.say("lệ phí bao nhiêu")
    assert reply.custom.kind is Kind.CLARIFY
    assert reply.custom.procedures == ("1.000894",)
    assert "fee" in talk.press(reply.buttons[0].title).custom.facets


def test_a_follow_up_without_topic_asks_for_the_procedure(talk: Talk) -> None:
    reply = talk.say("lệ phí bao nhiêu")
    assert reply.custom.kind is Kind.CLARIFY
    assert reply.custom.procedures == ()


def test_say_it_again(talk: Talk) -> None:
    first = talk.say("đăng ký kết hôn mất bao lâu")
    assert talk.say("nói lại giúp tôi") == first
    assert talk.say("nhắc lại lần nữa") == first
