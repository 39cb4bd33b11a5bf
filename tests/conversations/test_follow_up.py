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


@pytest.mark.parametrize(
    ("first", "follow_up", "procedure"),
    [
        ("con lớn 16 tuổi làm căn cước lần đầu cần mang gì", "còn đứa em nó 9 tuổi thì sao ạ", "1.014062"),
        ("con lon 16 tuoi lam can cuoc lan dau can mang gi", "con dua em no chin tuoi thi sao", "1.014062"),
        ("làm căn cước cho bé 10 tuổi ở đâu ạ", "anh nó 15 tuổi rồi thì có mất tiền không", "1.014061"),
    ],
)
def test_an_age_tells_which_of_two_twins(talk: Talk, first: str, follow_up: str, procedure: str) -> None:
    talk.say(first)
    reply = talk.say(follow_up)
    assert reply.custom.kind is Kind.ANSWER
    assert reply.custom.procedures == (procedure,)


@pytest.mark.parametrize(
    ("first", "follow_up", "topic", "twin"),
    [
        ("đổi căn cước hết hạn bao nhiêu tiền ạ", "nếu bị mất thì sao", "1.014063", "1.014064"),
        ("đăng ký kết hôn cần những gì ạ", "nhưng mà chồng em là người Đài Loan thì sao", "1.000894", "2.000806"),
        ("đăng ký khai sinh cần gì", "ba nó là người Mỹ thì sao", "1.001193", "2.000528"),
    ],
)
def test_a_detail_of_a_twin_is_not_answered_from_the_topic(
    talk: Talk, first: str, follow_up: str, topic: str, twin: str
) -> None:
    assert talk.say(first).custom.procedures == (topic,)
    reply = talk.say(follow_up)
    assert twin in reply.custom.procedures
    assert reply.custom.kind is Kind.CLARIFY or reply.custom.procedures == (twin,)


@pytest.mark.parametrize(
    "follow_up", ["bao lâu thì có hả chị", "giay to dau co gi", "mà em quên hỏi mang theo những gì"]
)
def test_what_only_asks_on_is_about_the_topic(talk: Talk, follow_up: str) -> None:
    talk.say("đăng ký giám hộ ai được làm")
    assert talk.say(follow_up).custom.procedures == ("1.004837",)


@pytest.mark.parametrize(
    "said", ["còn việc báo tử ban đầu em hỏi thì làm qua mạng được không", "cái khai tử lúc đầu hỏi có mất phí không"]
)
def test_back_to_what_was_asked_first(talk: Talk, said: str) -> None:
    talk.say("đăng ký khai tử cho ông nội cần giấy gì")
    talk.say("mai táng phí cho cựu chiến binh xin ở đâu")
    assert talk.say(said).custom.procedures == ("1.000656",)


def test_another_name_is_no_answer_to_the_question_for_the_case(talk: Talk) -> None:
    talk.say("xin giấy xác nhận tình trạng hôn nhân cần gì")
    reply = talk.say("thế còn đăng ký kết hôn thì nộp ở đâu ạ")
    assert reply.custom.procedures == ("1.000894",)
    assert "place" in reply.custom.facets


def test_words_of_its_name_are_about_the_topic(talk: Talk) -> None:
    talk.say("mua xe cũ sang tên cần gì")
    assert talk.say("tiền sang tên mất bao nhiêu").custom.procedures == ("1.013076",)
