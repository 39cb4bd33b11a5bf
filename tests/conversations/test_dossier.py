"""Where is my dossier: nothing of a person before the proof, plain words after it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from bot.conversations.event import Event, EventKind
from bot.conversations.reply import Kind
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.source import SourceUnavailable
from bot.dossiers.status import Status
from bot.store.engine import reading
from bot.store.source import SqlDossiers
from bot.store.tables import journal
from tests.support.talk import MORNING, Talk

CODE = "H37.99.99-261118-0001"
UNKNOWN = "H37.99.99-261118-9999"


def test_code_then_look_up_code(talk: Talk) -> None:
    asked = talk.say(f"Hồ sơ {CODE} đến đâu rồi")
    assert asked.custom.kind is Kind.VERIFY
    assert asked.custom.dossier == CODE
    told = talk.say("7K2M")
    assert told.custom.kind is Kind.STATUS
    assert "Hẹn trả kết quả thứ Năm 26/11/2026" in told.text
    assert "Cập nhật lúc" in told.text


@pytest.mark.parametrize("factor", ["012", "3 số cuối là 012", "0900 000 012", "mã tra cứu 7k2m", "7 k 2 m", "7K2M ạ"])
def test_each_way_to_give_the_factor(talk: Talk, factor: str) -> None:
    talk.say(f"tra cuu ho so {CODE.lower()}")
    assert talk.say(factor).custom.kind is Kind.STATUS


def test_code_and_factor_in_one_message(talk: Talk) -> None:
    assert talk.say(f"hồ sơ {CODE} mã tra cứu 7K2M tới đâu rồi").custom.kind is Kind.STATUS


def test_without_a_code_it_is_asked_for(talk: Talk) -> None:
    assert "mã hồ sơ" in talk.say("hồ sơ của tôi tới đâu rồi").text
    assert talk.say(CODE).custom.dossier == CODE


def test_the_code_alone_reveals_nothing(talk: Talk) -> None:
    real = talk.say(f"hồ sơ {CODE} tới đâu rồi").text
    talk.restart()
    unknown = talk.say(f"hồ sơ {UNKNOWN} tới đâu rồi").text
    assert CODE in real
    assert real.replace(CODE, UNKNOWN) == unknown


def test_wrong_factor_and_unknown_code_get_the_same_words(talk: Talk) -> None:
    said = []
    for code in (CODE, UNKNOWN):
        talk.restart()
        talk.say(f"hồ sơ {code}")
        said.append([talk.say(wrong).text for wrong in ("999", "998", "997")])
    assert said[0] == said[1]


def test_three_wrong_tries_lock_for_a_while_and_for_that_person_only(talk: Talk) -> None:
    talk.say(f"hồ sơ {CODE}")
    for wrong in ("999", "998", "997"):
        reply = talk.say(wrong)
    assert "tạm khóa" in reply.text
    assert talk.say(f"hồ sơ {CODE} mã tra cứu 7K2M").custom.kind is Kind.VERIFY
    stranger = Talk(talk.assistant, talk.engine, talk.keys)
    assert stranger.say(f"hồ sơ {CODE} mã tra cứu 7K2M").custom.kind is Kind.STATUS
    talk.clock += dt.timedelta(minutes=31)
    assert talk.say(f"hồ sơ {CODE} mã tra cứu 7K2M").custom.kind is Kind.STATUS


def test_the_proof_holds_for_half_an_hour(talk: Talk) -> None:
    talk.say(f"hồ sơ {CODE} mã tra cứu 7K2M")
    assert talk.say("hồ sơ của tôi tới đâu rồi").custom.kind is Kind.STATUS
    talk.clock += dt.timedelta(minutes=31)
    assert talk.say("hồ sơ của tôi tới đâu rồi").custom.kind is Kind.VERIFY


def test_an_impossible_date_is_asked_about(talk: Talk) -> None:
    reply = talk.say("hồ sơ H37.99.99-261341-0001 tới đâu")
    assert reply.custom.kind is Kind.VERIFY
    assert "ngày không có thật" in reply.text


def test_digits_are_no_factor_unless_one_is_awaited(talk: Talk) -> None:
    assert talk.say("012").custom.kind is not Kind.STATUS


def test_another_question_in_between(talk: Talk) -> None:
    talk.say(f"hồ sơ {CODE} tới đâu rồi")
    assert talk.say("đăng ký kết hôn mất bao lâu").custom.kind is Kind.ANSWER
    assert talk.say(f"hồ sơ {CODE}, 3 số cuối 012").custom.kind is Kind.STATUS


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_told_and_names_nobody(talk: Talk, status: Status) -> None:
    dossier = next(d for d in demo_dossiers(MORNING) if d.status is status)
    reply = talk.say(f"hồ sơ {dossier.code} mã tra cứu {dossier.look_up_code}")
    assert reply.custom.kind is Kind.STATUS
    assert dossier.applicant_name not in reply.text
    assert dossier.phone not in reply.text
    assert dossier.look_up_code not in reply.text


def test_a_source_that_is_away_is_said_and_costs_no_try(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise SourceUnavailable("status 503")

    talk.say(f"hồ sơ {CODE}")
    with monkeypatch.context() as patch:
        patch.setattr(SqlDossiers, "find", away)
        for _ in range(4):
            told = talk.say("7K2M")
            assert (told.custom.kind, "tạm thời chưa trả lời" in told.text) == (Kind.VERIFY, True)
    for _ in range(2):
        talk.say("999")
    assert talk.say("7K2M").custom.kind is Kind.STATUS


@pytest.mark.parametrize(
    ("number", "said"),
    [(91, "gửi mã {code}"), (92, "{code} gửi mã cho em"), (93, "gửi mã tra cứu cho hồ sơ {code} giúp em")],
)
def test_a_one_time_code_is_asked_for_with_the_code_of_the_dossier(talk: Talk, number: int, said: str) -> None:
    """Of dossiers that no other test asks a code for: an hour has three."""
    code = demo_dossiers(MORNING)[number].code
    assert "em đã gửi mã tra cứu 6 số" in talk.say(said.format(code=code)).text


def test_a_broken_code_beside_it_is_asked_about_still(talk: Talk) -> None:
    code = demo_dossiers(MORNING)[94].code
    told = talk.say(f"gửi mã {code} H37.99.99-269918-0001").text
    assert "em đã gửi mã tra cứu 6 số" in told and "H37.99.99-269918-0001" in told


@pytest.mark.parametrize("factor", ["7K-2M", "7K 2M", "+84 900 000 012"])
def test_a_factor_in_pieces(talk: Talk, factor: str) -> None:
    talk.say(CODE)
    assert talk.say(factor).custom.kind is Kind.STATUS


@pytest.mark.parametrize(
    "said", ["em ko nho", "tôi không nhớ mã tra cứu", "không có giấy hẹn", "mã tra cứu ở đâu", "điện thoại cũ mất rồi"]
)
def test_who_has_no_factor_is_told_the_other_ways(talk: Talk, said: str) -> None:
    talk.say(CODE)
    reply = talk.say(said)
    assert reply.custom.kind is Kind.VERIFY and "căn cước đến quầy" in reply.text


@pytest.mark.parametrize("letters", ["LANH", "KMPQ", "kmpq", "HAQB", "byea", "TNKS"])
def test_four_letters_are_tried_whatever_they_sound_like(talk: Talk, letters: str) -> None:
    talk.say(CODE)
    assert "Còn 2 lần thử" in talk.say(letters).text


def test_who_does_not_know_the_code_itself_is_told_where_it_is(talk: Talk) -> None:
    talk.say("hồ sơ của tôi tới đâu rồi")
    assert "cán bộ tra giúp" in talk.say("không nhớ").text


@pytest.mark.parametrize("said", ["0001", "số 0001", "mã 0001", "stt 0001", "số thứ tự 0001", "261118"])
def test_a_part_of_the_code_when_it_was_asked_for(talk: Talk, said: str) -> None:
    talk.say("hồ sơ của tôi tới đâu rồi")
    reply = talk.say(said)
    assert reply.custom.kind is Kind.VERIFY and "còn thiếu" in reply.text


@pytest.mark.parametrize("said", ["H37.99.99-261118-001", "37.99.99-261118-0001", "H37.99.99-2613320001"])
def test_a_code_that_is_none_is_asked_about(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.VERIFY and said[:3] in reply.text


def test_a_code_of_wide_letters(talk: Talk) -> None:
    assert talk.say("Ｈ３７．９９．９９－２６１１１８－０００１").custom.dossier == CODE


@pytest.mark.parametrize("said", ["nhắc lại", "nói lại", "ngắn gọn thôi", "tiếp"])
def test_what_was_told_is_not_said_again_after_the_proof(talk: Talk, said: str) -> None:
    talk.say(f"hồ sơ {CODE} mã tra cứu 7K2M")
    assert talk.say(said).custom.kind is Kind.STATUS
    talk.clock += dt.timedelta(minutes=31)
    reply = talk.say(said)
    assert reply.custom.kind is Kind.VERIFY and CODE in reply.text
    assert talk.say("7K2M").custom.kind is Kind.STATUS


def test_a_sticker_does_not_bring_it_back_either(talk: Talk) -> None:
    talk.say(f"hồ sơ {CODE} mã tra cứu 7K2M")
    talk.clock += dt.timedelta(minutes=31)
    assert talk.say("", Event(EventKind.STICKER)).custom.kind is not Kind.STATUS


def test_what_is_said_again_is_a_look_up_in_the_journal(talk: Talk) -> None:
    def opened() -> int:
        with reading(talk.engine) as connection:
            return len(connection.execute(select(journal).where(journal.c.event == "lookup_opened")).all())

    talk.say(f"hồ sơ {CODE} mã tra cứu 7K2M")
    before = opened()
    talk.say("nhắc lại")
    assert opened() == before + 1


def test_a_phone_after_asking_for_a_person_is_for_the_call_back(talk: Talk) -> None:
    talk.say(CODE)
    talk.say("cho tôi gặp cán bộ")
    assert talk.say("0900000045").custom.kind is Kind.HANDOFF
