"""A question of yes or no is answered with it first, as far as the record knows."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk


@pytest.mark.parametrize(
    ("topic", "said", "begins"),
    [
        ("đăng ký kết hôn", "có mất phí không?", "Không, việc này không mất tiền."),
        ("đăng ký khai sinh", "có mất phí không?", "Không mất tiền trong trường hợp đăng ký đúng hạn"),
        ("mất căn cước làm lại", "co ton tien ko", "Có, việc này phải nộp tiền."),
        ("đăng ký kết hôn", "có miễn phí không", "Có, việc này miễn phí."),
        ("đăng ký khai sinh", "có cần hộ khẩu không?", "Không: sổ hộ khẩu"),
        ("đăng ký khai sinh", "có cần giấy chứng sinh không", "Có, nhưng chỉ trong trường hợp: giấy chứng sinh"),
        ("đăng ký khai sinh", "có phải mang căn cước không", "Có: căn cước hoặc hộ chiếu"),
        ("mất căn cước làm lại", "có phải mang căn cước không", "Có, nhưng chỉ trong trường hợp: thẻ căn cước cũ"),
        ("đăng ký khai sinh", "làm online được không?", "Có, nộp được trên Cổng Dịch vụ công quốc gia."),
        ("chứng thực bản sao", "làm trên mạng được không", "Không, việc này không nộp trực tuyến được."),
        ("trợ cấp hưu trí xã hội", "làm online được không", "Chưa chắc: dữ liệu của em chưa ghi rõ"),
        ("đăng ký kết hôn", "có phải đến tận nơi không", "Có: cả hai phải cùng có mặt"),
        ("đăng ký khai sinh", "có phải đến tận nơi không", "Chưa chắc:"),
        ("đăng ký kết hôn", "ủy quyền được không", "Không: cả hai phải cùng có mặt"),
        ("đăng ký khai sinh", "mẹ tôi đi thay được không", "Có, nhờ người khác được, kèm văn bản ủy quyền"),
        ("trợ cấp hưu trí xã hội", "ủy quyền được không", "Chưa chắc:"),
        ("giấy độc thân", "nếu nhờ em trai đi làm hộ thì sao", "Có, nhờ người khác được, kèm văn bản ủy quyền"),
        ("đăng ký khai sinh", "lấy liền được không", "Có, làm trong ngày."),
        ("đăng ký khai sinh", "gửi bưu điện được không", "Có, gửi qua bưu điện được."),
    ],
)
def test_yes_or_no_comes_first(talk: Talk, topic: str, said: str, begins: str) -> None:
    named = talk.say(topic)
    reply = talk.say(said)
    assert reply.custom.kind is Kind.ANSWER
    assert reply.custom.procedures == named.custom.procedures
    assert reply.text.startswith(begins)
    assert "Nguồn:" in reply.text


def test_also_where_the_procedure_is_named_at_once(talk: Talk) -> None:
    assert talk.say("đăng ký kết hôn có mất tiền không").text.startswith("Không, việc này không mất tiền.")


@pytest.mark.parametrize("said", ["lệ phí bao nhiêu", "cần giấy tờ gì không em", "nộp ở đâu"])
def test_other_questions_have_no_such_line(talk: Talk, said: str) -> None:
    name = talk.say("đăng ký kết hôn").text.splitlines()[0]
    assert talk.say(said).text.startswith(name)


@pytest.mark.parametrize("said", ["được bao nhiêu tiền", "mỗi tháng được mấy đồng", "mot thang linh bao nhieu"])
def test_how_much_one_gets_is_no_fee(talk: Talk, said: str) -> None:
    talk.say("trợ cấp hưu trí xã hội")
    reply = talk.say(said)
    assert "540.000 đồng/tháng" in reply.text
    assert "Nghị định 335/2026/NĐ-CP" in reply.text
    assert "Lệ phí" not in reply.text
    assert "result" in reply.custom.facets


def test_what_one_pays_stays_the_fee(talk: Talk) -> None:
    talk.say("trợ cấp hưu trí xã hội")
    reply = talk.say("lệ phí bao nhiêu")
    assert "540.000" not in reply.text
    assert "không mất tiền" in reply.text


def test_an_amount_that_no_source_prints_is_not_guessed(talk: Talk) -> None:
    talk.say("rút bhxh một lần")
    assert "chưa ghi số tiền" in talk.say("được bao nhiêu tiền").text
