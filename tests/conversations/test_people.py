"""Small talk, danger, a person, complaints, and what to say when nothing is understood."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.conversations.reply import Kind
from bot.store.engine import reading
from bot.store.tables import tickets
from tests.support.talk import Talk


@pytest.mark.parametrize("said", ["xin chào", "alo có ai không", "cảm ơn em nhiều", "tạm biệt nhé", "em giúp được gì"])
def test_small_talk(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.kind is Kind.SMALLTALK


@pytest.mark.parametrize("said", ["bạn là ai", "có phải người thật không", "ban la may hay nguoi"])
def test_it_says_that_it_is_a_machine(talk: Talk, said: str) -> None:
    assert "là máy" in talk.say(said).text


def test_a_person_is_asked_for(talk: Talk) -> None:
    reply = talk.say("gặp cán bộ")
    assert reply.custom.kind is Kind.HANDOFF
    assert "MC-261123-" in reply.text
    assert "Giờ làm việc" in reply.text
    assert "1800 1096" in reply.text


@pytest.mark.parametrize(
    "said", ["thu bay co lam khong", "mấy giờ mở cửa vậy em", "chủ nhật có làm không", "địa chỉ ở đâu"]
)
def test_who_asks_for_the_hours_gets_them_without_a_ticket(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert "Giờ làm việc" in reply.text
    assert "MC-" not in reply.text


@pytest.mark.parametrize("number", ["0900 000 014", "099204000123"])
def test_a_bare_number_of_a_person_is_not_looked_up(talk: Talk, number: str) -> None:
    reply = talk.say(number)
    assert reply.custom.kind is Kind.REFUSAL
    assert number not in reply.text


def test_a_complaint_gets_a_number_and_the_right_channel(talk: Talk) -> None:
    reply = talk.say("cán bộ quầy 2 quát mắng tôi, tôi muốn phản ánh thái độ")
    assert reply.custom.kind is Kind.COMPLAINT
    assert "MC-261123-" in reply.text
    assert "Phản ánh kiến nghị" in reply.text


@pytest.mark.parametrize("said", ["em muốn chết", "toi khong muon song nua", "con nghĩ đến tự tử"])
def test_danger_to_oneself_gets_calm_words_and_numbers_at_once(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.CRISIS
    assert "115" in reply.text
    assert "113" in reply.text


def test_slowly_is_not_suicide(talk: Talk) -> None:
    assert talk.say("cứ từ từ, đăng ký kết hôn cần giấy tờ gì").custom.kind is Kind.ANSWER


@pytest.mark.parametrize(
    "said",
    [
        "Thong bao: VNeID cua ban bi khoa, bam http://vneid-xacthuc.example de mo lai",
        "có người gọi bảo đọc mã OTP thì có nên đọc không",
        "cong an goi dien bao cai vneid ho roi doi chuyen tien",
        "tôi bị lừa mất tiền rồi",
    ],
)
def test_a_fraud_gets_the_warning(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.WARNING
    assert "OTP" in reply.text


@pytest.mark.parametrize("said", ["hôm nay trời có mưa không", "viết giúp tôi bài thơ tình", "visa đi Mỹ xin thế nào"])
def test_what_is_not_ours_is_declined_kindly(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.kind in (Kind.REFUSAL, Kind.ERROR)


def test_after_two_failures_a_person_is_offered(talk: Talk) -> None:
    assert talk.say("qwrt zxcv").custom.kind in (Kind.REFUSAL, Kind.ERROR)
    second = talk.say("ghjk bnmv")
    assert second.custom.kind is Kind.HANDOFF
    assert talk.press("Gặp cán bộ").custom.kind is Kind.HANDOFF


def test_after_two_questions_in_a_row_a_person_is_offered_beside_the_choices(talk: Talk) -> None:
    assert "gặp cán bộ" not in talk.say("làm căn cước").text
    second = talk.say("chứng thực")
    assert second.custom.kind is Kind.CLARIFY
    assert second.buttons[-1].title == "Gặp cán bộ"


def test_a_good_answer_forgives_the_first_failure(talk: Talk) -> None:
    talk.say("qwrt zxcv")
    talk.say("đăng ký kết hôn mất bao lâu")
    assert talk.say("ghjk bnmv").custom.kind in (Kind.REFUSAL, Kind.ERROR)


@pytest.mark.parametrize("said", ["nha t chay roi", "me t bi dot quy", "con t mat tich", "co nguoi dinh nhay cau"])
def test_an_emergency_without_marks_gets_the_numbers(talk: Talk, said: str) -> None:
    talk.say("đăng ký khai sinh cần gì")
    reply = talk.say(said)
    assert reply.custom.kind is Kind.CRISIS
    assert "114" in reply.text


@pytest.mark.parametrize(
    "said", ["0900 000 012", "số tôi là 0900000012, gọi lại giúp", "+84900000012", "0900000012 8h sáng"]
)
def test_a_phone_after_a_ticket_is_where_to_call_back(talk: Talk, said: str) -> None:
    number = re.search(r"MC-\d{6}-\w{5}", talk.say("gặp cán bộ").text)
    reply = talk.say(said)
    assert reply.custom.kind is Kind.HANDOFF
    assert number
    assert number[0] in reply.text
    assert "0900 *** *12" in reply.text
    query = select(tickets.c.phone_enc).where(tickets.c.number == number[0])
    with reading(talk.engine) as connection:
        kept = connection.execute(query).scalar_one()
    assert "0900" not in kept
    assert talk.keys.decrypt(kept) == "0900000012"


def test_a_phone_told_with_the_wish_is_kept_too(talk: Talk) -> None:
    assert "0900 *** *12" in talk.say("cho tôi gặp cán bộ, gọi lại số 0900000012 giúp").text


def test_a_number_of_an_identity_card_is_no_phone(talk: Talk) -> None:
    talk.say("gặp cán bộ")
    assert talk.say("099204000123").custom.kind is Kind.REFUSAL


def test_digits_asked_for_as_a_proof_are_no_call_back(talk: Talk) -> None:
    talk.say("gặp cán bộ")
    talk.say("H37.99.99-261118-0001")
    assert talk.say("0900000012").custom.kind in (Kind.VERIFY, Kind.STATUS)
