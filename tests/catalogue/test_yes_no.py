"""Yes, no or not sure, for every record and question; never more than the record says."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from bot.catalogue.load import load_catalogue
from bot.catalogue.record import Channel, Confidence, Facet, Fee, OnlineLevel, Procedure
from bot.catalogue.yes_no import Question, find_yes_no, yes_no

TODAY = dt.date(2026, 11, 21)
CATALOGUE = load_catalogue()
BIRTH = CATALOGUE["dang-ky-khai-sinh"]
ASKED = {
    Question.FREE: "có miễn phí không",
    Question.FEE: "co ton tien ko",
    Question.SAME_DAY: "lấy liền được không",
    Question.POST: "gửi qua bưu điện được không",
    Question.PRESENCE: "có phải ra tận nơi không",
    Question.PROXY: "nhờ vợ đi nộp được không",
    Question.DUTY: "có phải đăng ký không",
    Question.ONLINE: "lam tren mang dc ko",
    Question.PAPER: "có cần giấy chứng sinh không",
}


def said(record: Procedure, text: str) -> str:
    verdict = yes_no(record, text, TODAY)
    assert verdict
    return verdict.text


def with_fees(*fees: Fee) -> Procedure:
    return msgspec.structs.replace(BIRTH, fees=fees)


def test_every_question_is_heard() -> None:
    assert set(ASKED) == set(Question)
    for question, text in ASKED.items():
        asked = find_yes_no(text)
        assert asked
        assert asked.question is question


@pytest.mark.parametrize(
    "text",
    ["lệ phí bao nhiêu", "cần giấy tờ gì không", "nộp ở đâu", "có phải lên tỉnh không", "mất bao lâu", "nhờ em tư vấn"],
)
def test_other_questions_are_not(text: str) -> None:
    assert find_yes_no(text) is None


@pytest.mark.parametrize("record", CATALOGUE.values(), ids=lambda record: record.id)
def test_every_record_begins_with_yes_no_or_not_sure(record: Procedure) -> None:
    for text in ASKED.values():
        assert said(record, text).startswith(("Có", "Không", "Chưa chắc"))


def test_fees() -> None:
    free, due = Fee(what="Thử", amount=0), Fee(what="Thử", amount=5000)
    unsure = Fee(what="Thử", amount=0, confidence=Confidence.UNSURE)
    by_province = Fee(what="Thử", amount=None, set_by_province=True)
    when = Fee(what="Thử", amount=0, when="hộ nghèo")
    copy = Fee(what="Bản sao", amount=8000, when="nếu xin thêm bản sao")
    asked = ASKED[Question.FEE]
    assert said(with_fees(free, copy), asked).startswith("Không,")
    assert said(with_fees(due, unsure), asked).startswith("Có,")
    assert said(with_fees(by_province), asked).startswith("Có,")
    assert said(with_fees(unsure), asked).startswith("Chưa chắc,")
    assert "hộ nghèo" in said(with_fees(when, due), asked)
    assert said(with_fees(free, due), asked).startswith("Chưa chắc,")


def test_what_the_source_does_not_say_is_unknown() -> None:
    silent = msgspec.structs.replace(BIRTH, unknown=(Facet.FEE,), channels=(Channel.COUNTER,))
    assert said(silent, ASKED[Question.FEE]).startswith("Chưa chắc:")
    assert said(silent, ASKED[Question.POST]).startswith("Chưa chắc:")
    unknown = msgspec.structs.replace(BIRTH, online=msgspec.structs.replace(BIRTH.online, level=OnlineLevel.UNKNOWN))
    assert said(unknown, ASKED[Question.ONLINE]).startswith("Chưa chắc:")


def test_a_form_about_a_card_is_no_card() -> None:
    assert "phiếu đề nghị" not in said(CATALOGUE["can-cuoc-tu-14-tuoi"], "có phải mang căn cước không")


def test_whether_one_has_to_is_no_question_of_ways_or_papers() -> None:
    unsure = "Chưa chắc: dữ liệu của em chưa ghi rõ"
    assert said(CATALOGUE["thanh-lap-ho-kinh-doanh"], "mở quán cà phê bán ở nhà có phải đăng ký không").startswith(
        unsure
    )
    assert said(CATALOGUE["can-cuoc-duoi-14-tuoi"], "cháu 10 tuổi có cần căn cước không").startswith(unsure)
    built = said(CATALOGUE["giay-phep-xay-dung"], "xây nhà ở quê có phải xin phép không")
    assert built.startswith("Chưa chắc: nhà ở nông thôn")


@pytest.mark.parametrize("text", ["có phải đăng ký qua mạng không", "có bắt buộc đăng ký online không"])
def test_the_way_is_asked_for_first(text: str) -> None:
    asked = find_yes_no(text)
    assert asked and asked.question is Question.ONLINE


def test_what_need_not_be_done_is_no_reason_to_come_oneself() -> None:
    assert said(CATALOGUE["can-cuoc-duoi-14-tuoi"], "nhờ bà nội dẫn đi được không").startswith("Chưa chắc")


def test_a_lower_fee_online_is_no_question_whether_it_works() -> None:
    assert find_yes_no("nộp online có giảm không") is None
    asked = find_yes_no("đăng ký giám hộ online được không")
    assert asked and asked.question is Question.ONLINE


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        ("chung-thuc-ban-sao", "có cần bản chính không"),
        ("cap-doi-can-cuoc", "có cần thẻ căn cước không"),
        ("doi-giay-phep-lai-xe", "có cần giấy phép lái xe không"),
        ("ho-chieu-pho-thong", "có cần hộ chiếu không"),
    ],
)
def test_a_paper_of_the_same_name_is_a_paper(record: str, asked: str) -> None:
    assert said(CATALOGUE[record], asked).startswith("Có")


def test_who_says_that_one_must_asks_nothing() -> None:
    assert find_yes_no("dạ em phải đăng ký tạm trú ạ") is None
