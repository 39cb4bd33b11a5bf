"""The test set is whole, in known words, and apart from what is trained on."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bench.stock import messages
from bot.catalogue.load import load_catalogue
from bot.catalogue.record import Facet
from bot.language.text import fold
from evaluation.cases import LATER, Case, Set, load_cases, load_needs
from evaluation.judge import EXPECTED
from evaluation.tables import OTHERS, VARIANTS

CASES = load_cases()
ALL = [*CASES, *load_cases(LATER)]
# "ok", "bye bye": there are not many ways to say it.
FEW_WORDS = 4
MANY_WORDS = 8
ALIKE = 0.8


def of(kind: Set) -> list[Case]:
    return [case for case in CASES if case.set is kind]


def test_there_are_sixty_needs_in_twelve_variants() -> None:
    needs = load_needs()
    assert len(needs) >= 60
    assert {tuple(case.variant for case in cases) for cases in needs.values()} == {tuple(VARIANTS)}


def test_the_variants_of_a_need_want_the_same() -> None:
    wanted = {name: {(case.procedures, case.facets) for case in cases} for name, cases in load_needs().items()}
    assert [name for name, labels in wanted.items() if len(labels) > 1] == []


def test_no_diacritics_are_none() -> None:
    assert all(case.plain for case in CASES if case.variant == "no_diacritics")


def test_the_other_sets_are_large_enough() -> None:
    assert len(of(Set.CONTEXT)) >= 120 and all(len(case.turns) >= 2 for case in of(Set.CONTEXT))
    assert len(of(Set.AMBIGUOUS)) >= 80 and all(len(case.procedures) >= 2 for case in of(Set.AMBIGUOUS))
    assert len(of(Set.SEVERAL)) >= 40 and all(len(case.procedures) >= 2 for case in of(Set.SEVERAL))
    assert len(of(Set.OTHER)) >= 200
    assert {case.variant for case in of(Set.OTHER)} == set(EXPECTED) == set(OTHERS)


def test_the_later_hands_wrote_all_kinds() -> None:
    assert {case.set for case in ALL[len(CASES) :]} == set(Set) - {Set.WRITERS}
    assert len(ALL) - len(CASES) > 900


def test_three_writers_asked_about_every_procedure_and_a_third_without_diacritics() -> None:
    counts = Counter(case.procedures[0] for case in of(Set.WRITERS))
    assert set(counts) == set(load_catalogue())
    assert min(counts.values()) >= 15
    assert sum(case.plain for case in of(Set.WRITERS)) >= len(of(Set.WRITERS)) / 3 - 1


def test_procedures_and_facets_are_known() -> None:
    assert {procedure for case in ALL for procedure in case.procedures} <= set(load_catalogue())
    assert {facet for case in ALL for facet in case.facets} <= {facet.value for facet in Facet}


def test_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    for name, line in {
        "context-a": "dang-ky-khai-sinh ; fee,time ; làm khai sinh || phí ; mấy ngày",
        "several-b": "tach-ho:fee|dang-ky-khai-sinh:time ; tách hộ, khai sinh",
        "other-a": "scam ; lừa ; đảo",
    }.items():
        (tmp_path / "eval" / f"{name}.txt").write_text(line + "\n", encoding="utf-8")
    assert load_cases(tmp_path) == [
        Case(Set.CONTEXT, "", ("làm khai sinh", "phí ; mấy ngày"), ("dang-ky-khai-sinh",), frozenset({"fee", "time"})),
        Case(Set.SEVERAL, "", ("tách hộ, khai sinh",), ("tach-ho", "dang-ky-khai-sinh"), frozenset({"fee", "time"})),
        Case(Set.OTHER, "scam", ("lừa ; đảo",)),
    ]


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(text)))


@pytest.fixture(scope="module")
def trained() -> set[tuple[str, ...]]:
    """All training messages, whatever their case, diacritics and punctuation."""
    return {words(message.text) for message in messages()}


def test_none_of_it_is_trained_on(trained: set[tuple[str, ...]]) -> None:
    assert len(trained) > 5000
    leaked = [case for case in ALL if words(case.text) in trained - {()}]
    assert [case.text for case in leaked if len(words(case.text)) > FEW_WORDS] == []
    # As short a question within a talk.
    assert {case.variant for case in leaked if case.set is not Set.CONTEXT} <= {"smalltalk"}


def test_nothing_nearly_like_it_is_trained_on(trained: set[tuple[str, ...]]) -> None:
    """Four fifths of the runs of three words of both together are common to both. Short ones are alike by chance."""
    having: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for text in trained:
        for run in runs(text):
            having.setdefault(run, set()).add(text)
    long = [case.text for case in ALL if len(words(case.text)) >= MANY_WORDS]
    assert len(long) > len(ALL) / 2
    assert [text for text in long if is_like_any(words(text), having)] == []


def runs(text: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def is_like_any(text: tuple[str, ...], having: dict[tuple[str, ...], set[tuple[str, ...]]]) -> bool:
    own = runs(text)
    common = Counter(other for run in own for other in having.get(run, ()))
    near = {other: count for other, count in common.items() if count >= ALIKE * len(own)}
    return any(count >= ALIKE * len(own | runs(other)) for other, count in near.items())
