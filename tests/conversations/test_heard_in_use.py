"""What people wrote to it and were answered wrongly, once."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk

CODE = "H37.99.99-261118-0001"


@pytest.mark.parametrize("said", ["tao muon nhay lau", "tôi muốn nhảy lầu", "uong thuoc sau", "chồng đang đánh em"])
def test_danger_in_other_words(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.kind is Kind.CRISIS


@pytest.mark.parametrize(
    "said",
    [
        "sắp làm đám cưới",
        "sap dam cuoi, vo nguoi Han",
        "nhà em bị dột",
        "vợ sinh mổ rồi, hai mẹ con khỏe",
        "nhà ngập, giấy tờ ướt hết",
    ],
)
def test_what_happens_in_a_life_is_no_danger(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.kind is not Kind.CRISIS


@pytest.mark.parametrize(
    "said",
    [
        "VNeID cua ban da bi khoa, vui long truy cap http://vneid-xacthuc.example de mo khoa",
        "Thong bao: tai khoan dinh danh cua ong/ba se bi khoa vinh vien",
        "bấm vào dichvucong.gov.vn.xac-thuc.top để cập nhật",
    ],
)
def test_a_pasted_sms_is_no_question_about_a_procedure(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.kind is Kind.WARNING


@pytest.mark.parametrize("said", ["TK VNeID bị khóa, mở lại ở đâu", "tk vneid bi khoa, mo lai o dau"])
def test_to_unlock_an_account_is_a_question(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.procedures == ("3.000284",)


def test_an_official_link_is_no_fraud(talk: Talk) -> None:
    reply = talk.say("nộp khai sinh ở https://dichvucong.gov.vn/ phải không, cần giấy tờ gì")
    assert reply.custom.kind is not Kind.WARNING


@pytest.mark.parametrize("said", ["AUYW", "auyw", f"{CODE} AUYW"])
def test_a_look_up_code_may_be_letters_only(talk: Talk, said: str) -> None:
    talk.say(f"hồ sơ {CODE}")
    assert "Còn 2 lần thử" in talk.say(said).text


def test_a_greeting_does_not_swallow_the_question(talk: Talk) -> None:
    reply = talk.say("chào buổi sáng, tôi muốn xin giấy xác nhận độc thân")
    assert reply.custom.procedures == ("1.004873",)


@pytest.mark.parametrize("said", ["phi bao nhieu", "mat tien k"])
def test_a_short_follow_up_is_not_refused(talk: Talk, said: str) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    reply = talk.say(said)
    assert reply.custom.procedures == ("1.000894",)
    assert "fee" in reply.custom.facets


def test_the_fee_says_for_which_channel(talk: Talk) -> None:
    reply = talk.say("đăng ký tạm trú online hết bao nhiêu tiền, nộp ở quầy thì bao nhiêu")
    assert "nộp trực tuyến" in reply.text
    assert "nộp tại quầy" in reply.text


def test_the_answer_to_a_question_is_read_against_its_choices(talk: Talk) -> None:
    talk.say("dang ky lai")
    assert talk.say("giay chung tu cua ong noi").custom.procedures == ("1.005461",)


def test_a_duty_with_a_deadline_shows_the_conditions(talk: Talk) -> None:
    reply = talk.say("mất hộ chiếu phải trình báo trong mấy ngày")
    assert reply.custom.procedures == ("1.010386",)
    assert "conditions" in reply.custom.facets


def test_both_must_come_to_marry(talk: Talk) -> None:
    assert "Cả hai phải cùng có mặt" in talk.say("điều kiện đăng ký kết hôn là gì").text


def test_a_second_request_for_a_person_keeps_the_ticket(talk: Talk) -> None:
    assert talk.say("gặp cán bộ").text == talk.say("cho gặp cán bộ").text
