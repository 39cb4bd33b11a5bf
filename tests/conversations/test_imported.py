"""Procedures that were imported, never trained on: found, told apart, and left alone where a curated one is meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.engine import Engine

from bot.catalogue.load import load_catalogue
from bot.conversations.reply import Kind
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.secrets import Keys
from bot.store.shelf import CHECK_EVERY, shelves
from tests.support.imported import (
    EXPORT,
    RACE,
    RACE_AGAIN,
    RECORDS,
    SCHOOL_COMMUNE,
    SCHOOL_PROVINCE,
    bring,
    imported,
)
from tests.support.talk import MORNING, Talk

if TYPE_CHECKING:
    from bot.dialogue.agent import Assistant


@pytest.fixture
def birds(tmp_path: Path) -> Iterator[Engine]:
    """A database with the imported procedures."""
    engine = open_engine(f"sqlite:///{tmp_path / 'motcua.db'}")
    migrate(engine)
    bring(engine, RECORDS, MORNING)
    yield engine
    engine.dispose()


@pytest.fixture
def bird_talk(assistant: Assistant, birds: Engine, keys: Keys) -> Talk:
    return Talk(assistant, birds, keys)


@pytest.mark.parametrize(
    "said",
    [
        "thủ tục xin giấy phép tổ chức đua chim bồ câu cần giấy tờ gì",
        "thu tuc xin giay phep to chuc dua chim bo cau can giay to gi",
    ],
)
def test_the_answer_names_the_code_and_that_nobody_compared_it(bird_talk: Talk, said: str) -> None:
    reply = bird_talk.say(said)
    assert (reply.custom.kind, reply.custom.procedures) == (Kind.ANSWER, (RACE,))
    assert "documents" in reply.custom.facets
    assert RACE in reply.text and "chưa có người đối chiếu" in reply.text


def test_a_follow_up_leans_on_an_imported_topic(bird_talk: Talk) -> None:
    bird_talk.say("thủ tục chấp thuận xuất khẩu tổ yến hun khói cần giấy tờ gì")
    reply = bird_talk.say("thế còn lệ phí?")
    assert (reply.custom.procedures, reply.custom.facets) == ((EXPORT,), ("fee",))
    assert "30.000" in reply.text


def test_a_button_of_an_imported_answer(bird_talk: Talk) -> None:
    bird_talk.say("thủ tục chấp thuận xuất khẩu tổ yến hun khói cần giấy tờ gì")
    assert bird_talk.press("Bao lâu").custom.procedures == (EXPORT,)


def test_twins_bring_one_question_and_its_choices_name_the_level(bird_talk: Talk) -> None:
    reply = bird_talk.say("đăng ký mở lớp dạy vẹt biết nói nộp ở đâu")
    assert reply.custom.kind is Kind.CLARIFY
    assert set(reply.custom.procedures) == {SCHOOL_PROVINCE, SCHOOL_COMMUNE}
    assert "cấp tỉnh" in reply.text and "cấp xã" in reply.text


@pytest.mark.parametrize("said", ["cấp xã", "cap xa", "em hỏi ở xã"])
def test_a_twin_is_chosen_by_its_level(bird_talk: Talk, said: str) -> None:
    bird_talk.say("đăng ký mở lớp dạy vẹt biết nói nộp ở đâu")
    reply = bird_talk.say(said)
    assert (reply.custom.kind, reply.custom.procedures) == (Kind.ANSWER, (SCHOOL_COMMUNE,))
    assert "place" in reply.custom.facets


def test_a_twin_is_chosen_by_its_number(bird_talk: Talk) -> None:
    asked = bird_talk.say("đăng ký mở lớp dạy vẹt biết nói nộp ở đâu").custom.procedures
    assert bird_talk.say("2").custom.procedures == (asked[1],)


def test_a_question_instead_of_a_choice_keeps_imported_choices(bird_talk: Talk) -> None:
    asked = bird_talk.say("đăng ký mở lớp dạy vẹt biết nói nộp ở đâu").custom.procedures
    reply = bird_talk.say("thế còn lệ phí?")
    assert (reply.custom.kind, set(reply.custom.procedures)) == (Kind.CLARIFY, set(asked))


def test_a_typed_code_finds_an_imported_record(bird_talk: Talk) -> None:
    assert bird_talk.say(f"cho hỏi thủ tục {RACE_AGAIN}").custom.procedures == (RACE_AGAIN,)


def test_not_that_one_offers_the_twin(bird_talk: Talk) -> None:
    first = bird_talk.say("đăng ký mở lớp dạy vẹt biết nói ở cấp xã cần gì")
    assert first.custom.procedures == (SCHOOL_COMMUNE,)
    reply = bird_talk.say("không phải cái đó")
    assert reply.custom.kind is Kind.CLARIFY
    assert SCHOOL_PROVINCE in reply.custom.procedures


@pytest.mark.parametrize("record", list(load_catalogue().values())[::7], ids=lambda record: record.id)
def test_curated_records_win(bird_talk: Talk, talk: Talk, record) -> None:  # type: ignore[no-untyped-def]
    said = f"{record.aliases[0]} cần giấy tờ gì"
    assert bird_talk.say(said) == talk.say(said)


def test_an_import_is_answered_from_without_a_restart(bird_talk: Talk, birds: Engine) -> None:
    said = "xin giấy phép mở trường dạy chim ưng cần giấy tờ gì"
    assert "1.999021" not in bird_talk.say(said).custom.procedures
    level = RECORDS[0].levels[0]
    bring(birds, (imported("1.999021", "Cấp Giấy phép mở trường dạy chim ưng", level, "Sở Chim cảnh"),), MORNING)
    bird_talk.clock += CHECK_EVERY
    bird_talk.say("cảm ơn em")
    shelves(birds.url.render_as_string(hide_password=False)).wait()
    bird_talk.restart()
    assert bird_talk.say(said).custom.procedures == ("1.999021",)
