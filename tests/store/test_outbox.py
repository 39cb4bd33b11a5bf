from __future__ import annotations

from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.store import inbox, outbox
from bot.store.inbox import Incoming
from bot.store.work import Work
from tests.support.messages import NOW, Desk, reply


def answer(desk: Desk, *texts: str) -> int:
    """Answer the next message."""
    claimed = desk.claimed()
    Work(desk.engine, desk.keys, claimed.conversation, NOW).commit(claimed, tuple(map(reply, texts)))
    return claimed.id


def test_a_reply_keeps_everything(desk: Desk) -> None:
    whole = Reply(
        "Giấy tờ cần nộp:\n• Tờ khai",
        Custom(Kind.ANSWER, ("1.001193",), ("documents", "fee"), "H37.99.99-261118-0001", "officer"),
        (Button("Lệ phí", "#dang-ky-khai-sinh:fee"),),
    )
    number = desk.accept()
    Work(desk.engine, desk.keys, "web-1", NOW).commit(desk.claimed(), (whole,))
    assert outbox.answer_to(desk.engine, desk.keys, number or 0) == [whole]


def test_there_is_no_answer_while_it_is_worked_on(desk: Desk) -> None:
    number = desk.accept() or 0
    assert outbox.answer_to(desk.engine, desk.keys, number) is None
    desk.claimed()
    assert outbox.answer_to(desk.engine, desk.keys, number) is None


def test_several_replies_keep_their_order(desk: Desk) -> None:
    number = desk.accept() or 0
    answer(desk, "một", "hai", "ba")
    assert [one.text for one in outbox.answer_to(desk.engine, desk.keys, number) or []] == ["một", "hai", "ba"]


def test_each_message_stands_before_its_replies(desk: Desk) -> None:
    """Also where the second message came before the first was answered."""
    desk.accept("câu một")
    desk.accept("câu hai")
    desk.accept("người khác", "web-2")
    answer(desk, "đáp một", "đáp một nữa")
    answer(desk, "đáp hai")
    said = outbox.transcript(desk.engine, desk.keys, "web-1")
    assert [line.text for line in said] == ["câu một", "đáp một", "đáp một nữa", "câu hai", "đáp hai"]
    assert [line.who for line in said] == ["citizen", "assistant", "assistant", "citizen", "assistant"]
    assert len({line.id for line in said}) == 5


def test_a_transcript_ends_with_the_newest(desk: Desk) -> None:
    for number in range(5):
        desk.accept(str(number))
    assert [line.text for line in outbox.transcript(desk.engine, desk.keys, "web-1", most=2)] == ["3", "4"]


def test_a_pressed_button_is_shown_by_its_title(desk: Desk) -> None:
    pressed = Incoming("web", "1", "web-1", "#dang-ky-khai-sinh:fee", "Lệ phí")
    inbox.accept(desk.engine, desk.keys, pressed, NOW)
    assert desk.claimed().text == "#dang-ky-khai-sinh:fee"
    assert [line.text for line in outbox.transcript(desk.engine, desk.keys, "web-1")] == ["Lệ phí"]
