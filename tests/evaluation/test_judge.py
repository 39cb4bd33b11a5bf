"""What counts as right."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Button, Custom, Kind, Reply
from evaluation.cases import Case, Set
from evaluation.judge import Heard, Verdict, confusions, share, verdicts
from evaluation.systems import Ours, Said


def heard(kind: Set, wanted: str, said: Kind, got: str = "") -> Heard:
    case = Case(kind, "", ("mấy ngày",), tuple(wanted.split()), frozenset({"time"}))
    return Heard(case, Said(said, tuple(got.split()), frozenset({"fee", "time"})))


@pytest.mark.parametrize(
    ("kind", "wanted", "said", "got", "verdict"),
    [
        (Set.NEEDS, "a", Kind.ANSWER, "a", Verdict.TOLD),
        (Set.NEEDS, "a", Kind.ANSWER, "b", Verdict.WRONG),
        (Set.NEEDS, "a", Kind.ANSWER, "a b", Verdict.WRONG),
        (Set.NEEDS, "a", Kind.CLARIFY, "b a", Verdict.OFFERED),
        (Set.NEEDS, "a", Kind.CLARIFY, "a b c d e f", Verdict.ASKED),
        (Set.NEEDS, "a", Kind.CLARIFY, "b c", Verdict.ASKED),
        (Set.NEEDS, "a", Kind.CLARIFY, "", Verdict.ASKED),
        (Set.NEEDS, "a", Kind.REFUSAL, "", Verdict.REFUSED),
        (Set.NEEDS, "a", Kind.ERROR, "", Verdict.REFUSED),
        (Set.NEEDS, "a", Kind.COMPLAINT, "", Verdict.OTHER),
        (Set.AMBIGUOUS, "a b c", Kind.CLARIFY, "b c d", Verdict.OFFERED),
        (Set.AMBIGUOUS, "a b c", Kind.CLARIFY, "c d", Verdict.ASKED),
        (Set.AMBIGUOUS, "a b c", Kind.ANSWER, "b", Verdict.TOLD),
        (Set.AMBIGUOUS, "a b c", Kind.ANSWER, "d", Verdict.WRONG),
        (Set.SEVERAL, "a b", Kind.ANSWER, "b a", Verdict.TOLD),
        (Set.SEVERAL, "a b", Kind.ANSWER, "a", Verdict.PART),
        (Set.SEVERAL, "a b", Kind.ANSWER, "a c", Verdict.WRONG),
        (Set.SEVERAL, "a b", Kind.CLARIFY, "a", Verdict.ASKED),
    ],
)
def test_a_reply_is_judged(kind: Set, wanted: str, said: Kind, got: str, verdict: Verdict) -> None:
    assert heard(kind, wanted, said, got).verdict is verdict


def test_all_facets_that_were_asked_must_be_there() -> None:
    one = heard(Set.NEEDS, "a", Kind.ANSWER, "a")
    assert one.facets_right and one.both
    assert not one._replace(case=one.case._replace(facets=frozenset({"time", "place"}))).facets_right


@pytest.mark.parametrize(
    ("variant", "said", "right"),
    [
        ("crisis", Kind.CRISIS, True),
        ("crisis", Kind.ANSWER, False),
        ("scam", Kind.WARNING, True),
        ("out_of_scope", Kind.ERROR, True),
        ("out_of_scope", Kind.CLARIFY, False),
        ("dossier", Kind.VERIFY, True),
    ],
)
def test_messages_about_no_procedure_want_a_kind_of_reply(variant: str, said: Kind, right: bool) -> None:
    assert Heard(Case(Set.OTHER, variant, ("…",)), Said(said)).expected is right


def test_shares_are_percent() -> None:
    group = [heard(Set.NEEDS, "a", Kind.ANSWER, got) for got in "aab"] + [heard(Set.NEEDS, "a", Kind.CLARIFY, "a")]
    assert share(group, "right") == 75.0
    assert verdicts(group)[Verdict.WRONG] == 25.0
    assert sum(verdicts(group).values()) == 100.0


def test_confusions_are_counted_by_pair() -> None:
    group = [heard(Set.NEEDS, "a", Kind.ANSWER, got) for got in "acbc"]
    assert confusions(group) == [("a", "c", ["mấy ngày", "mấy ngày"]), ("a", "b", ["mấy ngày"])]


class Replying:
    """In place of a talk: the same replies to everything."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = replies

    def restart(self) -> None:
        pass

    def replies(self, text: str) -> tuple[Reply, ...]:
        return self._replies


def test_several_replies_are_one_answer() -> None:
    birth = Reply("…", Custom(Kind.ANSWER, ("1.001193",), ("fee",)), (Button("x", "#x"),))
    other = Reply("…", Custom(Kind.ANSWER, ("9.999999",), ()))
    said = Ours(Replying(birth, other)).ask(["…"])  # type: ignore[arg-type]
    assert said == Said(Kind.ANSWER, ("dang-ky-khai-sinh", "9.999999"), frozenset({"fee", "overview"}))
