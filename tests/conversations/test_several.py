"""Several procedures in one message, and several people: each answered under its heading, in order."""

from __future__ import annotations

import pytest

from bot.catalogue.load import load_catalogue
from bot.conversations.reply import Kind, Reply
from bot.language.patterns import find_pick
from bot.settings import ROOT
from tests.support.talk import Talk


def codes(*procedures: str) -> tuple[str, ...]:
    return tuple(load_catalogue()[procedure].code or procedure for procedure in procedures)


@pytest.mark.parametrize(
    ("said", "procedures", "facets"),
    [
        (
            "làm khai sinh cho con với nhập hộ khẩu cho vợ cần gì",
            ("dang-ky-khai-sinh", "dang-ky-thuong-tru"),
            {"documents"},
        ),
        (
            "bác Tư hỏi tiền người cao tuổi, cô Năm hỏi cấp lại sổ đỏ bao lâu, chú Ba đổi bằng lái ở đâu",
            ("tro-cap-huu-tri-xa-hoi", "cap-lai-so-do", "doi-giay-phep-lai-xe"),
            {"time", "place"},
        ),
        (
            "lệ phí đăng ký kết hôn và giấy xác nhận độc thân",
            ("dang-ky-ket-hon", "xac-nhan-tinh-trang-hon-nhan"),
            {"fee"},
        ),
        (
            "lam ho chieu va ly lich tu phap het bao nhieu tien",
            ("ho-chieu-pho-thong", "phieu-ly-lich-tu-phap"),
            {"fee"},
        ),
        (
            "mất căn cước và mất cà vẹt xe, làm lại hết mấy ngày",
            ("cap-lai-can-cuoc", "cap-lai-dang-ky-bien-so-xe"),
            {"time"},
        ),
        (
            "đăng ký tạm trú và khai báo tạm vắng có làm trên mạng được ko",
            ("dang-ky-tam-tru", "khai-bao-tam-vang"),
            {"online"},
        ),
        (
            "ông nội mới mất, khai tử cần giấy gì, còn tiền tử tuất bao lâu có",
            ("dang-ky-khai-tu", "che-do-tu-tuat"),
            {"documents", "time"},
        ),
        (
            "mất sổ đỏ, làm lại thế nào; vợ tôi thì đổi bằng lái ở đâu",
            ("cap-lai-so-do", "doi-giay-phep-lai-xe"),
            {"steps", "place"},
        ),
        (
            "bị cướp giỏ mất căn cước với mất bằng lái rồi, giờ làm lại hai cái đó cần gì",
            ("cap-lai-can-cuoc", "cap-lai-giay-phep-lai-xe"),
            {"documents"},
        ),
        (
            "bà Ngọc hưu trí xã hội, anh Phú tách hộ, chị Lụa gia hạn tạm trú",
            ("tro-cap-huu-tri-xa-hoi", "tach-ho", "gia-han-tam-tru"),
            set(),
        ),
        (
            "dang ky tam tru can giay gi xong doi can cuoc thi o dau",
            ("dang-ky-tam-tru", "cap-doi-can-cuoc"),
            {"documents", "place"},
        ),
        (
            "làm khai sinh cho cháu ở mô, còn đổi bằng lái thì mần răng",
            ("dang-ky-khai-sinh", "doi-giay-phep-lai-xe"),
            {"place", "steps"},
        ),
        (
            "chứng thực bản sao bằng đại học với lại chứng thực chữ ký hết bao nhiêu tiền",
            ("chung-thuc-ban-sao", "chung-thuc-chu-ky"),
            {"fee"},
        ),
        (
            "trích lục khai sinh tốn nhiêu / giấy độc thân mấy ngày lấy",
            ("ban-sao-trich-luc-ho-tich", "xac-nhan-tinh-trang-hon-nhan"),
            {"fee", "time"},
        ),
        (
            "đăng ký kết hôn\ntách hộ khẩu\nxác nhận cư trú",
            ("dang-ky-ket-hon", "tach-ho", "xac-nhan-thong-tin-cu-tru"),
            {"overview"},
        ),
    ],
)
def test_each_is_answered_in_order(talk: Talk, said: str, procedures: tuple[str, ...], facets: set[str]) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.ANSWER
    assert reply.custom.procedures == codes(*procedures)
    assert facets <= set(reply.custom.facets)
    headings = [reply.text.index(f"\n{number}. ") for number in range(1, len(procedures) + 1)]
    assert headings == sorted(headings)
    assert reply.text.count("Nguồn: ") == len(procedures)


@pytest.mark.parametrize(
    ("said", "procedure"),
    [
        ("bán nhà rồi nên muốn xoá hộ khẩu", "xoa-dang-ky-thuong-tru"),
        ("xin trích lục khai sinh để làm hộ chiếu thì cần gì", "ban-sao-trich-luc-ho-tich"),
        ("em mới sinh con, làm khai sinh cho bé cần giấy tờ gì", "dang-ky-khai-sinh"),
        ("nghỉ việc rồi, đã rút bảo hiểm thất nghiệp, giờ rút bhxh một lần cần gì", "bhxh-mot-lan"),
        ("vay ngân hàng thế chấp sổ đỏ xong trả hết nợ, xóa thế chấp thế nào", "xoa-the-chap-dat"),
        ("làm hộ chiếu cho con có cần khai sinh và sổ hộ khẩu không", "ho-chieu-pho-thong"),
        ("đổi bằng lái xe ô tô hết hạn có cần khám sức khỏe và căn cước không", "doi-giay-phep-lai-xe"),
        ("ở trọ đã đăng ký tạm trú, sắp hết hạn, gia hạn thế nào", "gia-han-tam-tru"),
        ("vo chong toi ly hon roi, gio muon xin giay doc than can gi", "xac-nhan-tinh-trang-hon-nhan"),
        ("khai sinh, nhập khẩu, thẻ bhyt cho con", "lien-thong-khai-sinh"),
    ],
)
def test_a_cause_a_purpose_or_a_paper_is_no_second_request(talk: Talk, said: str, procedure: str) -> None:
    assert talk.say(said).custom.procedures == codes(procedure)


def test_what_is_unclear_is_asked_after_the_answers(talk: Talk) -> None:
    reply = talk.say("1. khai tử 2. mai táng phí 3. xóa hộ khẩu")
    assert reply.custom.procedures == codes("dang-ky-khai-tu", "xoa-dang-ky-thuong-tru")
    assert "mai táng phí" in reply.text
    assert reply.text.count("?") == 1
    assert talk.say("3").custom.procedures == codes("mai-tang-huu-tri-xa-hoi")


def test_the_last_one_is_the_topic(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần gì, làm hộ chiếu bao lâu")
    reply = talk.say("thế còn lệ phí?")
    assert reply.custom.procedures == codes("ho-chieu-pho-thong")
    assert reply.custom.facets == ("fee",)


@pytest.mark.parametrize("choice", ["1", "cái thứ nhất"])
def test_any_of_them_can_be_picked_again(talk: Talk, choice: str) -> None:
    talk.say("đăng ký kết hôn cần gì, làm hộ chiếu bao lâu")
    assert talk.say(choice).custom.procedures == codes("dang-ky-ket-hon")


def test_the_case_of_one_is_asked_when_it_is_picked(talk: Talk) -> None:
    reply = talk.say("đăng ký khai sinh cần gì, làm hộ chiếu bao lâu")
    assert "nhắn số 1" in reply.text
    talk.press(reply.buttons[0].title)
    assert talk.say("2").custom.procedures == codes("dang-ky-khai-sinh")


def test_another_question_afterwards_is_not_read_against_them(talk: Talk) -> None:
    talk.say("đổi bằng lái ở đâu, làm hộ chiếu bao lâu")
    assert talk.say("mất bằng lái xin cấp lại thế nào").custom.procedures == codes("cap-lai-giay-phep-lai-xe")


def test_at_most_four_are_told_and_the_others_named(talk: Talk) -> None:
    said = "1. tách hộ 2. đăng ký kết hôn 3. làm hộ chiếu 4. đăng ký tạm trú 5. xin lý lịch tư pháp"
    reply = talk.say(said)
    assert len(reply.custom.procedures) == 4
    assert [button.payload for button in reply.buttons] == ["#phieu-ly-lich-tu-phap"]
    assert talk.say("5").custom.procedures == codes("phieu-ly-lich-tu-phap")


# Messages of one kind of person each, written before any of them was tried. Wanted are procedures in order; after "?"
# those of which at least two must be offered, and all that are named.
PEOPLE = ROOT / "tests" / "data" / "together"


@pytest.mark.parametrize(("who", "right"), [("volunteer", 15), ("mother", 15), ("grandson", 12), ("shop-owner", 14)])
def test_each_kind_of_person_is_understood(talk: Talk, who: str, right: int) -> None:
    missed = []
    for line in (PEOPLE / f"{who}.txt").read_text(encoding="utf-8").splitlines():
        wanted, facets, said = (part.strip() for part in line.split(";", 2))
        talk.restart()
        reply = talk.say(said.replace("\\n", "\n"))
        if not meets(reply, wanted.split("|"), set(filter(None, facets.split(",")))):
            missed.append(said)
    assert 15 - len(missed) >= right, missed


def meets(reply: Reply, wanted: list[str], facets: set[str]) -> bool:
    """All that is clear is answered in order, all that is not is asked; of one need a question that offers it will
    do."""
    clear = [wish for wish in wanted if not wish.startswith("?")]
    unclear = [set(filter(None, wish[1:].split(","))) for wish in wanted if wish.startswith("?")]
    offered = {pick.procedure for pick in (find_pick(button.payload) for button in reply.buttons) if pick}
    asked = all(2 <= len(offered) <= 5 and choices <= offered for choices in unclear)
    if reply.custom.kind is Kind.CLARIFY:
        return asked and set(clear) <= offered and len(wanted) == 1
    return bool(clear) and reply.custom.procedures == codes(*clear) and facets <= set(reply.custom.facets) and asked


@pytest.mark.parametrize(
    ("said", "procedures"),
    [
        ("mất ví, làm lại căn cước với bằng lái hết bao nhiêu", ("cap-lai-can-cuoc", "cap-lai-giay-phep-lai-xe")),
        (
            "xem quy hoạch miếng đất ở đâu và xin giấy phép xây nhà cần gì",
            ("thong-tin-quy-hoach", "giay-phep-xay-dung"),
        ),
        (
            "1) cô Sáu xin hộ nghèo cần gì 2) ông Tám hưu trí xã hội cần gì 3) em Ty xin giấy CT07 ở đâu",
            ("cong-nhan-ho-ngheo", "tro-cap-huu-tri-xa-hoi", "xac-nhan-thong-tin-cu-tru"),
        ),
    ],
)
def test_the_rest_of_the_message_tells_which_of_a_shared_name(
    talk: Talk, said: str, procedures: tuple[str, ...]
) -> None:
    assert talk.say(said).custom.procedures == codes(*procedures)


def test_people_of_different_ages_are_different_wishes(talk: Talk) -> None:
    reply = talk.say("nhà có đứa 8 tuổi với đứa 16 tuổi, làm căn cước lần đầu cho từng đứa cần giấy tờ gì")
    assert reply.custom.procedures == codes("can-cuoc-duoi-14-tuoi", "can-cuoc-tu-14-tuoi")


def test_who_announces_several_things_is_believed(talk: Talk) -> None:
    reply = talk.say("em hỏi 3 việc: khai sinh mấy ngày có, hưởng thai sản cần gì, thẻ bảo hiểm y tế của con làm ở đâu")
    assert reply.custom.procedures == codes("dang-ky-khai-sinh", "che-do-thai-san", "the-bao-hiem-y-te")
