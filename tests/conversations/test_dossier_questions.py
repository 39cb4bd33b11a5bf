"""After the proof: questions on; several dossiers; one's own by a verified phone; a part of a code."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.catalogue.record import TimeUnit
from bot.conversations.reply import Kind
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.facts import Rules
from bot.dossiers.status import Status
from bot.dossiers.terms import Term
from bot.language.codes import find_dossier_codes
from bot.store.engine import reading
from bot.store.exports import take
from bot.store.tables import journal
from tests.dossiers.examples import at, dossier
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


@pytest.mark.parametrize(
    "asked", ["ai đang giữ, bao giờ xong", "ai dang giu, bao gio xong", "bao giờ xong và ai đang giữ vậy em"]
)
def test_who_has_it_and_until_when_are_both_told(talk: Talk, asked: str) -> None:
    talk.say(OPENED)
    reply = talk.say(asked)
    assert "Phòng Kinh tế" in reply.text and "Hẹn trả kết quả thứ Năm 26/11/2026" in reply.text


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


def opened(talk: Talk, status: Status, **has: object) -> None:
    """A dossier of the demo in that status is told."""
    fitting = (d for d in demo_dossiers(MORNING) if d.status is status)
    one = next(d for d in fitting if all(getattr(d, name) == value for name, value in has.items()))
    assert talk.say(f"{one.code} mã tra cứu {one.look_up_code}").custom.dossier == one.code


@pytest.mark.parametrize(
    ("status", "question", "said"),
    [
        (Status.PAYMENT_REQUIRED, "đóng tiền ở đâu", "Anh/chị cần nộp"),
        (Status.PAYMENT_REQUIRED, "het bao nhieu tien", "Anh/chị cần nộp"),
        (Status.SUPPLEMENT_REQUIRED, "nộp bổ sung ở đâu", "Nộp tại nơi đã gửi hồ sơ"),
        (Status.SUPPLEMENT_REQUIRED, "han nop bo sung la khi nao", "Hạn nộp là"),
        (Status.SUPPLEMENT_REQUIRED, "nộp qua mạng được không", "Cổng Dịch vụ công quốc gia"),
        (Status.SUPPLEMENT_REQUIRED, "quá hạn bổ sung thì sao", "Hạn nộp là"),
        (Status.COMPLETED, "đến đâu lấy vậy em", "Anh/chị nhận kết quả tại"),
        (Status.COMPLETED, "di lay mang theo gi", "Nhớ mang giấy hẹn và căn cước"),
        (Status.NOT_ACCEPTED, "tại sao bị từ chối", "Lý do:"),
        (Status.NOT_ACCEPTED, "nộp lại được không", "nộp hồ sơ mới"),
        (Status.STOPPED, "sao bị dừng vậy", "Thông báo dừng (Mẫu 05)"),
        (Status.IN_PROGRESS, "rút hồ sơ thì làm sao", "Muốn rút hồ sơ, anh/chị báo"),
    ],
)
def test_what_is_asked_as_the_dossier_stands(talk: Talk, status: Status, question: str, said: str) -> None:
    opened(talk, status)
    reply = talk.say(question)
    assert reply.custom.kind is Kind.STATUS and said in reply.text


PROXY = "nhờ được người khác nhận thay kết quả"
POST = "gửi về nhà qua bưu điện được, nếu"
FASTER = "Cán bộ có thể xem xét, nhưng không bắt buộc trả trước hẹn"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("nhờ người khác lấy giùm được không", PROXY),
        ("nho nguoi khac lay gium dc ko", PROXY),
        ("em nhờ chồng nhận thay được không ạ", PROXY),
        ("nho vo di lay dum co dc hk", PROXY),
        ("lấy hộ cần giấy ủy quyền không", PROXY),
        ("uy quyen cho con nhan ket qua duoc khong", PROXY),
        ("tôi ở xa không về lấy được", PROXY),
        ("gửi bưu điện về nhà cho tôi được không", POST),
        ("co gui ve nha ko em", POST),
        ("ai chịu trách nhiệm hồ sơ của tôi", "Cần hỏi thêm, anh/chị hỏi Phòng Kinh tế"),
        ("ai chiu trach nhiem ho so cua toi", "Cần hỏi thêm, anh/chị hỏi Phòng Kinh tế"),
        ("hồ sơ này do ai phải chịu trách nhiệm vậy", "Cần hỏi thêm, anh/chị hỏi Phòng Kinh tế"),
        ("cán bộ nào làm hồ sơ của tôi", "Cần hỏi thêm, anh/chị hỏi Phòng Kinh tế"),
        ("ai lo hồ sơ này vậy em", "Cần hỏi thêm, anh/chị hỏi Phòng Kinh tế"),
        ("tôi cần gấp, có cách nào nhanh hơn không", FASTER),
        ("toi can gap co cach nao nhanh hon khong", FASTER),
        ("em đang cần gấp để xin việc", FASTER),
        ("đẩy nhanh giúp em với", FASTER),
        ("lay som hon duoc ko", FASTER),
        ("trả thêm tiền làm nhanh được không", "Đừng đưa tiền cho ai hứa làm nhanh"),
    ],
)
def test_who_collects_who_answers_for_it_and_whether_it_goes_faster(talk: Talk, question: str, said: str) -> None:
    talk.say(OPENED)
    reply = talk.say(question)
    assert reply.custom.kind is Kind.STATUS and said in reply.text and reply.custom.dossier == CODE


@pytest.mark.parametrize(
    ("status", "question", "said"),
    [
        (Status.COMPLETED, "con trai tôi đi lấy thay cần mang theo gì", "Nơi trả kết quả là"),
        (Status.COMPLETED, "tôi cần gấp lắm", "Anh/chị nhận kết quả tại"),
        (Status.SUPPLEMENT_REQUIRED, "làm nhanh giúp tôi được không", "đang chờ anh/chị, nên làm ngay"),
        (Status.PAYMENT_REQUIRED, "co cach nao nhanh hon khong", "Anh/chị cần nộp"),
        (Status.SUPPLEMENT_REQUIRED, "gửi về nhà được không", POST),
        (Status.COMPLETED, "lấy thế nào ạ", "Anh/chị nhận kết quả tại"),
        (Status.IN_PROGRESS, "trả lời sớm giúp em hồ sơ đang ở đâu", "đang"),
        (Status.SUPPLEMENT_REQUIRED, "gửi qua bưu điện được không", "Nộp tại nơi đã gửi hồ sơ"),
    ],
)
def test_that_goes_by_what_the_dossier_waits_for(talk: Talk, status: Status, question: str, said: str) -> None:
    opened(talk, status)
    reply = talk.say(question)
    assert reply.custom.kind is Kind.STATUS and said in reply.text


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("làm mất hồ sơ của tôi thì ai chịu trách nhiệm", Kind.COMPLAINT),
        ("tôi muốn khiếu nại, ai chịu trách nhiệm", Kind.COMPLAINT),
        ("cho tôi gặp người chịu trách nhiệm", Kind.HANDOFF),
        ("can gap can bo phu trach", Kind.HANDOFF),
        ("cấp cứu gấp lắm em ơi", Kind.CRISIS),
        ("cho xe tới nhanh giúp em có người ngất", Kind.CRISIS),
        ("làm nhanh gọn quá cảm ơn em", Kind.SMALLTALK),
        ("bao giờ lấy hộ chiếu", Kind.ANSWER),
        ("làm giấy ủy quyền hết bao nhiêu tiền", Kind.ANSWER),
        ("đăng ký kết hôn có làm nhanh được không", Kind.ANSWER),
    ],
)
def test_words_like_these_are_not_always_about_the_dossier(talk: Talk, said: str, kind: Kind) -> None:
    talk.say(OPENED)
    assert talk.say(said).custom.kind is kind


@pytest.mark.parametrize("question", ["nhờ người khác lấy giùm được không", "có cách nào nhanh hơn không"])
def test_nobody_collects_what_will_never_come(talk: Talk, question: str) -> None:
    opened(talk, Status.NOT_ACCEPTED)
    assert talk.say(question).custom.kind is not Kind.STATUS


@pytest.mark.parametrize(
    ("status", "question"),
    [
        (Status.IN_PROGRESS, "đóng tiền ở đâu"),
        (Status.IN_PROGRESS, "nộp qua mạng được không"),
        (Status.PAYMENT_REQUIRED, "lệ phí làm hộ chiếu hết bao nhiêu tiền"),
        (Status.SUPPLEMENT_REQUIRED, "đăng ký kết hôn nộp ở đâu"),
    ],
)
def test_elsewhere_the_same_words_are_about_a_procedure(talk: Talk, status: Status, question: str) -> None:
    opened(talk, status)
    assert talk.say(question).custom.kind is Kind.ANSWER


def test_how_to_get_the_apology_is_told_of_a_late_one_and_a_complaint_stays_one(talk: Talk) -> None:
    late = next(d for d in demo_dossiers(MORNING) if d.status.clock_runs and d.is_overdue(MORNING))
    talk.say(f"{late.code} mã tra cứu {late.look_up_code}")
    reply = talk.say("tôi muốn nhận văn bản xin lỗi")
    assert reply.custom.kind is Kind.STATUS and f"(Mẫu 04) do {late.agency} gửi" in reply.text
    assert talk.say("tôi muốn khiếu nại sao lâu quá").custom.kind is Kind.COMPLAINT
    talk.restart()
    talk.say(OPENED)
    assert talk.say("tôi muốn nhận văn bản xin lỗi").custom.kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    "said", ["không nhận được mã", "bao lau moi co ma", "em đổi số điện thoại rồi", "số cũ mất rồi"]
)
def test_who_waits_for_a_code_is_told_the_other_ways_whether_there_is_such_a_dossier(talk: Talk, said: str) -> None:
    for code in (CODE, "H37.99.99-261118-0099"):
        talk.restart()
        talk.say(code)
        talk.say("gửi mã")
        reply = talk.say(said)
        assert reply.custom.kind is Kind.VERIFY and "4 ký tự" in reply.text and "căn cước đến quầy" in reply.text


@pytest.mark.parametrize("said", ["tôi quên mã hồ sơ rồi", "mat giay hen roi em oi", "toi khong nho ma ho so"])
def test_who_has_lost_the_receipt_is_told_where_to_find_the_code(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.VERIFY and "cán bộ tra giúp" in reply.text
    assert talk.say(OPENED).custom.kind is Kind.STATUS


@pytest.mark.parametrize(
    "said", ["kiểm tra hồ sơ giúp em", "hs thieu gi", "thư xin lỗi lấy ở đâu", "làm sao để có thư xin lỗi", "rút hồ sơ"]
)
def test_a_question_about_ones_own_dossier_asks_which(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.VERIFY and "mã hồ sơ" in reply.text


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


def looked_at(talk: Talk) -> int:
    with reading(talk.engine) as connection:
        return len(connection.execute(select(journal).where(journal.c.event == "lookup_listed")).all())


def test_a_list_is_repeated_as_long_as_the_phone_is_verified_and_is_a_look_up_each_time(talk: Talk) -> None:
    verify_phone(talk.engine, talk.keys, talk.conversation, "0900 000 012")
    listed = talk.say("hồ sơ của tôi tới đâu rồi")
    before = looked_at(talk)
    assert talk.say("nhắc lại").text == listed.text
    assert looked_at(talk) == before + len(find_dossier_codes(listed.text))
    verify_phone(talk.engine, talk.keys, talk.conversation, "0900 000 999")
    assert talk.say("nhắc lại").custom.kind is Kind.VERIFY


def test_a_list_says_how_fresh_it_is_and_calls_what_no_catalogue_knows_as_its_source_does(talk: Talk) -> None:
    known = dossier(code="H37.99.99-261110-7002", phone="0900000998")
    other = replace(known, code="H37.99.99-261110-7003", procedure_id="1.999998", procedure_name="Cấp giấy phép mẫu")
    take(talk.engine, talk.keys, [known, other], "thu", MORNING - dt.timedelta(days=4))
    verify_phone(talk.engine, talk.keys, talk.conversation, known.phone)
    listed = talk.say("hồ sơ của tôi tới đâu rồi").text
    assert f"1. {known.code} (Tách hộ): Đang xử lý, cập nhật 20/11/2026" in listed
    assert f"2. {other.code} (Cấp giấy phép mẫu): Đang xử lý, cập nhật 20/11/2026" in listed
    assert "đến nay có thể đã thay đổi" in listed


def test_a_verified_phone_without_dossiers(talk: Talk) -> None:
    verify_phone(talk.engine, talk.keys, talk.conversation, "0900 000 999")
    assert "không thấy hồ sơ" in talk.say("hồ sơ của tôi").text


IMPORTED = dossier(code="H37.99.99-261110-7001", due_at=None, submitted_at=at("2026-11-10 08:00"))


def imported(talk: Talk) -> None:
    """A dossier that exports brought without a due date: accepted on 10/11, five working days, papers asked for."""
    rules = Rules({"tach-ho": Term(5, TimeUnit.WORKING_DAY)})
    steps = [(4, "2026-11-10 09:00"), (5, "2026-11-11 09:00"), (4, "2026-11-20 10:00")]
    for status, time in steps:
        seen = replace(IMPORTED, status=Status(status), accepted_at=at("2026-11-10 08:15"), updated_at=at(time))
        take(talk.engine, talk.keys, [seen], "thu", MORNING, rules=rules)
    talk.say(f"hồ sơ {IMPORTED.code} mã tra cứu {IMPORTED.look_up_code}")


@pytest.mark.parametrize("said", ["qua những bước nào rồi", "hồ sơ đã đi đến đâu các bước", "ho so qua may buoc roi"])
def test_the_steps_so_far_are_those_that_exports_showed(talk: Talk, said: str) -> None:
    imported(talk)
    reply = talk.say(said)
    assert reply.custom.kind is Kind.STATUS
    told = [line for line in reply.text.splitlines() if line[0].isdigit()]
    assert told == [
        "1. Nộp hồ sơ lúc 08:00 thứ Ba 10/11/2026",
        "2. Được tiếp nhận lúc 08:15 thứ Ba 10/11/2026",
        "3. Bắt đầu xử lý lúc 09:00 thứ Ba 10/11/2026",
        "4. Yêu cầu bổ sung giấy tờ lúc 09:00 thứ Tư 11/11/2026",
        "5. Xử lý tiếp lúc 10:00 thứ Sáu 20/11/2026",
        "6. Hiện nay: Đang xử lý, tại Bộ phận Quản lý cư trú",
    ]


def test_a_due_date_of_ours_is_called_expected_and_not_late(talk: Talk) -> None:
    imported(talk)
    assert "Dự kiến trả kết quả thứ Sáu 27/11/2026" in talk.say("bao giờ xong").text
    late = talk.say("có trễ không").text
    assert "chưa có ngày hẹn trả" in late and "Dự kiến" in late


def test_a_due_date_of_ours_that_is_over_is_no_broken_promise(talk: Talk) -> None:
    imported(talk)
    talk.clock = at("2026-12-10 09:00")
    talk.say(f"hồ sơ {IMPORTED.code} mã tra cứu {IMPORTED.look_up_code}")
    reply = talk.say("có trễ không").text
    assert "lẽ ra xong thứ Sáu 27/11/2026" in reply and "xem ngày ghi trên giấy hẹn" in reply
