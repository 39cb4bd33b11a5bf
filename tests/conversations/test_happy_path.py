"""A citizen asks and is answered from the record."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk

BIRTH = "1.001193"


def test_the_papers_for_a_birth_in_a_mothers_words(talk: Talk) -> None:
    reply = talk.say("vo em moi de, lam giay khai sinh can gi")
    assert reply.custom.kind is Kind.ANSWER
    assert reply.custom.procedures == (BIRTH,)
    assert "documents" in reply.custom.facets
    assert reply.text.startswith("Đăng ký khai sinh (mã thủ tục 1.001193)")
    assert "1 bản chính" in reply.text
    assert "giấy chứng sinh" in reply.text.lower()
    assert "Nguồn: Cổng Dịch vụ công quốc gia" in reply.text
    assert "21/11/2026" in reply.text


def test_the_case_at_hand_narrows_the_papers(talk: Talk) -> None:
    talk.say("đăng ký khai sinh cần giấy tờ gì")
    reply = talk.say("3")
    assert "Biên bản về việc trẻ bị bỏ rơi" in reply.text
    assert "Giấy chứng sinh" not in reply.text


def test_a_case_told_in_the_question_is_not_asked_again(talk: Talk) -> None:
    reply = talk.say("bé sinh tại nhà, đăng ký khai sinh cần giấy tờ gì")
    assert "Trường hợp: Không có giấy chứng sinh" in reply.text
    assert "người làm chứng" in reply.text


@pytest.mark.parametrize(
    ("asked", "facet", "said"),
    [
        ("lệ phí đăng ký thường trú bao nhiêu", "fee", "20.000"),
        ("đăng ký thường trú mất bao lâu", "time", "7 ngày làm việc"),
        ("chứng thực bản sao nộp ở đâu", "place", "Nơi nộp"),
        ("các bước đăng ký kết hôn như thế nào", "steps", "Các bước"),
        ("chứng thực bản sao có làm qua mạng được không", "online", "Không nộp trực tuyến được"),
        ("điều kiện đăng ký kết hôn là gì", "conditions", "Điều kiện"),
        ("mẫu tờ khai đăng ký khai sinh", "form", "Thông tư 04/2020/TT-BTP"),
        ("đăng ký kết hôn xong thì nhận được giấy gì", "result", "Giấy chứng nhận kết hôn"),
        ("đăng ký kết hôn căn cứ vào luật nào", "legal", "Luật Hộ tịch"),
    ],
)
def test_each_facet_is_answered_from_the_record(talk: Talk, asked: str, facet: str, said: str) -> None:
    reply = talk.say(asked)
    assert facet in reply.custom.facets
    assert said in reply.text


def test_several_questions_in_one_message_are_all_answered(talk: Talk) -> None:
    reply = talk.say("đăng ký kết hôn cần giấy tờ gì, lệ phí bao nhiêu và mấy ngày xong")
    assert {"documents", "fee", "time"} <= set(reply.custom.facets)
    assert all(heading in reply.text for heading in ("Lệ phí:", "Thời gian giải quyết:"))


def test_a_procedure_named_by_its_code(talk: Talk) -> None:
    reply = talk.say("thủ tục 1.004884 cần giấy tờ gì")
    assert reply.custom.procedures == ("1.004884",)


def test_a_code_that_nobody_knows_is_said_to_be_unknown(talk: Talk) -> None:
    assert talk.say("thủ tục 1.999999 cần gì").custom.kind is Kind.REFUSAL


def test_a_locally_decided_fee_is_said_to_be_so(talk: Talk) -> None:
    reply = talk.say("lệ phí xin giấy xác nhận tình trạng hôn nhân là bao nhiêu")
    assert "cấp tỉnh quy định" in reply.text or "tỉnh" in reply.text
    assert "0 đồng" not in reply.text


def test_an_expired_window_is_not_quoted(talk: Talk) -> None:
    reply = talk.say("lệ phí đổi giấy phép lái xe bao nhiêu")
    assert "135.000" in reply.text
    assert "115.000" not in reply.text


def test_a_dated_fee_says_until_when(talk: Talk) -> None:
    reply = talk.say("lệ phí cấp lại thẻ căn cước bị mất")
    assert "35.000" in reply.text
    assert "31/12/2026" in reply.text


def test_a_time_that_must_not_be_quoted_is_not_quoted(talk: Talk) -> None:
    reply = talk.say("sang tên sổ đỏ mất bao lâu")
    assert "chưa có số ngày chắc chắn" in reply.text
    assert "18 ngày" not in reply.text


@pytest.mark.parametrize(
    "asked",
    ["tiền hưu trí xã hội cho cụ 80 tuổi không lương hưu cần giấy tờ gì", "lien thong khai sinh nhap khau bhyt"],
)
def test_a_code_without_source_is_not_given_out(talk: Talk, asked: str) -> None:
    reply = talk.say(asked)
    assert reply.custom.kind is Kind.ANSWER
    assert "mã thủ tục" not in reply.text


@pytest.mark.parametrize("said", ["khai sinh", "ket hon", "khai tử", "hộ chiếu", "trợ cấp hưu trí xã hội"])
def test_a_bare_name_brings_the_overview_with_the_papers(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.facets == ("overview",)
    for part in ("Giấy tờ cần nộp:\n• ", "Lệ phí:\n• ", "Thời gian giải quyết:\n• ", "Nơi nộp:\n• "):
        assert part in reply.text


@pytest.mark.parametrize("said", ["xóa đăng ký thế chấp nhà đất", "đăng ký thế chấp nhà đất", "đăng ký khai sinh"])
def test_until_when_it_is_done_the_same_day_is_said_once(talk: Talk, said: str) -> None:
    assert talk.say(said).text.count("15 giờ") == 1
