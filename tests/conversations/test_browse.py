"""People look around: by field, by level, by what happened in their life, page by page, by number."""

from __future__ import annotations

import pytest

from bot.catalogue.portal.imported import Imported, Shape
from bot.catalogue.record import Level
from bot.conversations.reply import Kind
from bot.store.catalogue import File, import_procedures
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from tests.support.talk import MORNING, Talk


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("cho em hỏi lĩnh vực đất đai gồm những thủ tục nào ạ", "Đất đai"),
        ("linh vuc ho tich co nhung thu tuc gi vay", "Hộ tịch"),
        ("dạ phường mình giải quyết được các thủ tục gì", "Cấp xã"),
        ("tinh ta co tat ca bao nhieu thu tuc", "Cấp tỉnh"),
        ("Có tất cả những thủ tục nào vậy em?", "Em biết"),
        ("em moi co em be thi phai lam nhung thu tuc gi", "Chúc mừng gia đình"),
        ("nhà mới có người mất, phải làm những thủ tục gì", "Em xin chia buồn"),
        ("mới lấy vợ xong thì cần làm những thủ tục gì", "Chúc mừng anh/chị!"),
        ("sắp mở quán ăn thì cần làm những thủ tục nào", "buôn may bán đắt"),
        ("mua lai xe cu thi phai lam nhung thu tuc gi", "Xe đổi chủ"),
        ("mình mới chuyển nhà thì phải làm những giấy tờ gì", "nơi ở mới"),
        ("vợ em mới đẻ hôm qua thì làm gì trước hả anh", "Chúc mừng gia đình"),
        ("U nhà em giời gọi rồi giờ phải làm những giấy gì", "Em xin chia buồn"),
        ("sắp đám cưới", "Chúc mừng anh/chị!"),
        ("bị giật túi, mất hết giấy tờ", "cứ bình tĩnh"),
        ("sắp về hưu phải làm những thủ tục gì", "về hưu vui khỏe"),
        ("chuẩn bị đi nước ngoài thì cần những thủ tục gì", "đi bình an"),
    ],
)
def test_a_list_is_shown(talk: Talk, said: str, shown: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.BROWSE
    assert shown in reply.text
    assert "\n1. " in reply.text


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("có con nhỏ cần làm khai sinh không, giấy tờ gì", "1.001193"),
        ("ông em mất rồi, đăng ký khai tử cần giấy tờ gì", "1.000656"),
        ("mở quán thì đăng ký hộ kinh doanh hết bao nhiêu tiền", "1.001612"),
        ("sang tên xe máy cũ cần giấy tờ gì", "1.013076"),
    ],
)
def test_one_procedure_is_answered_and_not_listed(talk: Talk, said: str, code: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.ANSWER
    assert code in reply.custom.procedures


@pytest.mark.parametrize("said", ["em giúp được gì", "cách dùng thế nào"])
def test_what_it_can_do_is_told_and_not_listed(talk: Talk, said: str) -> None:
    assert talk.say(said).custom.kind is Kind.SMALLTALK


@pytest.mark.parametrize("more", ["xem thêm", "tiếp", "trang sau", "trang 2"])
def test_the_next_page_by_words(talk: Talk, more: str) -> None:
    first = talk.say("lĩnh vực đất đai có những thủ tục gì")
    second = talk.say(more)
    assert "rang 2/2" in second.text
    assert not set(first.custom.procedures) & set(second.custom.procedures)


def test_the_next_page_by_button_even_after_the_talk_went_on(talk: Talk) -> None:
    first = talk.say("lĩnh vực đất đai có những thủ tục gì")
    talk.say("cảm ơn em")
    more = {button.title: button.payload for button in first.buttons}["Xem thêm"]
    assert "rang 2/2" in talk.say(more).text


def test_one_after_the_other_by_number(talk: Talk) -> None:
    listed = talk.say("nhà có người mất phải làm những gì").custom.procedures
    assert talk.say("2").custom.procedures == (listed[1],)
    assert talk.say("2").custom.procedures == (listed[1],), "the case of its papers is asked first"
    assert talk.say("3").custom.procedures == (listed[2],)
    assert talk.say("thế còn lệ phí?").custom.procedures == (listed[2],)
    assert talk.say("cái thứ tư").custom.procedures == (listed[3],)


def test_the_numbers_of_the_second_page_are_its_own(talk: Talk) -> None:
    talk.say("lĩnh vực đất đai có những thủ tục gì")
    second = talk.say("xem thêm").custom.procedures
    assert talk.say("số 1").custom.procedures == (second[0],)


def test_the_end_of_a_list_is_said_and_the_page_not_repeated(talk: Talk) -> None:
    talk.say("lĩnh vực đất đai có những thủ tục gì")
    second = talk.say("xem thêm")
    assert second.text.startswith("Trang 2/2, số tính lại từ 1:\n1. "), "neither opening nor name again"
    end = talk.say("xem thêm")
    assert "hết" in end.text
    assert "\n1. " not in end.text
    assert talk.say("1").custom.procedures == (second.custom.procedures[0],)


def test_a_list_is_not_shown_twice_to_who_did_not_ask_again(talk: Talk) -> None:
    talk.say("có những thủ tục nào")
    reply = talk.say("em làm được những việc gì vậy")
    assert "\n1. " not in reply.text


def test_a_number_outside_the_list(talk: Talk) -> None:
    talk.say("lĩnh vực xây dựng có những thủ tục gì")
    assert "từ 1 đến 5" in talk.say("7").text


def test_from_the_level_to_the_field_to_the_procedure(talk: Talk) -> None:
    talk.say("cấp tỉnh có bao nhiêu thủ tục")
    assert "Đất đai, thế chấp, đo đạc, Cấp tỉnh" in talk.press("Đất đai, thế chấp, đo đạc").text
    assert talk.press("Sang tên sổ đỏ").custom.procedures == ("1.013831",)


def test_the_turns_in_life_can_be_looked_through_too(talk: Talk) -> None:
    talk.say("có những thủ tục nào")
    talk.say("xem thêm")
    assert "1. Mới sinh con" in talk.press("Theo việc trong đời").text
    assert "Chúc mừng gia đình" in talk.say("1").text


def test_another_question_ends_the_list(talk: Talk) -> None:
    talk.say("lĩnh vực đất đai có những thủ tục gì")
    talk.say("lệ phí đăng ký kết hôn")
    assert talk.say("2").custom.kind is Kind.ERROR


def test_what_a_follow_up_asks_about_its_topic_is_no_list(talk: Talk) -> None:
    talk.say("tôi muốn tách hộ khẩu khỏi nhà bố mẹ")
    assert talk.say("hồ sơ gồm những gì").custom.procedures == ("1.010038",)


def test_imported_procedures_are_listed_counted_and_answered(talk: Talk, tmp_path) -> None:  # type: ignore[no-untyped-def]
    talk.engine = open_engine(f"sqlite:///{tmp_path / 'motcua.db'}")
    migrate(talk.engine)
    bird = Imported(
        shape=Shape.DETAIL, code="1.999001", name="Cấp thẻ nuôi chim", field="Chăn nuôi", levels=(Level.COMMUNE,)
    )
    import_procedures(talk.engine, [bird], File("chim.jsonl", "0" * 64, "detail", "", 0), MORNING)
    reply = talk.say("lĩnh vực nông nghiệp có những thủ tục gì")
    assert "1 thủ tục trong danh mục đã nhập" in reply.text
    assert reply.custom.procedures == ("1.999001",)
    assert "nhập tự động" in talk.say("1").text
    assert "thêm 1 trong danh mục đã nhập" in talk.say("có những thủ tục nào").text
    talk.engine.dispose()
