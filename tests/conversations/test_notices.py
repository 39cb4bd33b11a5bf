"""To be told of a dossier, to be told no more, and stars for a result, in a talk."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.conversations.reply import Custom, Kind, Reply
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.dossier import Dossier
from bot.dossiers.notice_text import short_code
from bot.dossiers.notices import Told
from bot.dossiers.status import Status
from bot.store import outbox, ratings, subscriptions
from bot.store.engine import reading, writing
from bot.store.exports import take
from bot.store.notices import tell_news
from bot.store.outbox import put_notice
from bot.store.source import SqlDossiers
from bot.store.tables import outbox as outbox_table
from bot.store.tables import ratings as table
from bot.store.work import Work
from tests.support.messages import verify_phone
from tests.support.notices import RULES
from tests.support.talk import MORNING, Talk

CODE = "H37.99.99-261118-0001"
OPENED = f"hồ sơ {CODE} mã tra cứu 7K2M"
DOSSIERS = demo_dossiers(MORNING)
RETURNED = [
    d for d in DOSSIERS if d.status is Status.RETURNED and d.returned_at and MORNING - d.returned_at < dt.timedelta(25)
]
NEWS = Reply("Hồ sơ H37…0001 đã có kết quả.", Custom(Kind.STATUS))
NIGHT = dt.timedelta(hours=11)
OTHER = next(d for d in DOSSIERS if d.status is Status.SUPPLEMENT_REQUIRED)


@pytest.fixture
def page(talk: Talk) -> Talk:
    """The same talk on the page, where notices can be read."""
    talk.conversation = f"web-{uuid.uuid4().hex[:16]}"
    return talk


@pytest.fixture
def returned(page: Talk) -> Dossier:
    """A result that nobody was asked about; each test has it anew."""
    with writing(page.engine) as connection:
        connection.execute(table.delete())
    return RETURNED[0]


def followed(talk: Talk) -> list[str]:
    work = Work(talk.engine, talk.keys, talk.conversation, talk.clock)
    return [one.code for one in subscriptions.mine(work)]


def stars(talk: Talk) -> list[tuple[int | None, str | None]]:
    """What was answered, with the reason."""
    query = select(table).where(table.c.conversation == talk.conversation).order_by(table.c.asked_at)
    with reading(talk.engine) as connection:
        rows = connection.execute(query).all()
    return [(row.stars, talk.keys.decrypt(row.reason_enc) if row.reason_enc else None) for row in rows]


def show(talk: Talk, dossier: Dossier) -> str:
    return talk.say(f"{dossier.code} {dossier.look_up_code}").text


@pytest.mark.parametrize(
    "wish",
    [
        "báo cho tôi khi có kết quả",
        "co gi bao e nha",
        "có gì thì nhắn em nhé",
        "khi nao co kq thi alo e nha",
        "bật thông báo giúp em",
        "báo cho em khi có tin",
        "cho tôi biết khi có kết quả",
        "nhắc tôi trước ngày hẹn",
        "đến hạn thì nhắc",
        "xong báo ông cụ nhé",
        "khai sinh xong thì báo em nhé",
    ],
)
def test_after_the_proof_a_word_is_enough(page: Talk, wish: str) -> None:
    page.say(OPENED)
    reply = page.say(wish)
    assert reply.custom.kind is Kind.STATUS and "em sẽ báo anh/chị" in reply.text
    assert "chỉ báo khi anh/chị mở lại" in reply.text and "dừng báo" in reply.text
    assert followed(page) == [CODE]


def test_without_a_proof_it_is_asked_for_first_and_then_goes_on(page: Talk) -> None:
    assert "hồ sơ nào" in page.say("báo cho tôi khi có kết quả").text
    assert "mã tra cứu" in page.say(CODE).text
    assert followed(page) == []
    reply = page.say("7K2M")
    assert "Hẹn trả kết quả" in reply.text and "em sẽ báo anh/chị" in reply.text
    assert followed(page) == [CODE]


def test_a_wrong_factor_subscribes_nobody(page: Talk) -> None:
    page.say(f"báo cho tôi khi hồ sơ {CODE} có kết quả")
    assert page.say("9Z9Z").custom.kind is Kind.VERIFY
    assert followed(page) == []
    page.say("7K2M")
    assert followed(page) == [CODE]


def test_all_in_one_message(page: Talk) -> None:
    page.say(f"hồ sơ {CODE} mã tra cứu 7K2M có gì thì nhắn em nhé")
    assert followed(page) == [CODE]


def test_two_at_once(page: Talk) -> None:
    page.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code} có gì báo em nhé")
    assert followed(page) == [CODE, OTHER.code]


def test_when_the_proof_is_over_it_is_asked_for_again(page: Talk) -> None:
    page.say(OPENED)
    page.clock += dt.timedelta(minutes=31)
    assert page.say("có gì báo em nhé").custom.kind is Kind.VERIFY
    assert followed(page) == []
    page.say("7K2M")
    assert followed(page) == [CODE]


def test_a_wish_that_was_left_for_something_else_is_forgotten(page: Talk) -> None:
    page.say("báo cho tôi khi có kết quả")
    page.say("làm giấy khai sinh cần gì")
    page.say(OPENED)
    assert followed(page) == []


def test_what_changed_since_it_was_read_is_said_before_it_counts_as_known(page: Talk) -> None:
    ready = replace(DOSSIERS[0], code="H37.99.99-261118-0098", status=Status.IN_PROGRESS, updated_at=page.clock)
    take(page.engine, page.keys, [ready], "test", page.clock)
    show(page, ready)
    page.clock += dt.timedelta(minutes=20)
    asked = {"status": Status.SUPPLEMENT_REQUIRED, "missing": ("Tờ khai CT01",), "updated_at": page.clock}
    take(page.engine, page.keys, [replace(ready, **asked)], "test", page.clock)
    reply = page.say("báo cho tôi khi có kết quả").text
    assert "1. Tờ khai CT01" in reply and reply.index("Tờ khai CT01") < reply.index("em sẽ báo anh/chị")
    assert followed(page) == [ready.code]


@pytest.mark.parametrize("asked", [True, False])
def test_what_a_follower_has_read_is_not_told_again(page: Talk, asked: bool) -> None:
    """Ready at night: the morning tells it, unless it was asked about meanwhile."""
    work = replace(
        DOSSIERS[0], code=f"H37.99.99-261118-009{6 + asked}", status=Status.IN_PROGRESS, updated_at=page.clock
    )
    take(page.engine, page.keys, [work], "test", page.clock)
    page.say(f"{work.code} {work.look_up_code} có gì báo em nhé")
    page.clock += dt.timedelta(hours=13)
    ready = replace(work, status=Status.COMPLETED, finished_at=page.clock, updated_at=page.clock)
    take(page.engine, page.keys, [ready], "test", page.clock)
    if asked:
        assert "đã xong" in page.say(f"{work.code} {work.look_up_code}").text
    told = tell_news(page.engine, page.keys, SqlDossiers(page.engine, page.keys), page.clock + NIGHT, RULES)
    assert (page.conversation in told) is not asked


def test_what_was_said_right_before_is_not_said_again(page: Talk) -> None:
    page.say(OPENED)
    assert "Hẹn trả kết quả" not in page.say("báo cho tôi khi có kết quả").text


def test_one_tap_below_the_status(page: Talk) -> None:
    assert page.say(OPENED).buttons
    page.press("Báo cho em khi có tin")
    assert followed(page) == [CODE]
    assert not page.say(OPENED).buttons


def test_the_number_of_that_tap(page: Talk) -> None:
    page.say(OPENED)
    page.say("1")
    assert followed(page) == [CODE]


def test_with_a_verified_phone_no_code_is_needed(page: Talk) -> None:
    verify_phone(page.engine, page.keys, page.conversation, "0900 000 012")
    listed = page.say("có kết quả thì báo em với")
    assert len(listed.buttons) > 1
    page.say(str([button.payload for button in listed.buttons].index(CODE) + 1))
    assert followed(page) == [CODE]


def test_what_is_over_has_no_news(page: Talk) -> None:
    stopped = next(d for d in DOSSIERS if d.status is Status.STOPPED)
    assert "Báo cho em" not in str(page.say(f"{stopped.code} {stopped.look_up_code}").buttons)
    assert "đã kết thúc" in page.say("báo cho tôi khi có kết quả").text
    assert followed(page) == []


def test_where_nothing_can_be_told_that_is_said(talk: Talk) -> None:
    assert talk.say(OPENED).buttons == ()
    assert "không tự nhắn tin được" in talk.say("báo cho tôi khi có kết quả").text
    assert followed(talk) == []


def test_a_messenger_says_that_it_comes_by_itself(talk: Talk) -> None:
    talk.conversation = "zalo-" + uuid.uuid4().hex[:12]
    talk.say(OPENED)
    assert "tự đến" in talk.say("bao cho toi").text


def test_the_same_wish_twice_lasts_from_the_second(page: Talk) -> None:
    page.say(OPENED)
    page.say("báo cho tôi")
    page.clock += dt.timedelta(days=179)
    page.say(OPENED)
    assert "đang theo dõi" in page.say("báo cho tôi").text
    page.clock += dt.timedelta(days=179)
    assert followed(page) == [CODE]


@pytest.mark.parametrize(
    "said",
    [
        *("dừng báo", "dung bao", "stop", "STOP", "đừng nhắn nữa", "dung bao nua nha", "phiền quá đừng nhắn"),
        *("tôi không muốn nhận tin nhắn nữa", "đừng làm phiền tôi nữa", "dừng gửi tin nhắn", "ngừng nhắn tin cho tôi"),
        *("tôi lấy được rồi, đừng nhắn nữa", "gửi nhầm người rồi đừng nhắn nữa"),
    ],
)
def test_stop_ends_all(page: Talk, said: str) -> None:
    page.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code} có gì báo em nhé")
    assert "đã dừng báo" in page.say(said).text
    assert followed(page) == []
    again = page.say(said)
    # A bare "stop" then ends whatever else is going on.
    assert "không có gì để dừng" in again.text or said.lower() == "stop"


@pytest.mark.parametrize(
    "which", [CODE, CODE[-4:], f"hồ sơ {CODE[-4:]} nhé", f"hồ sơ số {CODE[-4:]}", f"của {CODE} giúp em nhé"]
)
def test_stop_ends_one(page: Talk, which: str) -> None:
    page.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code} có gì báo em nhé")
    page.say(f"dừng báo {which}")
    assert followed(page) == [OTHER.code]


ALIKE = "H37.99.99-261125-0001"


@pytest.fixture
def alike(page: Talk) -> Talk:
    """Who follows two whose short codes are the same."""
    page.say(OPENED)
    page.say("báo cho tôi")
    work = Work(page.engine, page.keys, page.conversation, page.clock)
    subscriptions.subscribe(work, ALIKE, Told("4:", page.clock.date()))
    work.commit()
    return page


@pytest.mark.parametrize(("answer", "left"), [("1", ALIKE), ("2", CODE), ("dừng báo 261118-0001 nhé", ALIKE)])
def test_of_two_that_end_alike_it_is_asked_which_to_stop(alike: Talk, answer: str, left: str) -> None:
    reply = alike.say("dừng báo 0001")
    assert "nào" in reply.text and followed(alike) == [CODE, ALIKE]
    assert [button.title for button in reply.buttons] == ["H37…261118-0001", "H37…261125-0001"]
    assert "đã dừng báo" in alike.say(answer).text
    assert followed(alike) == [left]


def test_a_tap_stops_one_of_two_that_end_alike(alike: Talk) -> None:
    alike.say("dừng báo hồ sơ 0001 nhé")
    alike.press("H37…261125-0001")
    assert followed(alike) == [CODE]


def test_two_that_end_alike_are_listed_so_that_they_differ(alike: Talk) -> None:
    listed = alike.say("tôi đang nhận báo gì").text
    assert "H37…261118-0001" in listed and "H37…261125-0001" in listed and CODE not in listed


def test_stop_ends_the_one_in_hand(page: Talk) -> None:
    page.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code} có gì báo em nhé")
    page.say(OPENED)
    page.say("dừng báo hồ sơ này nhé")
    assert followed(page) == [OTHER.code]


def notify(talk: Talk, code: str) -> None:
    """A notice of this dossier comes by itself."""
    talk.clock += dt.timedelta(minutes=5)
    work = Work(talk.engine, talk.keys, talk.conversation, talk.clock)
    put_notice(
        *(talk.engine, talk.keys, talk.conversation, f"{work.subject(code)}:x{talk.conversation[-12:]}"),
        NEWS,
        talk.clock,
    )
    talk.clock += dt.timedelta(minutes=5)


@pytest.mark.parametrize("between", [(), ("cảm ơn em",)])
def test_this_one_is_asked_about_when_a_notice_of_another_came_since(page: Talk, between: tuple[str, ...]) -> None:
    page.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code} có gì báo em nhé")
    page.say(OPENED)
    notify(page, OTHER.code)
    for said in between:
        page.say(said)
    reply = page.say("dừng báo hồ sơ này nhé")
    assert "hồ sơ nào" in reply.text and len(reply.buttons) == 2 and followed(page) == [CODE, OTHER.code]
    page.press(short_code(OTHER.code))
    assert followed(page) == [CODE]


def test_this_one_is_the_one_in_hand_that_was_spoken_of_since(page: Talk) -> None:
    page.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code} có gì báo em nhé")
    notify(page, OTHER.code)
    page.say(OPENED)
    page.say("dừng báo hồ sơ này nhé")
    assert followed(page) == [OTHER.code]


def test_this_one_is_the_one_that_the_notice_was_of(page: Talk) -> None:
    page.say(f"{CODE} 7K2M và {OTHER.code} {OTHER.look_up_code} có gì báo em nhé")
    page.say(OPENED)
    notify(page, CODE)
    page.say("dừng báo hồ sơ này nhé")
    assert followed(page) == [OTHER.code]


@pytest.mark.parametrize("which", ["9999", "H37.99.99-261118-0099"])
def test_stop_of_one_that_is_not_told_names_those_that_are(page: Talk, which: str) -> None:
    page.say(OPENED)
    page.say("báo cho tôi")
    reply = page.say(f"dừng báo {which}").text
    assert "chưa dừng gì" in reply and "H37…0001" in reply and CODE not in reply
    assert followed(page) == [CODE]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("nó nhắn tin làm phiền đòi tiền", Kind.WARNING),
        ("bị nhắn tin làm phiền đòi nợ", Kind.WARNING),
        ("tôi không muốn làm phiền ai nữa", Kind.CRISIS),
        ("từ nay tôi không làm phiền ai nữa", Kind.CRISIS),
        ("xin lỗi đã làm phiền, từ mai sẽ không còn ai làm phiền anh chị nữa", Kind.CRISIS),
        ("đừng nhắn tin cho tôi nữa, tôi muốn chết", Kind.CRISIS),
        ("rút hồ sơ lại hết giúp anh, người xây nó không còn muốn ở trên đời này nữa", Kind.CRISIS),
        ("từ ngày ông ấy đi, tôi chẳng thấy lý do gì để sáng mở mắt", Kind.CRISIS),
    ],
)
def test_who_is_in_danger_is_not_heard_as_weary_of_notices(page: Talk, said: str, kind: Kind) -> None:
    page.say(OPENED)
    page.say("báo cho tôi")
    assert page.say(said).custom.kind is kind
    assert followed(page) == [CODE]


def test_what_am_i_told_of(page: Talk) -> None:
    assert "không báo tin hồ sơ nào" in page.say("tôi đang nhận báo gì").text
    page.say(OPENED)
    page.say("báo cho tôi")
    listed = page.say("toi dang nhan bao gi").text
    assert "H37…0001" in listed and CODE not in listed


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("làm hộ chiếu bao lâu có kết quả", Kind.ANSWER),
        ("thông báo lưu trú cho bạn em", Kind.ANSWER),
        ("bao giờ có kết quả", Kind.STATUS),
        ("em bị mất căn cước phải báo cho ai khi làm lại", Kind.ANSWER),
    ],
)
def test_what_sounds_like_it_is_answered_as_ever(page: Talk, said: str, kind: Kind) -> None:
    page.say(OPENED)
    assert page.say(said).custom.kind is kind
    assert followed(page) == []


def test_a_result_is_rated_with_one_tap(page: Talk, returned: Dossier) -> None:
    assert "từ 1 đến 5 sao" in show(page, returned)
    assert "4 sao" in page.press("4 sao").text
    assert "đã ghi lại" in page.press("Nhanh").text
    assert stars(page) == [(4, "Nhanh")]


def test_nobody_is_asked_twice(page: Talk, returned: Dossier) -> None:
    show(page, returned)
    page.say("xin chào")
    assert "sao" not in show(page, returned)
    page.restart()
    page.conversation = f"web-{uuid.uuid4().hex[:16]}"
    assert "sao" not in show(page, returned)


@pytest.mark.parametrize(
    ("said", "number"), [("5", 5), ("2 nhé", 2), ("bốn", 4), ("rất hài lòng", 5), ("tệ", 1), ("3 sao", 3), ("4/5", 4)]
)
def test_a_number_right_after_the_question_is_stars(page: Talk, returned: Dossier, said: str, number: int) -> None:
    """Also while the numbers of an older list are still remembered."""
    page.say("đăng ký lại khai sinh hay khai tử")
    show(page, returned)
    page.say(said)
    assert stars(page) == [(number, None)]


def test_a_number_later_is_a_choice_again(page: Talk, returned: Dossier) -> None:
    show(page, returned)
    page.say("các lĩnh vực")
    assert page.say("1").custom.kind is Kind.BROWSE
    assert stars(page) == [(None, None)]
    page.say("5 sao")
    assert stars(page) == [(5, None)]


@pytest.mark.parametrize(
    "reason", ["can bo than thien lam", "Chờ lâu quá, phải đi lại 3 lần", "thái độ chưa được tốt", "2"]
)
def test_the_reason_in_own_words(page: Talk, returned: Dossier, reason: str) -> None:
    show(page, returned)
    page.say("2 sao")
    page.say(reason)
    assert stars(page) == [(2, "Phải đi lại nhiều lần" if reason == "2" else reason)]


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("5 sao vì nhanh", (5, "vì nhanh")),
        ("5 sao, cán bộ nhiệt tình", (5, "cán bộ nhiệt tình")),
        ("1 sao chờ lâu quá", (1, "chờ lâu quá")),
        ("4/5 vì phải đi lại", (4, "vì phải đi lại")),
        ("hài lòng, cán bộ dễ thương", (4, "cán bộ dễ thương")),
    ],
)
def test_stars_and_the_reason_at_once(page: Talk, returned: Dossier, said: str, noted: tuple[int, str]) -> None:
    show(page, returned)
    reply = page.say(said)
    assert f"{noted[0]} sao cùng lý do" in reply.text and not reply.buttons
    assert stars(page) == [noted]


def test_a_complaint_with_stars_is_both(page: Talk, returned: Dossier) -> None:
    show(page, returned)
    assert page.say("1 sao, cán bộ quát mắng tôi").custom.kind is Kind.COMPLAINT
    assert stars(page) == [(1, "cán bộ quát mắng tôi")]


@pytest.mark.parametrize("said", ["3 sao giấy khai sinh", "cho em 2 sao căn cước", "2 sao bằng tốt nghiệp"])
def test_copies_are_no_stars(page: Talk, returned: Dossier, said: str) -> None:
    assert "chấm sao" not in page.say(said).text
    show(page, returned)
    page.say(said)
    assert stars(page) == [(None, None)]


def test_stars_with_a_reason_count_right_after_the_question(page: Talk, returned: Dossier) -> None:
    show(page, returned)
    page.say("các lĩnh vực")
    page.say("2 sao hồ sơ đất")
    assert stars(page) == [(None, None)]


@pytest.mark.parametrize("said", ["bỏ qua", "thôi em", "Bỏ qua nhé"])
def test_no_reason_is_fine(page: Talk, returned: Dossier, said: str) -> None:
    show(page, returned)
    page.say("5")
    assert page.say(said).custom.kind is Kind.SMALLTALK
    assert stars(page) == [(5, None)]


def test_no_stars_are_fine(page: Talk, returned: Dossier) -> None:
    show(page, returned)
    assert "Dạ vâng" in page.say("bỏ qua").text
    assert stars(page) == [(None, None)]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("làm hộ chiếu cần gì", Kind.ANSWER),
        ("lệ phí bao nhiêu", Kind.ANSWER),
        ("cho gặp cán bộ", Kind.HANDOFF),
        ("em muốn chết", Kind.CRISIS),
        ("cảm ơn em", Kind.SMALLTALK),
        ("dừng báo", Kind.STATUS),
    ],
)
def test_whoever_goes_on_gives_no_reason(page: Talk, returned: Dossier, said: str, kind: Kind) -> None:
    show(page, returned)
    page.say("5 sao")
    assert page.say(said).custom.kind is kind
    assert stars(page) == [(5, None)]


def test_the_first_stars_hold(page: Talk, returned: Dossier) -> None:
    show(page, returned)
    page.press("4 sao")
    page.say("bỏ qua")
    assert "đã chấm sao rồi" in page.say("1 sao").text
    assert stars(page) == [(4, None)]


def test_stars_that_a_notice_asked_for(page: Talk, returned: Dossier) -> None:
    """The talk does not know of it: it came by itself."""
    page.say("xin chào")
    page.clock += dt.timedelta(hours=1)
    ask_by_notice(page, returned)
    assert "4 sao" in page.say("4").text
    assert stars(page) == [(4, None)]


def test_a_number_of_a_list_is_no_stars_though_a_notice_came_since(page: Talk, returned: Dossier) -> None:
    """The list may be what is looked at, and the first stars hold."""
    page.say("đăng ký lại khai sinh hay khai tử")
    ask_by_notice(page, returned)
    page.say("1")
    assert stars(page) == [(None, None)]


def test_a_number_that_no_list_has_is_stars(page: Talk, returned: Dossier) -> None:
    assert len(page.say("đăng ký lại khai sinh hay khai tử").buttons) < 5
    ask_by_notice(page, returned)
    page.say("5")
    assert stars(page) == [(5, None)]


@pytest.mark.parametrize("sent", [True, False])
def test_a_question_that_has_not_left_takes_no_number(talk: Talk, returned: Dossier, sent: bool) -> None:
    talk.conversation = "telegram-" + uuid.uuid4().hex[:12]
    talk.say("xin chào")
    ask_by_notice(talk, returned)
    with writing(talk.engine) as connection:
        once = f"{subject(talk, returned)}:{uuid.uuid4().hex[:8]}"
        row = outbox.notice(talk.keys, talk.conversation, once, talk.last, talk.clock - LATER)
        connection.execute(outbox_table.insert().values({**row, "sent_at": talk.clock if sent else None}))
    talk.say("4")
    assert stars(talk) == [(4 if sent else None, None)]


def test_a_late_button_rates_its_own_dossier(page: Talk, returned: Dossier) -> None:
    page.say("xin chào")
    other = RETURNED[1]
    ask_by_notice(page, other)
    page.say(f"#sao:5@{subject(page, other)[:12]}")
    page.say("bỏ qua")
    ask_by_notice(page, returned)
    page.clock += dt.timedelta(days=15)
    assert "2 sao" in page.say(f"#sao:2@{subject(page, returned)[:12]}").text
    page.say("bỏ qua")
    assert "đã chấm sao rồi" in page.say(f"#sao:1@{subject(page, returned)[:12]}").text
    assert "mã hồ sơ" in page.say(f"#sao:1@{'0' * 12}").text
    assert stars(page) == [(5, None), (2, None)]


LATER = dt.timedelta(minutes=5)


def subject(talk: Talk, dossier: Dossier) -> str:
    return Work(talk.engine, talk.keys, talk.conversation, talk.clock).subject(dossier.code)


def ask_by_notice(talk: Talk, dossier: Dossier) -> None:
    """A question in a notice, five minutes ago."""
    work = Work(talk.engine, talk.keys, talk.conversation, talk.clock + LATER)
    ratings.ask(work, dossier)
    work.commit()
    talk.clock += 2 * LATER


def test_to_rate_by_oneself(page: Talk, returned: Dossier) -> None:
    assert "mã hồ sơ" in page.say("em muốn đánh giá").text
    assert "từ 1 đến 5 sao" in page.say(f"{returned.code} {returned.look_up_code}").text
    page.say("xin chào")
    assert "từ 1 đến 5 sao" in page.say("đánh giá").text
    page.press("5 sao")
    assert stars(page) == [(5, None)]
    page.say("bỏ qua")
    assert "đã chấm sao rồi" in page.say("đánh giá").text


@pytest.mark.parametrize(("elsewhere", "days"), [(True, 0), (False, 15)])
def test_who_did_not_answer_may_rate_later_or_elsewhere(
    page: Talk, returned: Dossier, elsewhere: bool, days: int
) -> None:
    show(page, returned)
    page.clock += dt.timedelta(days=days)
    if elsewhere:
        page.restart()
        page.conversation = f"web-{uuid.uuid4().hex[:16]}"
    page.say("đánh giá")
    assert "từ 1 đến 5 sao" in page.say(f"{returned.code} {returned.look_up_code}").text
    assert "5 sao" in page.press("5 sao").text
    assert stars(page) == [(5, None)]


def test_what_is_not_done_is_not_rated(page: Talk) -> None:
    page.say(OPENED)
    assert "chưa trả kết quả" in page.say("đánh giá").text
