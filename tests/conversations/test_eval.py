"""The gate on understanding: nothing of the test set that was reached may be lost again.

The bounds are what was reached, rounded down; a change that makes it better raises them. What is aimed at stands
beside.
The sets are described in ``evaluation/cases.py``, the words in docs/eval.md.
"""

from __future__ import annotations

import pytest

from evaluation.cases import Set, load_cases
from evaluation.judge import Heard, Verdict, share, verdicts
from evaluation.measured import Measured
from evaluation.systems import Ours
from tests.support.talk import Talk


@pytest.fixture(scope="module")
def ours(assistant, talk_engine, keys) -> Measured:  # type: ignore[no-untyped-def]
    """Every message of every set, asked once."""
    system = Ours(Talk(assistant, talk_engine, keys))
    return Measured("Ours", [Heard(case, system.ask(case.turns)) for case in load_cases()], [], True, True)


def at_least(bound: float, heard: list[Heard], what: str) -> None:
    reached = share(heard, what)
    assert reached >= bound, f"{what} {reached:.1f} % of {len(heard)}, was {bound} %: {_failing(heard, what)}"


def at_most(bound: float, heard: list[Heard], verdict: Verdict) -> None:
    reached = verdicts(heard)[verdict]
    texts = [one.case.text for one in heard if one.verdict is verdict]
    assert reached <= bound, f"{verdict.value}: {reached:.1f} % of {len(heard)}, was {bound} %: {texts}"


def _failing(heard: list[Heard], what: str) -> list[str]:
    return [one.case.text for one in heard if not getattr(one, what)]


def test_without_diacritics_as_much_is_understood(ours: Measured) -> None:
    at_least(98, ours.plain, "right")
    at_least(97, ours.plain, "both")
    at_least(98.5, [one for one in ours.of(Set.WRITERS) if one.case.plain], "right")


@pytest.mark.parametrize(
    ("kind", "bound"),
    [
        (Set.NEEDS, 1),
        (Set.CONTEXT, 0),
        (Set.AMBIGUOUS, 0),
        (Set.SEVERAL, 5),  # aimed at: 2; of two answers one can be wrong
        (Set.WRITERS, 1),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_wrong_but_sure_is_rare(ours: Measured, kind: Set, bound: float) -> None:
    at_most(bound, ours.of(kind), Verdict.WRONG)


@pytest.mark.parametrize(
    ("kind", "right", "facets", "both"),
    [
        (Set.NEEDS, 98.5, 97.5, 97),
        (Set.CONTEXT, 98, 93, 93),  # aimed at: 95, 95, 92
        (Set.WRITERS, 98.5, 96, 95.5),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_the_right_procedure_with_all_that_was_asked(
    ours: Measured, kind: Set, right: float, facets: float, both: float
) -> None:
    at_least(right, ours.of(kind), "right")
    at_least(facets, ours.of(kind), "facets_right")
    at_least(both, ours.of(kind), "both")


def test_needs_are_understood_however_they_are_put(ours: Measured) -> None:
    for variant in {one.case.variant for one in ours.of(Set.NEEDS)}:
        at_least(95, ours.of(Set.NEEDS, variant), "right")
        at_least(95, ours.of(Set.NEEDS, variant), "facets_right")  # aimed at: 96


def test_few_needs_are_asked_back(ours: Measured) -> None:
    """However they are put; answering at once must not be bought with wrong answers, see above."""
    groups = [(8, ours.of(Set.NEEDS)), (6, ours.of(Set.WRITERS))]
    groups += [(15, ours.of(Set.NEEDS, variant)) for variant in {one.case.variant for one in ours.of(Set.NEEDS)}]
    for bound, heard in groups:
        of = verdicts(heard)
        assert of[Verdict.OFFERED] + of[Verdict.ASKED] <= bound, heard[0].case.variant


def test_an_ambiguous_message_is_asked_back(ours: Measured) -> None:
    assert verdicts(ours.of(Set.AMBIGUOUS))[Verdict.OFFERED] >= 83  # aimed at: 90


def test_several_procedures_are_answered_together(ours: Measured) -> None:
    at_least(87, ours.of(Set.SEVERAL), "right")  # aimed at: 95


@pytest.mark.parametrize(
    ("variant", "bound"),
    [
        ("crisis", 100),
        ("scam", 100),
        ("out_of_scope", 78),
        ("smalltalk", 90),
        ("human", 90),
        ("complaint", 90),
        ("dossier", 95),
    ],
)
def test_what_is_about_no_procedure_is_heard_as_what_it_is(ours: Measured, variant: str, bound: float) -> None:
    at_least(bound, ours.of(Set.OTHER, variant), "expected")


def test_what_is_about_no_procedure_is_not_answered_as_one(ours: Measured) -> None:
    out_of_scope = ours.of(Set.OTHER, "out_of_scope")
    assert share(out_of_scope, "answered") <= 2
    assert share(ours.of(Set.OTHER), "answered") <= 1
    assert share(ours.of(Set.OTHER, "crisis"), "answered") == 0
