"""What people send besides text: each kind gets a fitting answer, and the talk goes on where it was."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest

from actions.events import ANSWERS
from bot.conversations.event import Event, EventKind
from bot.conversations.memory import read_memory
from bot.conversations.reply import Kind
from bot.dossiers.demo import demo_dossiers
from bot.language.pictured import IDENTITY, LINK, OTHER, PAYMENT
from bot.store import inbox
from bot.store.inbox import Incoming
from bot.store.work import Work
from tests.support.messages import LEASE, cells
from tests.support.talk import MORNING, Talk

MINE = demo_dossiers(MORNING)[0]
SILENT = {EventKind.DELETED, EventKind.OFFICER, EventKind.EDITED}
NEAR = Event(EventKind.LOCATION, latitude=21.0495, longitude=105.0301)


def picture(*codes: str) -> Event:
    return Event(EventKind.IMAGE, codes=codes)


def on(talk: Talk, channel: str) -> Talk:
    """The same person's talk on a channel."""
    talk.conversation = f"{channel}-{uuid.uuid4().hex[:12]}"
    return talk


def answered(talk: Talk, event: Event | None, text: str = "") -> None:
    """The message goes the whole way of a worker: inbox, answer, commit."""
    name = uuid.uuid4().hex
    inbox.accept(talk.engine, talk.keys, Incoming("zalo", name, talk.conversation, text, event=event), talk.clock)
    claimed = inbox.claim(talk.engine, talk.keys, "w1", talk.clock, LEASE)
    assert claimed is not None
    talk.replies(claimed.text or "", claimed.event)
    Work(talk.engine, talk.keys, talk.conversation, talk.clock).commit(claimed)


def finish_all(talk: Talk) -> None:
    """Leave no message behind for the next test."""
    while claimed := inbox.claim(talk.engine, talk.keys, "w1", talk.clock, LEASE):
        Work(talk.engine, talk.keys, claimed.conversation, talk.clock).commit(claimed)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_is_answered_or_silent_on_purpose(talk: Talk, kind: EventKind) -> None:
    assert set(ANSWERS) == set(EventKind)
    replies = talk.replies("", Event(kind))
    assert len(replies) == (0 if kind in SILENT else 1)
    assert all(reply.text.strip() for reply in replies)


def test_a_first_visit_hears_that_it_is_a_machine_and_what_it_can_do(talk: Talk) -> None:
    reply = talk.say("", Event(EventKind.JOINED))
    assert "là máy" in reply.text and "gặp cán bộ" in reply.text
    assert len(reply.buttons) == 4
    assert talk.press("mất căn cước làm lại ở đâu").custom.kind in (Kind.ANSWER, Kind.CLARIFY)


def test_a_deep_link_is_answered_behind_the_greeting(talk: Talk) -> None:
    reply = talk.say("1.001193", Event(EventKind.JOINED))
    assert reply.text.startswith("Chào anh/chị") and "là máy" in reply.text
    assert reply.custom.procedures == ("1.001193",)


def test_who_comes_back_within_a_day_is_greeted_briefly(talk: Talk) -> None:
    on(talk, "zalo")
    answered(talk, Event(EventKind.JOINED))
    talk.clock += dt.timedelta(hours=20)
    assert "trở lại" in talk.say("", Event(EventKind.JOINED)).text
    talk.clock += dt.timedelta(hours=28)
    assert "trở lại" not in talk.say("", Event(EventKind.JOINED)).text


def test_a_voice_message_names_the_dictation_and_a_person(talk: Talk) -> None:
    reply = talk.say("", Event(EventKind.VOICE))
    assert "micro" in reply.text and "gặp cán bộ" in reply.text


def test_a_second_voice_message_gets_a_person_offered(talk: Talk) -> None:
    talk.say("", Event(EventKind.VOICE))
    assert talk.say("", Event(EventKind.VOICE)).custom.kind is Kind.HANDOFF


@pytest.mark.parametrize("kind", [EventKind.VOICE, EventKind.FILE, EventKind.VIDEO, EventKind.IMAGE])
def test_a_caption_is_answered(talk: Talk, kind: EventKind) -> None:
    reply = talk.say("đăng ký kết hôn cần giấy tờ gì", Event(kind))
    assert reply.custom.procedures == ("1.000894",)
    assert reply.text.startswith("Em không")


def test_a_caption_of_danger_is_answered_at_once(talk: Talk) -> None:
    reply = talk.say("em muốn chết", Event(EventKind.IMAGE))
    assert reply.custom.kind is Kind.CRISIS and reply.text.startswith("Em rất lo")


def test_a_sticker_goes_on_with_the_question(talk: Talk) -> None:
    asked = talk.say("làm căn cước")
    assert asked.custom.kind is Kind.CLARIFY
    again = talk.say("", Event(EventKind.STICKER))
    assert asked.text in again.text and set(asked.buttons) <= set(again.buttons)
    assert talk.say("1").custom.kind is Kind.ANSWER


def test_a_sticker_alone_is_friendly(talk: Talk) -> None:
    assert talk.say("", Event(EventKind.STICKER)).custom.kind is Kind.SMALLTALK


def test_what_was_said_before_an_event_in_passing_can_be_repeated(talk: Talk) -> None:
    told = talk.say("lệ phí đăng ký kết hôn")
    talk.say("", Event(EventKind.STICKER))
    assert talk.say("nhắc lại đi em").text == told.text


@pytest.mark.parametrize(
    "address",
    [
        "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc.html?ma_thu_tuc=1.001193",
        "https://thutuc.dichvucong.gov.vn/thu-tuc/1.001193",
        "dichvucong.gov.vn/1.001193",
    ],
)
def test_an_official_address_with_a_code_is_that_procedure(talk: Talk, address: str) -> None:
    assert talk.say("", Event(EventKind.LINK, url=address)).custom.procedures == ("1.001193",)


@pytest.mark.parametrize(
    "address",
    [
        "https://dichvucong.gov.vn.nop-phi.example/1.001193",
        "https://dichvucong.gov.vn@nop-phi.example/1.001193",
        "https://nop-phi.example\\@dichvucong.gov.vn/1.001193",
        "https://dichvucong-gov.vn/1.001193",
        "javascript://dichvucong.gov.vn/1.001193",
        "https://[dichvucong.gov.vn/1.001193",
    ],
)
def test_an_address_that_only_looks_official_is_warned_about(talk: Talk, address: str) -> None:
    reply = talk.say("", Event(EventKind.LINK, url=address))
    assert reply.custom.kind is Kind.WARNING and ".gov.vn" in reply.text and reply.custom.procedures == ()


def test_a_shared_link_whose_text_is_the_address_itself(talk: Talk) -> None:
    address = "https://dichvucong.gov.vn/thu-tuc/1.001193"
    assert talk.say(address, Event(EventKind.LINK, url=address)).custom.procedures == ("1.001193",)


def test_the_nearest_place_stands_first(talk: Talk) -> None:
    reply = talk.say("", NEAR)
    assert reply.text.index("thôn Hạ") < reply.text.index("Số 1 đường Thử Nghiệm")
    assert "50 m" in reply.text and "4,8 km" in reply.text


def test_who_is_far_away_is_told_where_else_to_ask(talk: Talk) -> None:
    reply = talk.say("", Event(EventKind.LOCATION, latitude=10.77, longitude=106.7))
    assert "1800 1096" in reply.text


def test_a_place_is_not_kept(talk: Talk) -> None:
    talk.say("", NEAR)
    state = Work(talk.engine, talk.keys, talk.conversation, talk.clock).load_state()
    assert state is not None and "21.0" not in state[0] and "105.0" not in state[0]


@pytest.mark.parametrize("said", ["quầy nào gần tôi", "noi nop gan nhat o dau", "một cửa gần đây ở đâu vậy"])
@pytest.mark.parametrize(("channel", "asks"), [("zalo", True), ("telegram", True), ("web", False), ("zalobot", False)])
def test_who_asks_for_the_nearest_counter_is_asked_for_the_place(
    talk: Talk, said: str, channel: str, asks: bool
) -> None:
    reply = on(talk, channel).say(said)
    assert reply.custom.kind is Kind.HANDOFF
    assert ("gửi vị trí" in reply.text) is asks
    assert ("Giờ làm việc" in reply.text) is not asks
    assert [button.payload for button in reply.buttons] == (["#share-location"] if asks else [])
    assert talk.say("#share-location").text == reply.text


def test_ones_own_phone_opens_ones_dossiers(talk: Talk) -> None:
    asked = on(talk, "telegram").say("hồ sơ của tôi tới đâu rồi")
    assert [button.payload for button in asked.buttons] == ["#share-phone"]
    reply = talk.say("", Event(EventKind.CONTACT, phone="84900000012", own=True))
    assert reply.custom.kind is Kind.STATUS and MINE.code in reply.text
    assert talk.say(MINE.code).custom.kind is Kind.STATUS


def test_ones_own_phone_goes_on_with_the_dossier_that_waited(talk: Talk) -> None:
    assert on(talk, "telegram").say(f"hồ sơ {MINE.code}").custom.kind is Kind.VERIFY
    reply = talk.say("", Event(EventKind.CONTACT, phone=MINE.phone, own=True))
    assert (reply.custom.kind, reply.custom.dossier) == (Kind.STATUS, MINE.code)


def test_ones_own_phone_opens_no_dossier_of_another(talk: Talk) -> None:
    other = next(dossier for dossier in demo_dossiers(MORNING) if dossier.phone != MINE.phone)
    unknown = "H37.99.99-261118-9999"
    texts = []
    for code in (other.code, unknown):
        on(talk, "telegram").say(f"hồ sơ {code}")
        reply = talk.say("", Event(EventKind.CONTACT, phone=MINE.phone, own=True))
        assert reply.custom.kind is Kind.VERIFY
        texts.append(reply.text.replace(code, "…"))
    assert texts[0] == texts[1]


def test_the_card_of_somebody_else_is_not_accepted_and_not_stored(talk: Talk) -> None:
    on(talk, "zalo")
    strange = Event(EventKind.CONTACT, phone="0900000012", own=False)
    inbox.accept(talk.engine, talk.keys, Incoming("zalo", "card", talk.conversation, "", event=strange), talk.clock)
    assert "danh thiếp của người khác" in talk.say("", strange).text
    decrypted = [talk.keys.decrypt(cell) for cell in cells(talk.engine) if cell.startswith("gAAAA")]
    ours = [text for text in decrypted if '"kind":"contact"' in text]
    assert ours and not any("0900000012" in text for text in ours)
    assert talk.say("hồ sơ của tôi").custom.kind is Kind.VERIFY
    finish_all(talk)


def test_a_pressed_share_button_that_comes_as_text_explains_itself(talk: Talk) -> None:
    reply = on(talk, "zalo").say("#share-phone")
    assert reply.custom.kind is Kind.VERIFY and reply.buttons[0].payload == "#share-phone"
    assert on(talk, "web").say("#share-phone").buttons == ()


def test_an_edited_message_is_answered_as_the_new_text(talk: Talk) -> None:
    reply = talk.say("lệ phí đăng ký kết hôn", Event(EventKind.EDITED))
    assert reply.text.startswith("Em đã nhận tin nhắn sửa lại")
    assert reply.custom.facets == ("fee",)


def test_an_officer_is_not_interrupted(talk: Talk) -> None:
    assert talk.replies("Chào bác, em là Hoa ở quầy 2", Event(EventKind.OFFICER)) == ()
    assert talk.replies("đăng ký kết hôn cần gì") == ()
    assert talk.replies("", Event(EventKind.STICKER)) == ()
    talk.clock += dt.timedelta(minutes=29)
    assert talk.replies("cảm ơn em") == ()
    talk.replies("Dạ", Event(EventKind.OFFICER))
    talk.clock += dt.timedelta(minutes=29)
    assert talk.replies("đăng ký kết hôn cần gì") == ()
    talk.clock += dt.timedelta(minutes=1)
    reply = talk.say("đăng ký kết hôn cần gì")
    assert (reply.custom.kind, reply.custom.conversation) == (Kind.ANSWER, "bot")


def test_a_crisis_is_answered_while_an_officer_writes(talk: Talk) -> None:
    talk.replies("Chào bác", Event(EventKind.OFFICER))
    reply = talk.say("em muốn chết")
    assert (reply.custom.kind, reply.custom.conversation) == (Kind.CRISIS, "officer")
    assert talk.replies("dạ") == ()


@pytest.mark.parametrize("said", ["bot", "trợ lý ơi", "tro ly", "gọi trợ lý ảo", "Cho em gặp bot", "chatbot"])
def test_the_citizen_calls_the_assistant_back(talk: Talk, said: str) -> None:
    talk.replies("Chào bác", Event(EventKind.OFFICER))
    reply = talk.say(said)
    assert (reply.custom.kind, reply.custom.conversation) == (Kind.SMALLTALK, "bot")
    assert talk.say("đăng ký kết hôn cần gì").custom.kind is Kind.ANSWER


def test_an_officers_words_are_not_taken_for_the_citizens(talk: Talk) -> None:
    talk.say("lệ phí đăng ký kết hôn")
    talk.replies("Bác làm khai sinh hay kết hôn ạ?", Event(EventKind.OFFICER))
    state = Work(talk.engine, talk.keys, talk.conversation, talk.clock).load_state()
    assert state is not None
    assert read_memory(json.loads(state[0])["slots"]["memory"]).topic == "dang-ky-ket-hon"


@pytest.mark.parametrize("yes", ["đúng", "dung", "Đúng rồi em", "dung r", "ừ", "phải", "ok", "vâng", "1"])
def test_a_code_in_a_photo_is_confirmed_and_then_looked_up(talk: Talk, yes: str) -> None:
    asked = talk.say("", picture(MINE.code))
    assert MINE.code in asked.text and asked.custom.kind is Kind.VERIFY
    proof = talk.say(yes)
    assert (proof.custom.kind, proof.custom.dossier) == (Kind.VERIFY, MINE.code)
    assert talk.say(MINE.look_up_code).custom.kind is Kind.STATUS


def test_the_button_yes_does_the_same(talk: Talk) -> None:
    talk.say("", picture(MINE.code))
    assert talk.press("Đúng").custom.dossier == MINE.code


def test_the_factor_right_after_a_photo_says_yes_too(talk: Talk) -> None:
    talk.say("", picture(MINE.code))
    assert talk.say(MINE.look_up_code).custom.kind is Kind.STATUS


@pytest.mark.parametrize("no", ["không phải", "khong phai ma do", "sai rồi", "không"])
def test_a_code_that_is_not_meant_is_asked_for(talk: Talk, no: str) -> None:
    other = demo_dossiers(MORNING)[1]
    talk.say("", picture(other.code))
    reply = talk.say(no)
    assert other.code not in reply.text and "gõ giúp em mã hồ sơ" in reply.text
    assert talk.say(other.look_up_code).custom.kind is not Kind.STATUS


def test_several_codes_in_a_photo_are_chosen_by_number(talk: Talk) -> None:
    codes = [dossier.code for dossier in demo_dossiers(MORNING)[:2]]
    talk.say("", picture(*codes))
    assert talk.say("2").custom.dossier == codes[1]


@pytest.mark.parametrize(
    ("code", "kind", "word"),
    [
        (IDENTITY, Kind.WARNING, "căn cước"),
        (PAYMENT, Kind.WARNING, "chuyển tiền"),
        (LINK, Kind.WARNING, ".gov.vn"),
        (OTHER, Kind.REFUSAL, "không phải mã hồ sơ"),
        ("", Kind.REFUSAL, "đủ sáng"),
    ],
)
def test_what_else_a_photo_may_show(talk: Talk, code: str, kind: Kind, word: str) -> None:
    reply = talk.say("", picture(*filter(None, [code])))
    assert reply.custom.kind is kind and word in reply.text


def test_an_identity_card_beside_a_receipt(talk: Talk) -> None:
    reply = talk.say("", picture(IDENTITY, MINE.code))
    assert "căn cước" in reply.text and MINE.code in reply.text
    assert talk.say("đúng").custom.dossier == MINE.code


def test_a_poster_of_a_procedure(talk: Talk) -> None:
    assert talk.say("", picture("1.001193")).custom.procedures == ("1.001193",)
