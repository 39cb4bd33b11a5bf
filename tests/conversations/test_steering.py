"""People steer the talk: shorter, back, never mind, the next person."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk

CODE = "H37.99.99-261118-0001"


@pytest.mark.parametrize("said", ["nói ngắn thôi", "nói gọn lại", "dài quá", "dai qua em oi", "tóm tắt lại giúp tôi"])
def test_the_last_answer_in_short(talk: Talk, said: str) -> None:
    long = talk.say("đăng ký khai sinh cần gì")
    short = talk.say(said)
    assert (short.custom.kind, short.custom.procedures) == (Kind.ANSWER, long.custom.procedures)
    assert len(short.text) < 0.7 * len(long.text)
    assert "• Tờ khai đăng ký khai sinh\n" in short.text
    assert "Nguồn:" in short.text


def test_it_is_not_said_in_short_twice(talk: Talk) -> None:
    talk.say("đăng ký khai sinh cần gì")
    talk.say("nói ngắn thôi")
    assert "gọn hết mức" in talk.say("nói gọn lại").text


def test_in_short_where_nothing_was_said(talk: Talk) -> None:
    assert talk.say("nói ngắn thôi").custom.kind is Kind.SMALLTALK


def test_what_is_unsure_stays_so_in_short(talk: Talk) -> None:
    talk.say("rút bhxh một lần mất bao lâu")
    assert "chưa chắc" in talk.say("nói ngắn thôi").text


@pytest.mark.parametrize("back", ["quay lại", "trở lại", "quay lai danh sach"])
def test_back_goes_a_page_then_a_list(talk: Talk, back: str) -> None:
    fields = talk.say("có những thủ tục nào")
    land = talk.say("7")
    second = talk.say("xem thêm")
    assert second.custom.procedures != land.custom.procedures
    assert talk.say(back).custom.procedures == land.custom.procedures
    assert talk.say(back).text == fields.text
    assert "đầu danh sách" in talk.say(back).text
    assert talk.say("7").custom.procedures == land.custom.procedures


def test_back_from_a_procedure_to_its_list(talk: Talk) -> None:
    land = talk.say("lĩnh vực đất đai có những thủ tục gì")
    talk.say("2")
    assert talk.say("quay lại").custom.procedures == land.custom.procedures


def test_back_without_a_list_offers_what_was_spoken_of(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.say("mất bằng lái xe thì xin cấp lại thế nào")
    reply = talk.say("quay lại")
    assert reply.custom.kind is Kind.CLARIFY
    assert reply.custom.procedures == ("1.000894",)


@pytest.mark.parametrize("no_more", ["hủy", "thôi", "thôi không cần nữa", "bo qua di"])
def test_never_mind_ends_a_look_up(talk: Talk, no_more: str) -> None:
    talk.say(CODE)
    assert "không tra hồ sơ nữa" in talk.say(no_more).text
    assert talk.say("7K2M").custom.kind is not Kind.STATUS, "no code is asked for any more"


def test_never_mind_ends_a_list(talk: Talk) -> None:
    talk.say("lĩnh vực đất đai có những thủ tục gì")
    assert "bỏ danh sách" in talk.say("hủy").text
    assert talk.say("2").custom.kind is Kind.ERROR


def test_never_mind_where_nothing_is_pending(talk: Talk) -> None:
    assert talk.say("thôi").custom.kind is Kind.SMALLTALK


@pytest.mark.parametrize(
    "said", ["xong bà A rồi, giờ tới ông B", "người tiếp theo", "hỏi cho người khác", "xong ba Tu roi gio toi ong Bay"]
)
def test_the_next_person_starts_afresh(talk: Talk, said: str) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    talk.say("gặp cán bộ")
    assert talk.say(f"{CODE} mã tra cứu 7K2M").custom.kind is Kind.STATUS
    assert "Người này cần làm" in talk.say(said).text
    assert talk.say("lệ phí bao nhiêu").custom.procedures == ()
    assert talk.say(CODE).custom.kind is Kind.VERIFY, "the proof was the other person's"
    talk.say("thôi")
    assert talk.say("0900 000 012").custom.kind is Kind.REFUSAL, "so was the ticket"


def test_the_next_person_asks_at_once(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    reply = talk.say("xong bà Hai, tới ông Năm cần làm khai tử hết bao nhiêu tiền")
    assert reply.custom.procedures == ("1.000656",)
    assert talk.say("quay lại").custom.kind is Kind.SMALLTALK, "nothing of the person before is left"


@pytest.mark.parametrize("said", ["nhờ người khác đi thay được không", "sang tên xe cho người khác"])
def test_another_person_in_a_question_is_nobody_next(talk: Talk, said: str) -> None:
    talk.say("đăng ký khai sinh cần gì")
    assert talk.say(said).custom.procedures != ()
