"""Which parts are wishes of their own, from how they were read, and the one reply to them."""

from __future__ import annotations

import datetime as dt

from bot.catalogue.load import load_catalogue
from bot.catalogue.several import Known, several
from bot.catalogue.together import MOST_ANSWERS, together
from bot.catalogue.wishes import Wish
from bot.language.parts import Role
from bot.language.reader import Candidate, ReadPart

TODAY = dt.date(2026, 11, 21)
UNHEARD = [Candidate("none", 1.0)]


def part(
    procedure: str, role: Role = Role.ASKS, *facets: str, score: float = 0.99, tied: bool = False, acts: bool = False
) -> ReadPart:
    heard = (Candidate(procedure, score), Candidate("none", 1 - score))
    return ReadPart(f"việc {procedure}", role, tied, False, False, acts, "", heard, facets)


def wished(*parts: ReadPart) -> list[tuple[str, tuple[str, ...]]]:
    return [(wish.procedures[0], wish.facets) for wish in several(parts, UNHEARD)]


def test_two_questions_are_two_wishes() -> None:
    assert wished(part("tach-ho", Role.ASKS, "fee"), part("ho-chieu-pho-thong", Role.ASKS, "time")) == [
        ("tach-ho", ("fee",)),
        ("ho-chieu-pho-thong", ("time",)),
    ]


def test_a_message_without_parts_is_one() -> None:
    assert several((), UNHEARD) == ()


def test_a_question_tied_to_a_name_holds_for_both() -> None:
    assert wished(part("tach-ho", Role.NAMES), part("ho-chieu-pho-thong", Role.ASKS, "fee", tied=True)) == [
        ("tach-ho", ("fee",)),
        ("ho-chieu-pho-thong", ("fee",)),
    ]


def test_a_name_that_is_not_tied_is_a_story() -> None:
    assert wished(part("tach-ho", Role.NAMES), part("ho-chieu-pho-thong", Role.ASKS, "fee")) == []


def test_what_is_told_is_no_request() -> None:
    assert wished(part("tach-ho", Role.TELLS), part("ho-chieu-pho-thong", Role.ASKS, "fee", tied=True)) == []


def test_a_question_without_a_procedure_belongs_to_the_one_before() -> None:
    found = wished(
        part("tach-ho", Role.ASKS, "documents"),
        part("none", Role.ASKS, "time"),
        part("ho-chieu-pho-thong", Role.ASKS, "fee"),
    )
    assert found == [("tach-ho", ("documents", "time")), ("ho-chieu-pho-thong", ("fee",))]


def test_what_one_person_asks_does_not_hold_for_another() -> None:
    assert wished(part("tach-ho", Role.CALLS), part("ho-chieu-pho-thong", Role.ASKS, "fee")) == [
        ("tach-ho", ()),
        ("ho-chieu-pho-thong", ("fee",)),
    ]


def test_the_question_at_the_end_holds_for_all() -> None:
    asked = part("none", Role.ASKS, "documents")
    found = wished(part("tach-ho", Role.CALLS), part("ho-chieu-pho-thong", Role.CALLS), asked)
    assert found == [("tach-ho", ("documents",)), ("ho-chieu-pho-thong", ("documents",))]


def test_a_doubtful_part_needs_the_whole_message() -> None:
    parts = (part("tach-ho"), part("ho-chieu-pho-thong", score=0.7))
    assert several(parts, UNHEARD) == ()
    assert len(several(parts, [Candidate("tach-ho", 0.9), Candidate("ho-chieu-pho-thong", 0.1)])) == 2


def test_a_whole_that_is_surely_something_else_is_one() -> None:
    parts = (part("dang-ky-khai-sinh", Role.NAMES), part("dang-ky-thuong-tru", Role.NAMES, tied=True))
    assert len(several(parts, UNHEARD)) == 2
    assert several(parts, [Candidate("lien-thong-khai-sinh", 0.99)]) == ()


def test_two_questions_about_one_procedure_are_one_message() -> None:
    assert wished(part("tach-ho", Role.ASKS, "fee"), part("tach-ho", Role.ASKS, "time")) == []


def test_what_is_to_be_done_is_an_item_without_a_number() -> None:
    parts = (part("tach-ho", Role.NAMES, acts=True), part("ho-chieu-pho-thong", Role.NAMES, acts=True))
    assert wished(*parts) == [("tach-ho", ()), ("ho-chieu-pho-thong", ())]
    assert wished(parts[0], parts[1]._replace(acts=False)) == []


def test_a_question_at_the_start_holds_for_the_list_after_it() -> None:
    items = (part("tach-ho", Role.NAMES, acts=True), part("ho-chieu-pho-thong", Role.NAMES, acts=True))
    found = wished(part("none", Role.HEADS, "fee"), *items)
    assert found == [("tach-ho", ("fee",)), ("ho-chieu-pho-thong", ("fee",))]


def test_things_easily_confused_are_one_need_told_twice_unless_both_are_asked() -> None:
    known = Known(confused={"khoa-vneid": frozenset({"mo-khoa-vneid"})})
    told = (part("khoa-vneid", Role.NAMES, acts=True, score=0.9), part("mo-khoa-vneid"))
    assert several(told, UNHEARD, known) == ()
    asked = (part("khoa-vneid", Role.ASKS, "fee"), part("mo-khoa-vneid", Role.ASKS, "time"))
    assert len(several(asked, UNHEARD, known)) == 2


def test_a_name_alone_is_certain() -> None:
    known = Known(names={"tach": ("tach-ho",)})
    parts = (part("tach-ho", Role.NAMES, score=0.6), part("ho-chieu-pho-thong", tied=True))
    assert several(parts, UNHEARD) == ()
    assert len(several(parts, UNHEARD, known)) == 2


def test_for_whom_it_is_stands_in_the_heading() -> None:
    wishes = [Wish(("tach-ho",), ("fee",), "", who="bà A"), Wish(("ho-chieu-pho-thong",), ("fee",), "")]
    assert "\n1. Bà A: Tách hộ" in together(wishes, load_catalogue(), TODAY).reply.text


def test_the_numbers_of_the_text_are_those_offered() -> None:
    catalogue = load_catalogue()
    wishes = [Wish((procedure,), ("fee",), "") for procedure in list(catalogue)[: MOST_ANSWERS + 2]]
    reply, offered, told = together(wishes, catalogue, TODAY)
    assert list(told) == [wish.procedures[0] for wish in wishes[:MOST_ANSWERS]]
    assert [payload.split(":")[0] for payload in offered] == [f"#{wish.procedures[0]}" for wish in wishes]
    for number, wish in enumerate(wishes, 1):
        assert f"\n{number}. {catalogue[wish.procedures[0]].short_name}" in reply.text
