"""Every way to prove a dossier, and what ends it; unknown codes and wrong factors cannot be told apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.engine import Engine

import actions.proof
from bot.conversations.reply import Kind, Reply
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.source import Found, SourceUnavailable
from bot.language.dossier_questions import lacks_factor
from bot.settings import Settings
from bot.store.demo import load_demo
from bot.store.dossiers import store_dossiers
from bot.store.engine import reading
from bot.store.secrets import Keys
from bot.store.sms import done, take
from bot.store.source import SqlDossiers
from bot.store.tables import journal, throttles
from tests.dossiers.examples import dossier
from tests.support.asking import Asker
from tests.support.messages import verify_phone
from tests.support.talk import MORNING

MINE = demo_dossiers(MORNING)[0]
CODE, UNKNOWN = MINE.code, "H37.99.99-261118-9999"
PERSON = Callable[..., Asker]


@pytest.fixture
def person(engine: Engine, keys: Keys) -> PERSON:
    """Somebody; each has a number of their own."""
    load_demo(engine, keys, MORNING)
    return lambda number=1, channel="zalo", origin=None: Asker(engine, keys, f"{channel}-{number}", origin)


def opened(reply: Reply) -> bool:
    return reply.custom.kind is Kind.STATUS


def wrong(asker: Asker, code: str, *factors: str) -> list[str]:
    """What is said to these factors; each time the code is given anew, as by somebody who tries many."""
    return [asker.say(f"{code} mã tra cứu {factor}").text for factor in factors]


def sent(asker: Asker) -> list[tuple[str, str]]:
    """Phone and digits of the messages on their way."""
    messages = take(asker.engine, asker.keys, asker.clock)
    return [(message.phone, re.findall(r"\d{6}", message.text)[0]) for message in messages]


def other_than(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


# Three digits of the phone


@pytest.mark.parametrize(
    ("channel", "taken"), [("zalo", True), ("telegram", True), ("web", True), ("rest", False), ("unheard-of", False)]
)
def test_three_digits_count_where_the_channel_vouches_for_the_sender(person: PERSON, channel: str, taken: bool) -> None:
    asker = person(channel=channel)
    asked = asker.say(CODE)
    assert ("3 số cuối" in asked.text) is taken
    assert opened(asker.say("012")) is taken
    assert opened(asker.say("7K2M"))


def test_in_production_the_page_does_not_vouch(person: PERSON, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.proof, "settings", lambda: Settings(mode="production"))
    asker = person(channel="web")
    assert "3 số cuối" not in asker.say(CODE).text
    assert not opened(asker.say("012"))
    assert opened(asker.say("7K2M"))
    assert opened(person(channel="zalo").say(f"{CODE} 012"))


def test_five_wrong_digits_a_day_for_a_sender_over_all_dossiers(person: PERSON) -> None:
    asker = person()
    for number in range(5):
        asker.say(f"H37.99.99-261118-{2000 + number} 3 số cuối 999")
    assert "không nhận 3 số cuối" in asker.say(f"{CODE} 3 số cuối 012").text
    assert opened(asker.say(f"{CODE} mã tra cứu 7K2M"))
    asker = person()
    asker.wait(hours=24)
    assert opened(asker.say(f"{CODE} 3 số cuối 012"))


def test_several_guesses_in_one_message_are_several(person: PERSON) -> None:
    asker = person()
    codes = " ".join(f"H37.99.99-261118-{2000 + number} 3 số cuối {995 + number}" for number in range(5))
    asker.say(codes)
    assert "không nhận 3 số cuối" in asker.say(f"{CODE} 3 số cuối 012").text


def of_one_phone(engine: Engine, keys: Keys) -> str:
    """Five codes, as somebody writes them who handed in all of them."""
    mine = [dossier(code=f"H37.99.99-261118-{3000 + number}", phone="0900000012") for number in range(5)]
    store_dossiers(engine, keys, mine)
    return ", ".join(one.code for one in mine)


def test_one_slip_is_one_try_at_one_dossier(person: PERSON, engine: Engine, keys: Keys) -> None:
    codes, asker = of_one_phone(engine, keys), person()
    assert "Còn 2 lần thử" in asker.say(f"{codes} 3 số cuối 021").text
    with reading(engine) as connection:
        spent = {row.name: row.spent for row in connection.execute(select(throttles)).all()}
        events = [row.event for row in connection.execute(select(journal)).all()]
    assert spent == {"guesses": 1, "digits": 1, "digits_at": 1}
    assert events == ["lookup_refused", *["lookup_barred"] * 4]
    asker.wait(minutes=1)
    told = asker.say(f"{codes} 3 số cuối 012").text
    assert all(f"Hồ sơ {code}" in told for code in codes.split(", "))


def test_after_a_slip_they_are_asked_for_one_by_one(person: PERSON, engine: Engine, keys: Keys) -> None:
    codes, asker = of_one_phone(engine, keys), person()
    asker.say(f"{codes} 3 số cuối 021")
    for code in codes.split(", "):
        assert asker.say("012").custom.dossier == code
    assert asker.memory.pending == ()


def test_a_slip_at_one_code_keeps_none_from_being_told_that_is_proven(person: PERSON) -> None:
    asker = person()
    assert opened(asker.say(f"{CODE} mã tra cứu 7K2M"))
    assert f"Hồ sơ {CODE}" in asker.say(f"{UNKNOWN}, {CODE} 3 số cuối 021").text


def test_a_slip_does_not_tell_which_code_exists(person: PERSON) -> None:
    """Which of them is compared depends on nothing but their order."""
    first, second = (person(n).say(f"{a}, {b} 3 số cuối 999") for n, a, b in ((1, CODE, UNKNOWN), (2, UNKNOWN, CODE)))
    assert (first.text, first.buttons) == (second.text, second.buttons)


@pytest.mark.parametrize("code", [CODE, UNKNOWN])
def test_after_twenty_wrong_digits_they_are_off_for_a_dossier_for_ever(person: PERSON, code: str) -> None:
    for number in range(20):
        person(number).say(f"{code} 3 số cuối 999")
    owner = person("owner")
    owner.wait(days=300)
    assert "không nhận 3 số cuối" in owner.say(f"{code} 3 số cuối 012").text


def test_the_owner_still_gets_in_by_the_other_factors(person: PERSON) -> None:
    for number in range(20):
        person(number).say(f"{CODE} 3 số cuối 999")
    owner = person("owner")
    owner.say(CODE)
    assert not opened(owner.say("012"))
    assert opened(owner.say("7K2M"))
    another = person("another")
    another.say(CODE)
    another.say("gửi mã")
    assert opened(another.say(sent(another)[0][1]))


# One-time codes


def test_a_one_time_code_proves_the_dossier_once(person: PERSON) -> None:
    asker = person(channel="rest")
    asker.say(CODE)
    assert "6 số" in asker.say("gửi mã").text
    [(phone, digits)] = sent(asker)
    assert phone == MINE.phone
    assert opened(asker.say(f"mã là {digits[:3]} {digits[3:]} ạ"))
    asker.wait(minutes=31)
    assert not opened(asker.say(digits))


def test_it_is_of_no_use_to_another_person(person: PERSON) -> None:
    owner, thief = person("owner"), person("thief")
    owner.say(CODE)
    owner.say("gửi mã")
    digits = sent(owner)[0][1]
    thief.say(CODE)
    assert not opened(thief.say(digits))
    thief.say("gửi mã")
    assert "chưa đúng" in thief.say(digits).text


def test_it_lasts_five_minutes(person: PERSON) -> None:
    asker = person()
    asker.say(CODE)
    asker.say("gửi mã")
    digits = sent(asker)[0][1]
    asker.wait(minutes=5)
    assert "không còn dùng được" in asker.say(digits).text


def test_it_bears_five_tries(person: PERSON) -> None:
    asker = person()
    asker.say(CODE)
    asker.say("gửi mã")
    digits = sent(asker)[0][1]
    said = [asker.say(other_than(digits)).text for _ in range(5)]
    assert [re.findall(r"Còn (\d)", text) for text in said] == [["4"], ["3"], ["2"], ["1"], []]
    assert "không còn dùng được" in asker.say(digits).text


def test_it_is_sent_again_after_a_minute_and_three_times_an_hour(person: PERSON) -> None:
    asker = person()
    asker.say(CODE)
    asker.say("gửi mã")
    assert "chờ một phút" in asker.say("gửi lại mã").text
    for _ in range(2):
        asker.wait(minutes=1)
        asker.say("gửi mã")
    asker.wait(minutes=1)
    assert "chưa gửi thêm được" in asker.say("gửi mã").text
    stranger = person(2)
    stranger.say(CODE)
    assert "chưa gửi thêm được" in stranger.say("gửi mã").text
    asker.wait(hours=1)
    assert "em đã gửi" in asker.say("gửi mã").text


MANY = [dossier(code=f"H37.99.99-261118-{4000 + number}", phone="0900 000 077") for number in range(8)]


def delivered(asker: Asker) -> list[str]:
    """Phones of the messages on their way, which then are no more."""
    messages = take(asker.engine, asker.keys, asker.clock)
    done(asker.engine, messages)
    return [message.phone for message in messages]


def test_a_phone_gets_one_message_a_minute_and_five_an_hour_by_all_its_dossiers(
    person: PERSON, engine: Engine, keys: Keys
) -> None:
    store_dossiers(engine, keys, MANY)
    got = []
    for minute in (0, 1, 2, 3, 4, 5, 60):
        # No dossier is asked for so often that its own limit holds.
        for one in (MANY[minute % 7], MANY[minute % 7 + 1]):
            asker = person(f"{minute}-{one.code}", "web")
            asker.wait(minutes=minute)
            asker.say(one.code)
            asker.say("gửi mã")
        got.append(delivered(asker).count(MANY[0].phone))
    assert got == [1, 1, 1, 1, 1, 0, 1]


def test_who_asks_when_a_phone_has_had_enough_is_told_nothing_else(person: PERSON, engine: Engine, keys: Keys) -> None:
    """Else a code that nobody asked for before would be known to share a phone with another, and so to exist."""
    store_dossiers(engine, keys, MANY)
    told = []
    for number, code in enumerate((MANY[0].code, MANY[1].code, UNKNOWN)):
        asker = person(number)
        asker.say(code)
        told.append([asker.say("gửi mã").text, asker.say("000001").text])
    assert told[0] == told[1] == told[2]
    assert delivered(asker) == [MANY[0].phone, "", ""]


def test_the_owner_of_two_dossiers_gets_the_second_code_a_minute_later(
    person: PERSON, engine: Engine, keys: Keys
) -> None:
    store_dossiers(engine, keys, MANY)
    asker = person()
    for one in MANY[:2]:
        asker.say(one.code)
        assert "vừa nhận mã khác thì lần này em chưa gửi" in asker.say("gửi mã").text
    assert delivered(asker) == [MANY[0].phone, ""]
    asker.wait(minutes=1)
    asker.say("gửi mã")
    assert opened(asker.say(sent(asker)[0][1]))


def test_the_lock_of_wrong_tries_does_not_bar_it(person: PERSON) -> None:
    asker = person()
    assert "tạm khóa" in wrong(asker, CODE, "9999", "9998", "9997")[-1]
    assert not opened(asker.say(f"{CODE} mã tra cứu 7K2M"))
    asker.say("gửi mã")
    assert opened(asker.say(sent(asker)[0][1]))


def test_where_none_can_be_sent_none_is_offered(person: PERSON, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.proof, "settings", lambda: Settings(mode="production"))
    asker = person()
    assert "gửi mã" not in asker.say(CODE).text
    assert "chưa gửi được mã" in asker.say("gửi mã").text
    assert sent(asker) == []


def test_six_digits_are_no_code_of_ours_unless_one_is_outstanding(person: PERSON) -> None:
    asker = person()
    assert "đừng gửi cho ai" in asker.say("123456").text
    asker.say(CODE)
    assert "không còn dùng được" in asker.say("123456").text


# What tells nothing


def test_words_are_the_same_for_an_unknown_code_in_every_way(person: PERSON, engine: Engine) -> None:
    """The same steps at a code that exists, at one that does not, and at one that we cannot read any more."""
    lost = dossier(code="H37.99.99-261118-5000", phone="0900000088")
    store_dossiers(engine, Keys(Fernet.generate_key().decode(), "x"), [lost])
    steps = ["{code}", "9999", "gửi mã", "000001", "{code} 3 số cuối 999", "gửi mã", "8888", "7777", "{code} 6666"]

    def said(number: int, code: str) -> list[str]:
        asker = person(number)
        # But for the code that they asked about themselves.
        return [asker.say(step.format(code=code)).text.replace(code, "?") for step in steps]

    assert said(1, CODE) == said(2, UNKNOWN) == said(3, lost.code)


def test_both_leave_the_same_traces(person: PERSON, engine: Engine) -> None:
    """What is read and written is of the same number and kind: the time cannot tell."""
    from sqlalchemy import event

    def statements(number: int, code: str) -> list[str]:
        seen: list[str] = []

        def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
            seen.append(statement)

        asker = person(number)
        asker.say(code)
        event.listen(engine, "before_cursor_execute", note)
        asker.say("9999")
        asker.say("gửi mã")
        asker.say("000001")
        event.remove(engine, "before_cursor_execute", note)
        return seen

    # The second of MINE's phone gets no message in the same minute.
    same = next(it.code for it in demo_dossiers(MORNING)[1:] if it.phone == MINE.phone)
    assert statements(1, CODE) == statements(2, UNKNOWN) == statements(3, same)


def test_a_message_to_nobody_is_queued_for_an_unknown_code(person: PERSON) -> None:
    asker = person()
    asker.say(UNKNOWN)
    asker.say("gửi mã")
    assert [phone for phone, _ in sent(asker)] == [""]


# Limits of a person and of an address


def test_twenty_wrong_a_day_for_a_person(person: PERSON) -> None:
    asker = person()
    for number in range(20):
        asker.say(f"H37.99.99-261118-{2000 + number} mã tra cứu 9999")
    assert "ngày mai" in asker.say(f"{CODE} mã tra cứu 7K2M").text.lower()
    asker.wait(hours=24)
    assert opened(asker.say(f"{CODE} mã tra cứu 7K2M"))


def test_two_hundred_wrong_a_day_from_an_address(person: PERSON) -> None:
    """A cookie costs nothing: whoever takes a new one for each try is known by the address."""
    for number in range(200):
        person(number, "web", "home").say(f"H37.99.99-261118-{2000 + number} mã tra cứu 9999")
    assert not opened(person("new", "web", "home").say(f"{CODE} mã tra cứu 7K2M"))
    assert opened(person("new", "web", "elsewhere").say(f"{CODE} mã tra cứu 7K2M"))


def test_fifty_wrong_look_up_codes_a_day_at_a_dossier(person: PERSON) -> None:
    for number in range(50):
        person(number).say(f"{CODE} mã tra cứu 9999")
    owner = person("owner")
    assert not opened(owner.say(f"{CODE} mã tra cứu 7K2M"))
    owner.say("gửi mã")
    assert opened(owner.say(sent(owner)[0][1]))


# The journal


def test_every_look_up_is_in_the_journal(person: PERSON, engine: Engine) -> None:
    asker = person()
    asker.say(f"{CODE} mã tra cứu 9999")
    asker.say("gửi mã")
    asker.say("7K2M")
    asker.say("bao giờ xong")
    wrong(person(2), UNKNOWN, "9999", "9999", "9999", "9999")
    with reading(engine) as connection:
        events = [row.event for row in connection.execute(select(journal).order_by(journal.c.id)).all()]
    assert events == [
        "lookup_refused",
        "code_sent",
        "lookup_opened",
        "lookup_opened",
        "lookup_refused",
        "lookup_refused",
        "lookup_refused",
        "lookup_barred",
    ]


def test_after_the_proof_the_person_stays_masked(person: PERSON) -> None:
    told = person().say(f"{CODE} mã tra cứu 7K2M").text
    assert MINE.applicant_name not in told and MINE.phone not in told and MINE.look_up_code not in told
    assert re.search(r"Người nộp: \w\*+", told)


def test_the_proof_is_remembered_for_half_an_hour_and_then_not_even_kept(person: PERSON) -> None:
    asker = person()
    asker.say(f"{CODE} mã tra cứu 7K2M")
    asker.wait(minutes=29)
    assert opened(asker.say(CODE))
    asker.wait(minutes=2)
    assert not opened(asker.say(CODE))
    other = demo_dossiers(MORNING)[1]
    asker.say(f"{other.code} mã tra cứu {other.look_up_code}")
    assert set(asker.memory.verified) == {other.code}


def test_a_dossier_without_a_phone_or_look_up_code(person: PERSON, engine: Engine, keys: Keys) -> None:
    bare = dossier(code="H37.99.99-261118-7777", phone="", look_up_code="")
    store_dossiers(engine, keys, [bare])
    asker = person()
    asker.say(bare.code)
    assert not opened(asker.say("0000")) and not opened(asker.say("000"))
    asker.say("gửi mã")
    assert sent(asker)[0][0] == ""


# What is no factor


SMS = f"UBND xa Mau: Ho so {CODE} cua ba TRAN THI MAU da tiep nhan, hen tra 26/11/2026. LH 0900000045"


@pytest.mark.parametrize("said", [SMS, f"{CODE} nộp năm 2026", f"thửa 123 {CODE}", f"hồ sơ {CODE} của bà LANH"])
def test_words_around_a_code_cost_no_try(person: PERSON, said: str) -> None:
    asker = person()
    for _ in range(3):
        assert "4 ký tự" in asker.say(said).text
    assert opened(asker.say("7K2M"))


def test_an_sms_that_was_pasted_often_leaves_the_digits_to_the_owner(person: PERSON) -> None:
    for number in range(20):
        person(number).say(SMS)
    assert opened(person("owner").say(f"{CODE} 3 số cuối 012"))


@pytest.mark.parametrize("said", ["làm CCCD cần gì", "chua", "năm 2025", "bà LANH", "LH 0900000045"])
def test_words_while_a_factor_is_awaited_cost_no_try(person: PERSON, said: str) -> None:
    asker = person()
    asker.say(CODE)
    for _ in range(3):
        asker.say(said)
    assert opened(asker.say("7K2M"))


@pytest.mark.parametrize(
    "said", ["{} 7K2M", "7k2m {}", "{} - 7K2M nhé", "ma tra cuu cua {} la 7k2m", "{} sđt em 0900000012"]
)
def test_a_factor_beside_its_code(person: PERSON, said: str) -> None:
    assert opened(person().say(said.format(CODE)))


def test_a_one_time_code_in_pairs(person: PERSON) -> None:
    asker = person()
    asker.say(CODE)
    asker.say("gửi mã")
    digits = sent(asker)[0][1]
    assert opened(asker.say(f"{digits[:2]} {digits[2:4]} {digits[4:]}"))


def test_whoever_is_locked_out_is_told_so_and_gets_in_afterwards(person: PERSON) -> None:
    asker = person()
    wrong(asker, CODE, "9999", "9998", "9997")
    for said in ("7K2M", CODE, "7K2M"):
        assert "tạm khóa" in asker.say(said).text
    asker.wait(minutes=31)
    assert opened(asker.say("7K2M"))


@pytest.mark.parametrize("said", ["2tr5", "1990", "abcd", "012"])
def test_what_is_said_while_a_dossier_is_locked_is_no_try(person: PERSON, engine: Engine, said: str) -> None:
    asker = person()
    wrong(asker, CODE, "9999", "9998", "9997")
    asker.say(said)
    with reading(engine) as connection:
        events = [row.event for row in connection.execute(select(journal)).all()]
    assert events == ["lookup_refused"] * 3


def test_a_locked_dossier_keeps_no_other_waiting(person: PERSON) -> None:
    asker, other = person(), demo_dossiers(MORNING)[1]
    wrong(asker, CODE, "9999", "9998", "9997")
    told = asker.say(f"{CODE} mã tra cứu 7K2M và {other.code}").text
    assert "tạm khóa" in told and f"Về hồ sơ {other.code}" in told
    assert asker.say(other.look_up_code).custom.dossier == other.code


def test_where_digits_never_count_that_is_said(person: PERSON) -> None:
    asker = person(channel="rest")
    told = asker.say(f"{CODE} 3 số cuối 012").text
    assert "Ở kênh này em không nhận" in told and "được nữa" not in told


def test_a_try_with_an_expired_code_is_in_the_journal(person: PERSON, engine: Engine) -> None:
    asker = person()
    asker.say(CODE)
    asker.say("123456")
    with reading(engine) as connection:
        assert [row.event for row in connection.execute(select(journal)).all()] == ["lookup_barred"]


def test_a_verified_phone_proves_nothing_while_the_source_is_away(
    person: PERSON, engine: Engine, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise SourceUnavailable("status 503")

    asker = person()
    verify_phone(engine, keys, asker.conversation, MINE.phone)
    assert opened(asker.say(CODE))
    with monkeypatch.context() as patch:
        patch.setattr(SqlDossiers, "find", away)
        assert asker.say(CODE).custom.kind is Kind.VERIFY
        assert "tạm thời chưa trả lời" in asker.say("7K2M").text
    assert opened(asker.say(CODE))


def test_what_is_kept_while_the_source_is_away_tells_no_code_from_another(
    person: PERSON, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a code that does not exist none is kept: so no factor is compared with one, but who has proven it sees it."""
    find = SqlDossiers.find

    def away(source: SqlDossiers, code: str, now: dt.datetime) -> Found | None:
        if found := find(source, code, now):
            return replace(found, stale_since=now - dt.timedelta(hours=1), is_kept=True)
        raise SourceUnavailable("status 503")

    owner, stranger = person(1), person(2)
    assert opened(owner.say(f"{CODE} 7K2M"))
    monkeypatch.setattr(SqlDossiers, "find", away)
    for said in ("mã tra cứu 7K2M", "mã tra cứu 9999", "3 số cuối 012", "gửi mã", "123456"):
        told = [(stranger.say(code), stranger.say(said))[-1].text.replace(code, "…") for code in (CODE, UNKNOWN)]
        assert told[0] == told[1] and "tạm thời chưa trả lời" in told[0]
    assert opened(owner.say(CODE))


@pytest.mark.parametrize("said", ["người tiếp theo", "người tiếp theo, hồ sơ của tôi tới đâu rồi"])
def test_the_next_person_does_not_see_the_dossiers_of_the_phone_before(
    person: PERSON, engine: Engine, keys: Keys, said: str
) -> None:
    asker = person()
    verify_phone(engine, keys, asker.conversation, MINE.phone)
    assert opened(asker.say("hồ sơ của tôi tới đâu rồi"))
    assert not opened(asker.say(said))
    for again in ("hồ sơ của tôi tới đâu rồi", CODE):
        told = asker.say(again)
        assert not opened(told) and "Chia sẻ số điện thoại" in [button.title for button in told.buttons]
    verify_phone(engine, keys, asker.conversation, MINE.phone)
    assert opened(asker.say(CODE))


# A verified phone at a source that knows codes only


@pytest.fixture
def by_code(person: PERSON, engine: Engine, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Asker:
    monkeypatch.setattr(SqlDossiers, "of_phone", lambda *_: None)
    asker = person(channel="zalo")
    verify_phone(engine, keys, asker.conversation, MINE.phone)
    return asker


def test_where_none_can_be_listed_the_code_is_asked_for(by_code: Asker) -> None:
    assert "chỉ xem được hồ sơ theo mã" in by_code.say("hồ sơ của tôi tới đâu rồi").text
    assert by_code.memory.awaiting == "code"
    assert opened(by_code.say(CODE))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("H37.99.99", "sáu số của ngày nộp"),
        ("0001", "mã đơn vị ở đầu"),
        ("em mất giấy hẹn", "tin nhắn báo tiếp nhận"),
        ("123456", "đừng gửi cho ai"),
        ("các hồ sơ của em", "chỉ xem được hồ sơ theo mã"),
    ],
)
def test_what_answers_that_is_heard(by_code: Asker, said: str, answer: str) -> None:
    by_code.say("hồ sơ của tôi tới đâu rồi")
    assert answer in by_code.say(said).text


def test_a_wish_waits_for_the_code(by_code: Asker) -> None:
    assert "theo mã" in by_code.say("báo cho em khi có kết quả").text
    assert "em sẽ báo anh/chị" in by_code.say(CODE).text


# No factor at hand


LACKING = [
    "tôi không nhớ mã tra cứu",
    "khong co giay hen",
    "mất giấy hẹn rồi",
    "mã tra cứu ở đâu",
    "ma tra cuu la gi vay em",
    "quên mã rồi em ơi",
    "em ko nho",
    "không biết ạ",
    "không",
    "mình ko có giấy",
    "bực quá không nhớ nổi",
    "làm sao để có mã tra cứu",
]


@pytest.mark.parametrize("said", LACKING)
def test_who_has_no_look_up_code_is_told_the_other_ways_of_the_channel(person: PERSON, said: str) -> None:
    for channel, digits in (("zalo", True), ("rest", False)):
        asker = person(channel=channel)
        asker.say(CODE)
        told = asker.say(said).text
        assert "gửi mã" in told and "mang căn cước đến quầy" in told
        assert ("3 số cuối" in told) is digits
        assert opened(asker.say("7K2M"))


@pytest.mark.parametrize("said", ["điện thoại cũ mất rồi", "em đổi sim rồi"])
def test_who_has_the_phone_no_more_is_told_what_is_left(person: PERSON, said: str) -> None:
    asker = person()
    asker.say(CODE)
    told = asker.say(said).text
    assert "Không còn dùng số đó" in told and "quầy" in told


@pytest.mark.parametrize("said", ["không có mã số thuế thì làm gì", "không có hộ khẩu", "mất căn cước"])
def test_other_things_that_are_missing_are_not_the_factor(said: str) -> None:
    assert not lacks_factor(said)


# Codes that are none


BROKEN = ["H37.99.99-261118-001", "H37.99.99-18112026-0001", "37.99.99-261118-0001", "H370.99.99-261118-0001"]


@pytest.mark.parametrize("code", [*BROKEN, "0000.00.99.H37-261118-0001"])
def test_a_broken_code_is_asked_about(person: PERSON, code: str) -> None:
    asker = person()
    assert "chưa đúng dạng" in asker.say(f"hồ sơ {code} tới đâu rồi").text
    assert opened(asker.say(f"{CODE} 7K2M"))


def test_a_broken_code_is_asked_about_beside_the_answer(person: PERSON) -> None:
    told = person().say(f"{CODE} mã tra cứu 7K2M và H37.99.99-261118-002")
    assert opened(told) and "Mã H37.99.99-261118-002 chưa đúng dạng" in told.text


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("0001", "mã đơn vị ở đầu (như H37.99.99), sáu số của ngày nộp"),
        ("số 0001", "mã đơn vị"),
        ("mã 0001 ạ", "mã đơn vị"),
        ("stt 0001", "mã đơn vị"),
        ("261118", "số thứ tự"),
    ],
)
def test_a_part_that_answers_our_question_is_no_factor(person: PERSON, said: str, missing: str) -> None:
    asker = person()
    asker.say("hồ sơ của tôi tới đâu rồi")
    assert missing in asker.say(said).text
    assert opened(asker.say(f"{CODE} 7K2M"))


def test_more_codes_than_are_answered_at_once_are_not_left_out_silently(person: PERSON) -> None:
    codes = [f"H37.99.99-261118-{2000 + number}" for number in range(7)]
    assert f"Còn 2 mã, từ {codes[5]}" in person().say(" ".join(codes)).text
