"""Answer, ask, or lean on the topic: decided by how the scores lie, never by a coin toss."""

from __future__ import annotations

import pytest

from bot.catalogue.ages import ages_in, families, of_age
from bot.catalogue.ambiguity import core, group_of, load_ambiguities, names, only_one_says, said_barely
from bot.catalogue.doubt import UNCLEAR, doubted
from bot.catalogue.load import load_catalogue
from bot.catalogue.resolve import MOST_CHOICES, Lean, Resolution, recall, resolve
from bot.language.reader import NONE, Candidate


def ranked(**scores: float) -> list[Candidate]:
    candidates = [Candidate(NONE if name == "none" else name, score) for name, score in scores.items()]
    return sorted(candidates, key=lambda candidate: -candidate.score)


def test_a_clear_winner_is_answered() -> None:
    heard = resolve(ranked(a=0.7, b=0.1, none=0.1))
    assert heard.procedures == ("a",) and heard.sure


def test_a_doubtful_one_is_asked_about_also_where_it_is_alone() -> None:
    heard = resolve(ranked(a=0.6, b=0.01, none=0.3))
    assert heard.procedures == ("a",) and not heard.sure


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
    assert resolve(ranked(a=0.8, b=0.1), confused=confused).procedures == ("a", "b")
    assert resolve(ranked(a=0.8, c=0.1), confused=confused).procedures == ("a",)
    assert resolve(ranked(a=0.95, b=0.02), confused=confused).procedures == ("a",)


def test_whatever_keeps_from_answering_is_among_the_choices() -> None:
    confused = {"a": frozenset("b")}
    for rival in (0.01, 0.03, 0.1, 0.3):
        heard = resolve(ranked(a=1 - rival, b=rival), confused=confused)
        assert heard.sure or "b" in heard.procedures


def test_what_is_heard_behind_nothing_is_asked_about_and_not_answered() -> None:
    heard = resolve(ranked(a=0.3, b=0.01, none=0.5))
    assert heard.procedures == ("a",) and not heard.sure
    assert resolve(ranked(a=0.02, b=0.02, none=0.9)).procedures == ()


def test_a_correction_is_not_about_the_topic_but_near_it() -> None:
    near = Lean("t", ("b",), corrected=True)
    assert resolve(ranked(t=0.3, a=0.1, b=0.1, c=0.02), near).procedures == ("b",)
    assert resolve(ranked(t=0.1, a=0.85, b=0.02), near).procedures == ("a",)


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


NEAR = {"t": frozenset("a")}


def test_read_with_the_topic_a_detail_may_belong_to_its_twin() -> None:
    leaning = ranked(none=0.9, a=0.02, b=0.01)

    def heard(**read: float) -> tuple[str, ...]:
        return resolve(leaning, Lean("t", in_context=ranked(**read)), NEAR).procedures

    assert heard(t=0.8, a=0.02) == ("t",)
    assert heard(t=0.6, a=0.1) == ("t", "a")
    assert heard(t=0.05, a=0.5) == ("a",)


def test_a_twin_that_the_message_itself_does_not_have_is_not_heard_with_the_topic() -> None:
    assert resolve(ranked(none=0.9, b=0.02, c=0.01), Lean("t", in_context=ranked(t=0.1, a=0.5)), NEAR).procedures == (
        "t",
    )


def test_what_is_faint_is_the_topic_unless_it_was_spoken_of_or_is_near() -> None:
    faint = ranked(a=0.12, b=0.05, t=0.01, none=0.03)
    assert resolve(faint, Lean("t"), {"a": frozenset("b")}).procedures == ("t",)
    assert resolve(faint, Lean("t", earlier=("a",)), {"a": frozenset("b")}).procedures == ("a",)
    assert resolve(faint, Lean("t"), {**NEAR, "a": frozenset("tb")}).procedures == ("a", "t")


def test_an_unclear_message_is_asked_about_with_those_that_share_its_name() -> None:
    heard = [Candidate("tach-ho", 0.9), Candidate("cap-lai-so-do", 0.05), Candidate("tach-thua-hop-thua", 0.02)]
    sure = Resolution(("tach-ho",))
    assert doubted(sure, heard, UNCLEAR).procedures == ("tach-ho", "tach-thua-hop-thua")
    assert doubted(sure, heard, UNCLEAR - 0.1) == sure
    assert doubted(sure, heard[:2], UNCLEAR) == sure
    assert doubted(Resolution(("ho-chieu-pho-thong",)), heard, UNCLEAR).procedures == ("ho-chieu-pho-thong",)


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("cháu 9 tuổi", (9,)),
        ("be 9t", (9,)),
        ("bé chín tuổi", (9,)),
        ("nó mười lăm tuổi", (15,)),
        ("đứa 9 tuổi với đứa 15 tuổi", (9, 15)),
        ("dưới 14 tuổi", ()),
        ("từ mười bốn tuổi", ()),
        ("phải mười bốn tuổi mới được", ()),
        ("14 tuổi trở lên", ()),
        ("5 tờ", ()),
        ("cháu 8 tuổi hay phải đủ 14 tuổi", (8,)),
    ],
)
def test_ages_are_read_and_limits_are_not(said: str, ages: tuple[int, ...]) -> None:
    assert ages_in(said) == ages


def test_who_is_not_of_the_age_gets_the_twin() -> None:
    assert of_age(("can-cuoc-tu-14-tuoi",), 9) == ("can-cuoc-duoi-14-tuoi",)
    assert of_age(("can-cuoc-duoi-14-tuoi", "can-cuoc-tu-14-tuoi"), 20) == ("can-cuoc-tu-14-tuoi",)
    assert of_age(("ho-chieu-pho-thong",), 9) == ("ho-chieu-pho-thong",)


def test_families_name_known_procedures() -> None:
    assert {one for family in families() for one in family} <= set(load_catalogue())
