"""After the proof: questions on; several dossiers; one's own by a verified phone; a part of a code."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.conversations.reply import Kind
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.status import Status
from tests.support.messages import verify_phone
from tests.support.talk import MORNING, Talk

CODE = "H37.99.99-261118-0001"
OPENED = f"hồ sơ {CODE} mã tra cứu 7K2M"
LATER = dt.timedelta(minutes=31)
OTHER = next(d for d in demo_dossiers(MORNING) if d.status is Status.SUPPLEMENT_REQUIRED)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("bao giờ xong", "Hẹn trả kết quả thứ Năm 26/11/2026"),
        ("bao gio thi lay duoc", "Hẹn trả kết quả thứ Năm 26/11/2026"),
        ("chừng nào có kết quả", "Hẹn trả kết quả thứ Năm 26/11/2026"),
        ("còn mấy ngày nữa", "Hẹn trả kết quả thứ Năm 26/11/2026"),
        ("có trễ không", "chưa trễ hẹn"),
        ("co bi tre ko a", "chưa trễ hẹn"),
        ("ai đang giữ", "Phòng Kinh tế"),
        ("đang nằm ở phòng nào", "Phòng Kinh tế"),
        ("đã qua những bước nào", "1. Nộp hồ sơ lúc"),
        ("hs dang o buoc nao", "1. Nộp hồ sơ lúc"),
        ("tới đâu rồi", "Hẹn trả kết quả thứ Năm 26/11/2026"),
        ("còn thiếu gì không", "chưa phải làm gì"),
    ],
)
def test_a_question_on_is_about_the_dossier(talk: Talk, question: str, said: str) -> None:
    talk.say(OPENED)
    reply = talk.say(question)
    assert reply.custom.kind is Kind.STATUS and reply.custom.dossier == CODE
    assert said in reply.text
    assert "Cập nhật lúc" in reply.text


def test_it_is_so_for_half_an_hour(talk: Talk) -> None:
    talk.say(OPENED)
    talk.clock += LATER
    assert talk.say("ai đang giữ").custom.kind is not Kind.STATUS


@pytest.mark.parametrize("question", ["bao giờ xong", "có trễ không", "ai đang giữ", "đã qua những bước nào"])
def test_before_the_proof_it_is_not(talk: Talk, question: str) -> None:
    talk.say(f"hồ sơ {CODE} tới đâu rồi")
    assert talk.say(question).custom.kind is not Kind.STATUS


def test_to_meet_somebody_stays_a_wish_for_a_person(talk: Talk) -> None:
    talk.say(OPENED)
    assert talk.say("cho em gặp cán bộ đang giữ hồ sơ").custom.kind is Kind.HANDOFF


def test_another_procedure_that_is_named_is_meant(talk: Talk) -> None:
    talk.say(OPENED)
    reply = talk.say("đăng ký kết hôn bao giờ xong")
    assert reply.custom.kind is Kind.ANSWER and reply.custom.procedures == ("1.000894",)
    assert talk.say("có trễ không").custom.kind is Kind.STATUS


def test_a_fee_that_is_asked_next_is_that_of_the_dossiers_procedure(talk: Talk) -> None:
    talk.say(OPENED)
    reply = talk.say("lệ phí bao nhiêu")
    assert reply.custom.kind is Kind.ANSWER and reply.custom.facets == ("fee",)
    assert "Chấm dứt" in reply.text


def test_two_dossiers_are_answered_one_after_the_other(talk: Talk) -> None:
    reply = talk.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code}")
    assert reply.custom.kind is Kind.STATUS
    assert CODE in reply.text and OTHER.code in reply.text and "anh/chị cần nộp" in reply.text.lower()


def test_two_dossiers_are_asked_about_one_after_the_other(talk: Talk) -> None:
    asked = talk.say(f"hồ sơ {CODE} và {OTHER.code} tới đâu rồi")
    assert asked.custom.kind is Kind.VERIFY and CODE in asked.text and OTHER.code not in asked.text
    first = talk.say("7K2M")
    assert first.custom.kind is Kind.STATUS and first.custom.dossier == CODE
    assert f"Về hồ sơ {OTHER.code}" in first.text
    second = talk.say(OTHER.look_up_code)
    assert second.custom.kind is Kind.STATUS and second.custom.dossier == OTHER.code


def test_one_is_answered_and_the_other_asked_about(talk: Talk) -> None:
    reply = talk.say(f"{CODE} mã tra cứu 7K2M, còn {OTHER.code} thì sao")
    assert reply.custom.kind is Kind.STATUS and reply.custom.dossier == CODE
    assert f"Về hồ sơ {OTHER.code}" in reply.text
    assert talk.say(OTHER.look_up_code).custom.dossier == OTHER.code


def test_an_impossible_one_is_asked_about_beside_the_other(talk: Talk) -> None:
    reply = talk.say(f"H37.99.99-261332-0002 và {CODE} mã tra cứu 7K2M")
    assert "ngày không có thật" in reply.text and "Hẹn trả kết quả" in reply.text


def test_out_of_an_sms(talk: Talk) -> None:
    sms = f"TTPVHCC: Ho so {CODE} cua ong/ba da tiep nhan, hen tra 26/11/2026. Ma tra cuu: 7K2M"
    assert talk.say(sms).custom.kind is Kind.STATUS


@pytest.mark.parametrize(
    ("said", "missing"),
    [("số biên nhận 0001", "mã đơn vị"), ("261118-0001", "mã đơn vị"), ("H37.99.99-261118", "số thứ tự")],
)
def test_a_part_of_a_code_is_asked_about(talk: Talk, said: str, missing: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.VERIFY and missing in reply.text
    assert talk.say(OPENED).custom.kind is Kind.STATUS


def test_my_dossiers_with_a_verified_phone(talk: Talk) -> None:
    mine = [d for d in demo_dossiers(MORNING) if d.phone == "0900000012"]
    assert len(mine) > 1
    verify_phone(talk.engine, talk.keys, talk.conversation, "0900 000 012")
    listed = talk.say("hồ sơ của tôi tới đâu rồi")
    assert listed.custom.kind is Kind.STATUS
    assert all(dossier.code in listed.text for dossier in mine)
    chosen = talk.say("2")
    assert chosen.custom.kind is Kind.STATUS and chosen.custom.dossier == listed.buttons[1].payload
    assert talk.say(f"hồ sơ {CODE}").custom.kind is Kind.STATUS
    assert talk.say(f"hồ sơ {OTHER.code}").custom.kind is (Kind.STATUS if OTHER in mine else Kind.VERIFY)


def test_a_verified_phone_without_dossiers(talk: Talk) -> None:
    verify_phone(talk.engine, talk.keys, talk.conversation, "0900 000 999")
    assert "không thấy hồ sơ" in talk.say("hồ sơ của tôi").text
