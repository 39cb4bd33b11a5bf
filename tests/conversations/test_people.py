"""Small talk, danger, a person, complaints, and what to say when nothing is understood."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
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
