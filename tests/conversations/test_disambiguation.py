"""Two plausible procedures: one short question, never a coin toss."""

from __future__ import annotations

import pytest

from bot.catalogue.ambiguity import load_ambiguities
from bot.catalogue.load import load_catalogue
from bot.conversations.reply import Kind
from tests.support.talk import Talk

LAND = ("1.013978", "1.013831", "1.012783", "1.012786", "1.012796")


@pytest.mark.parametrize("group", load_ambiguities(), ids=lambda group: group.id)
def test_a_shared_name_brings_one_question_with_its_choices(talk: Talk, group) -> None:  # type: ignore[no-untyped-def]
    catalogue = load_catalogue()
    for phrase in group.phrases:
        talk.restart()
        reply = talk.say(f"{phrase} cần giấy tờ gì ạ")
        assert reply.custom.kind is Kind.CLARIFY, phrase
        wanted = [catalogue[choice].code for choice in group.choices]
        assert list(reply.custom.procedures) == wanted, phrase
        assert len(reply.buttons) == len(group.choices) <= 5
        assert f"{len(wanted)}. " in reply.text


@pytest.mark.parametrize(
    "said",
    [
        "lam so do can gi",
        "mất giấy khai sinh",
        "tiền mai táng",
        "trợ cấp người già",
        "toi muon chung thuc",
        "làm căn cước",
        "giấy phép nhà",
        "đăng ký lại",
        "xin giấy xác nhận ở xã",
        "vợ mới đẻ",
    ],
)
def test_the_pairs_that_must_be_asked_about(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.CLARIFY
    assert 2 <= len(reply.custom.procedures) <= 5


@pytest.mark.parametrize("choice", ["2", "cái thứ hai", "số 2 nhé", "cai thu 2"])
def test_a_choice_by_number_or_words(talk: Talk, choice: str) -> None:
    assert talk.say("làm sổ đỏ cần giấy tờ gì").custom.procedures == LAND
    reply = talk.say(choice)
    assert reply.custom.kind is Kind.ANSWER
    assert reply.custom.procedures == ("1.013831",)
    assert "documents" in reply.custom.facets


def test_a_choice_by_button_even_after_the_talk_went_on(talk: Talk) -> None:
    asked = talk.say("làm sổ đỏ mất bao lâu")
    talk.say("chào em")
    reply = talk.say(asked.buttons[3].payload)
    assert reply.custom.procedures == ("1.012786",)
    assert "time" in reply.custom.facets


def test_the_last_one(talk: Talk) -> None:
    talk.say("làm sổ đỏ")
    assert talk.say("cái cuối cùng").custom.procedures == (LAND[-1],)


def test_a_choice_by_name(talk: Talk) -> None:
    talk.say("công chứng cần gì")
    reply = talk.say("à chứng thực chữ ký ấy")
    assert reply.custom.procedures == ("2.000884",)
    assert "documents" in reply.custom.facets


def test_a_number_beyond_the_list(talk: Talk) -> None:
    talk.say("làm sổ đỏ")
    reply = talk.say("9")
    assert reply.custom.kind is Kind.CLARIFY
    assert "từ 1 đến 5" in reply.text
    assert talk.say("1").custom.procedures == (LAND[0],)


def test_a_number_without_a_list(talk: Talk) -> None:
    assert talk.say("2").custom.kind is Kind.ERROR


def test_a_question_instead_of_a_choice_keeps_the_choices(talk: Talk) -> None:
    talk.say("làm sổ đỏ cần giấy tờ gì")
    reply = talk.say("thế còn lệ phí?")
    assert reply.custom.kind is Kind.CLARIFY
    assert set(reply.custom.procedures) <= set(LAND)
    assert "fee" in talk.say("1").custom.facets


def test_not_that_one_offers_others(talk: Talk) -> None:
    first = talk.say("đăng ký khai sinh cần giấy tờ gì")
    reply = talk.say("không phải cái đó")
    assert reply.custom.kind is Kind.CLARIFY
    assert reply.custom.procedures
    assert not set(first.custom.procedures) & set(reply.custom.procedures)


def test_the_case_can_be_said_in_the_words_of_its_button(talk: Talk) -> None:
    talk.say("đăng ký khai sinh cần giấy tờ gì")
    assert "Không có giấy chứng sinh" in talk.say("Không có giấy chứng sinh").text.splitlines()[1]


@pytest.mark.parametrize("said", ["ket hon", "ket hon can gi", "đăng kí kết hôn"])
def test_a_bare_name_is_enough(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.procedures == ("1.000894",)


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("em muốn đi làm lại cái căn cước thì tới đâu ạ", {"1.014063", "1.014064"}),
        ("hai anh em muốn tách sổ thì cần gì", {"1.010038", "1.012784"}),
        ("vợ mới sinh hôm qua, giấy tờ cho con làm sao", {"1.001193", "3.000722"}),
        ("mình cần công chứng mấy cái giấy thì ra đâu", {"2.000815", "2.000884"}),
        ("ông nội em mất, xin tiền mai táng phí cần giấy tờ gì", {"1.001731", "2.000821"}),
    ],
)
def test_words_that_leave_open_which_are_asked_about(talk: Talk, said: str, choices: set[str]) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.CLARIFY
    assert choices <= set(reply.custom.procedures)
    assert len(reply.custom.procedures) <= 5


@pytest.mark.parametrize(
    ("said", "procedure"),
    [
        ("chứng thực bản sao nộp ở đâu", "2.000815"),
        ("trả biển số xe cần đem giấy gì", "1.013065"),
        ("căn cước hết hạn đổi hết bao nhiêu tiền", "1.014063"),
    ],
)
def test_words_that_decide_are_answered(talk: Talk, said: str, procedure: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.ANSWER
    assert reply.custom.procedures == (procedure,)
