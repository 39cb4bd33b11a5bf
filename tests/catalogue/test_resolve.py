"""Answer, ask, or lean on the topic: decided by how the scores lie, never by a coin toss."""

from __future__ import annotations

import pytest

from bot.catalogue.ambiguity import core, group_of, load_ambiguities, names, only_one_says, said_barely
from bot.catalogue.load import load_catalogue
from bot.catalogue.resolve import MOST_CHOICES, Lean, recall, resolve
from bot.language.reader import NONE, Candidate


def ranked(**scores: float) -> list[Candidate]:
    candidates = [Candidate(NONE if name == "none" else name, score) for name, score in scores.items()]
    return sorted(candidates, key=lambda candidate: -candidate.score)


def test_a_clear_winner_is_answered() -> None:
    assert resolve(ranked(a=0.7, b=0.1, none=0.1)).procedures == ("a",)
    assert resolve(ranked(a=0.3, b=0.05, none=0.1)).procedures == ("a",)


def test_two_near_ones_are_asked_about() -> None:
    assert resolve(ranked(a=0.4, b=0.3, c=0.01, none=0.05)).procedures == ("a", "b")


def test_at_most_five_are_offered() -> None:
    scores = dict.fromkeys("abcdefg", 0.12)
    assert len(resolve(ranked(**scores)).procedures) == MOST_CHOICES


def test_nothing_named_leans_on_the_topic() -> None:
    assert resolve(ranked(none=0.8, a=0.1, b=0.05), Lean("t")).procedures == ("t",)
    assert resolve(ranked(none=0.8, a=0.04, b=0.03)).procedures == ()


def test_a_topic_among_near_ones_is_meant() -> None:
    assert resolve(ranked(a=0.4, t=0.35, b=0.1), Lean("t")).procedures == ("t",)


def test_a_new_name_leaves_the_topic() -> None:
    assert resolve(ranked(a=0.8, t=0.1, none=0.05), Lean("t")).procedures == ("a",)


def test_what_is_often_confused_needs_a_wider_margin() -> None:
    confused = {"a": frozenset("b"), "b": frozenset("a")}
    assert resolve(ranked(a=0.6, b=0.15), confused=confused).procedures == ("a", "b")
    assert resolve(ranked(a=0.6, c=0.15), confused=confused).procedures == ("a",)
    assert resolve(ranked(a=0.8, b=0.06), confused=confused).procedures == ("a",)


def test_what_is_heard_behind_nothing_is_asked_about_and_not_answered() -> None:
    heard = resolve(ranked(a=0.2, b=0.02, none=0.5))
    assert heard.procedures == ("a",) and not heard.sure
    assert resolve(ranked(a=0.02, b=0.02, none=0.9)).procedures == ()


def test_a_correction_is_not_about_the_topic_but_near_it() -> None:
    near = Lean("t", ("b",), corrected=True)
    assert resolve(ranked(t=0.3, a=0.1, b=0.1, c=0.02), near).procedures == ("b",)
    assert resolve(ranked(t=0.3, a=0.7, b=0.1), near).procedures == ("a",)


def test_going_back_finds_the_earlier_topic_that_is_heard() -> None:
    assert recall(ranked(a=0.2, b=0.1, none=0.3), ["c", "b"]) == "b"
    assert recall(ranked(a=0.2, none=0.3), ["c", "b"]) == "c"
    assert recall(ranked(a=0.8, b=0.1), ["c", "b"]) is None
    assert recall(ranked(a=0.8), []) is None


def test_noise_is_not_understood() -> None:
    assert resolve(ranked(a=0.03, b=0.02, none=0.01)).procedures == ()


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("Làm sổ đỏ mất bao lâu ạ?", "so-do"),
        ("le phi lam can cuoc", "can-cuoc"),
        ("chứng thực bản sao nộp ở đâu", None),
        ("cấp lại sổ đỏ bị mất", None),
        ("", None),
    ],
)
def test_a_shared_name_alone_is_told_from_a_full_one(said: str, group: str | None) -> None:
    found = said_barely(said)
    assert (found.id if found else None) == group


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ket hon can gi", ("dang-ky-ket-hon",)),
        ("khai tử lệ phí bao nhiêu ạ", ("dang-ky-khai-tu",)),
        ("đăng ký lại kết hôn", ("dang-ky-lai-ket-hon",)),
        ("ly hon can gi", None),
        ("tôi không có giấy khai sinh", None),
        ("thuế", None),
    ],
)
def test_a_name_and_nothing_more_is_known(said: str, meant: tuple[str, ...] | None) -> None:
    assert names(load_catalogue().values()).get(core(said)) == meant


def test_a_choice_by_its_words() -> None:
    choices = ["Đăng ký lại khai sinh", "Đăng ký lại kết hôn", "Đăng ký lại khai tử"]
    assert only_one_says("khai tu", choices) == 2
    assert only_one_says("cái kết hôn ạ", choices) == 1
    assert only_one_says("khai", choices) is None
    assert only_one_says("ạ", choices) is None


def test_groups_name_known_procedures_and_at_most_five() -> None:
    for group in load_ambiguities():
        assert set(group.choices) <= set(load_catalogue())
        assert 2 <= len(group.choices) <= MOST_CHOICES
        assert group_of(group.choices) is not None
