"""connectors.lines: what was said, as blocks, links and choices."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.store.outbox import Said
from connectors.lines import Span, is_waiting, telephone, view

AT = dt.datetime(2026, 11, 20, tzinfo=dt.timezone.utc)


def bot(text: str, *buttons: Button, kind: Kind = Kind.ANSWER) -> Said:
    return Said("r1", "assistant", text, Reply(text, Custom(kind), buttons), AT)


def citizen(text: str) -> Said:
    return Said("m2", "citizen", text, None, AT)


def spans(text: str, kind: Kind = Kind.SMALLTALK) -> tuple[Span, ...]:
    return view([bot(text, kind=kind)])[0].blocks[0].lines[0]


def test_an_answer_is_cut_into_its_parts() -> None:
    text = "Tên\nGiấy tờ cần nộp:\n• Một\n• Hai\n1. Bước\nGọi số:\nNguồn: Cổng."
    blocks = view([bot(text)])[0].blocks
    assert [block.kind for block in blocks] == ["lead", "heading", "list", "number", "text", "source"]
    assert [len(block.lines) for block in blocks] == [1, 1, 2, 1, 1, 1]


def test_numbers_move_from_the_text_into_the_choices() -> None:
    line = view([bot("Việc nào?\n1. Khai sinh\n2. Kết hôn", Button("Khai sinh", "#a"), Button("Kết hôn", "#b"))])[0]
    assert len(line.blocks) == 1
    assert [choice.label for choice in line.choices] == ["1. Khai sinh", "2. Kết hôn"]


def test_the_question_before_the_choices_stands_out() -> None:
    blocks = view([bot("Tên\nNguồn: Cổng.\nBé nào?\n1. A", Button("A", "#a"))])[0].blocks
    assert [block.kind for block in blocks] == ["lead", "source", "question"]


def test_a_numbered_line_that_is_no_choice_stays() -> None:
    line = view([bot("Nộp:\n1. Tờ khai", Button("Lệ phí", "#a:fee"))])[0]
    assert [block.kind for block in line.blocks] == ["lead", "number"]
    assert line.choices[0].label == "Lệ phí"


@pytest.mark.parametrize("said", ["Kết hôn", "2", " 2 "])
def test_a_choice_is_marked_by_title_or_number(said: str) -> None:
    reply = bot("Việc nào?\n1. Khai sinh\n2. Kết hôn", Button("Khai sinh", "#a"), Button("Kết hôn", "#b"))
    assert [choice.chosen for choice in view([reply, citizen(said)])[0].choices] == [False, True]


def test_a_button_without_number_is_not_marked_by_silence() -> None:
    assert not view([bot("Chào", Button("Lệ phí", "#a:fee"))])[0].choices[0].chosen


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("Xem https://dichvucong.gov.vn/p?a=1&b=2.", "https://dichvucong.gov.vn/p?a=1&b=2"),
        ("(https://dichvucong.gov.vn)", "https://dichvucong.gov.vn"),
        ("gọi 1800 1096 nhé", "tel:18001096"),
        ("gọi 0900 000 099.", "tel:0900000099"),
    ],
)
def test_links(text: str, href: str) -> None:
    parts = spans(text)
    assert "".join(part.text for part in parts) == text
    assert [part.href for part in parts if part.href] == [href]


@pytest.mark.parametrize(
    "text",
    ["http://x.vn javascript:alert(1)", "H37.99.99-261118-0001", "1.004884", "lệ phí 113 đồng", "số 0123456789012"],
)
def test_what_is_no_link(text: str) -> None:
    assert [part.href for part in spans(text)] == [None]


def test_emergency_numbers_are_links_only_where_it_is_urgent() -> None:
    assert [part.href for part in spans("Gọi 113 hoặc 115", Kind.CRISIS)] == [None, "tel:113", None, "tel:115"]


def test_a_person_may_write_anything() -> None:
    line = view([citizen("• https://x.vn\n\n1. hai")])[0]
    assert [(block.kind, block.lines[0][0].href) for block in line.blocks] == [("text", None), ("text", None)]


def test_waiting() -> None:
    assert is_waiting([citizen("a")])
    assert not is_waiting([]) and not is_waiting([citizen("a"), bot("b")])


def test_telephone() -> None:
    assert telephone("0900 000.099") == "tel:0900000099"


def test_a_notice_is_no_answer() -> None:
    told = Said("r9", "assistant", "tin báo", Reply("tin báo", Custom(Kind.STATUS)), AT, notice=True)
    assert is_waiting([citizen("xin chào"), told])
    assert not is_waiting([citizen("xin chào"), bot("chào"), told])
    assert not is_waiting([told]) and not is_waiting([])
