"""Long answers on small screens: a screen at a time, behind "xem thêm"; the page and REST show all of it."""

from __future__ import annotations

import uuid

import pytest

from bot.conversations.channels import screen
from bot.conversations.event import Event, EventKind
from bot.conversations.folding import fold
from bot.conversations.reply import Kind
from tests.support.talk import Talk

HINT = 'Nhắn "xem thêm" để đọc tiếp.'
LONG = "#dang-ky-khai-sinh:documents,conditions,fee,time,place,steps,online,form,result,legal"


def on(talk: Talk, channel: str) -> Talk:
    talk.conversation = f"{channel}-{uuid.uuid4().hex[:12]}"
    return talk


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    """A screen so small that answers take several."""
    monkeypatch.setattr("actions.frame.screen", lambda channel: 400 if channel == "zalo" else None)
    return 400


def test_what_fits_is_shown_whole() -> None:
    assert fold("ngắn", 400, HINT) == ("ngắn", 0)
    assert fold("dài " * 1000, None, HINT) == ("dài " * 1000, 0)
    exact = "x" * 400
    assert fold(exact, 400, HINT) == (exact, 0)


@pytest.mark.parametrize("joint", ["\n\n", "\n", ". ", " ", ""])
def test_nothing_is_lost_and_no_screen_is_too_long(joint: str) -> None:
    text = joint.join(f"phần {number} " + "chữ" * (number % 17) for number in range(200))
    shown, rest = [], text
    while rest:
        first, more = fold(rest, 400, HINT)
        assert len(first) <= 400 and (HINT in first) == bool(more)
        shown.append(first.replace(f"\n\n{HINT}", ""))
        rest = rest[more:] if more else ""
    assert "".join("".join(shown).split()) == "".join(text.split())


def test_a_cut_is_between_paragraphs_before_lines_before_sentences() -> None:
    lines = "\n".join(["một hai ba"] * 10)
    first, more = fold(f"{lines}\n\n{'bốn ' * 100}", 200, HINT)
    assert first == f"{lines}\n\n{HINT}" and more == len(lines) + 2
    first, more = fold("Câu một dài vừa phải. " * 20, 200, HINT)
    assert first.endswith(f"phải.\n\n{HINT}")


def test_a_heading_stays_with_its_list() -> None:
    text = "Mở đầu khá dài.\nMột dòng nữa cho đủ chỗ ở đây.\nGiấy tờ cần nộp:\n" + "• tờ khai rất dài\n" * 30
    first, more = fold(text, 110, HINT)
    assert text[more:].startswith("Giấy tờ cần nộp:") and "Giấy tờ" not in first


def test_a_long_answer_is_read_on_screen_by_screen(talk: Talk, small: int) -> None:
    whole = on(talk, "web").say(LONG)
    assert HINT not in whole.text and len(whole.text) > 2 * small
    shown = [on(talk, "zalo").say(LONG)]
    for said in ("xem thêm", "nữa", "xem tiếp", "xem them nua di", "tiếp", "coi tiep", "đọc tiếp"):
        assert shown[-1].custom == whole.custom
        if HINT not in shown[-1].text:
            break
        assert [button.payload for button in shown[-1].buttons] == ["xem thêm"]
        assert len(shown[-1].text) <= small
        shown.append(talk.say(said))
    assert len(shown) > 2 and shown[-1].buttons == whole.buttons
    told = "".join(reply.text.replace(HINT, "") for reply in shown)
    assert "".join(told.split()) == "".join(whole.text.split())


def test_the_button_reads_on_too(talk: Talk, small: int) -> None:
    first = on(talk, "zalo").say(LONG)
    assert talk.press("Xem thêm").text[:40] not in first.text


def test_another_question_leaves_the_rest_behind(talk: Talk, small: int) -> None:
    on(talk, "zalo").say(LONG)
    talk.say("cảm ơn em")
    assert talk.say("xem thêm").custom.kind is Kind.SMALLTALK


def test_a_sticker_leaves_the_rest_where_it_was(talk: Talk, small: int) -> None:
    first = on(talk, "zalo").say(LONG)
    talk.say("", Event(EventKind.STICKER))
    assert talk.say("xem thêm").custom == first.custom


def test_a_folded_answer_is_repeated_from_where_it_was(talk: Talk, small: int) -> None:
    first = on(talk, "zalo").say(LONG)
    assert talk.say("nhắc lại đi em").text == first.text
    assert talk.say("xem thêm").text != first.text


def test_xem_them_still_turns_the_pages_of_a_list(talk: Talk) -> None:
    first = on(talk, "zalo").say("có những thủ tục gì về hộ tịch")
    second = talk.say("xem thêm")
    assert (first.custom.kind, second.custom.kind) == (Kind.BROWSE, Kind.BROWSE)
    assert "trang 2" in second.text.lower()


def test_a_folded_page_is_read_to_its_end_before_it_is_turned(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.frame.screen", lambda channel: 250)
    first = on(talk, "zalo").say("có những thủ tục gì về hộ tịch")
    assert HINT in first.text
    pages = [first.text]
    while HINT in pages[-1]:
        assert "trang 2" not in pages[-1]
        pages.append(talk.say("xem thêm").text)
    assert "trang 2" in talk.say("xem thêm").text.lower()


@pytest.mark.parametrize(("channel", "most"), [("zalo", 1200), ("zalobot", 1200), ("telegram", 1600), ("web", None)])
def test_every_answer_fits_the_screen_of_its_channel(talk: Talk, channel: str, most: int | None) -> None:
    assert screen(channel) == most
    reply = on(talk, channel).say(LONG)
    assert (HINT in reply.text) is (most is not None)
    assert most is None or len(reply.text) <= most
