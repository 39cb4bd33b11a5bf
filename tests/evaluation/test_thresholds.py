"""The limits in use are those that cost least on what the present model was trained on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.resolve import LIMITS, Limits
from bot.language.reader import NONE, Candidate, HeldOut
from evaluation.thresholds import FAINT, GUESS, LOST, RIVAL, SURE, WRONG, cheapest, held_out, misbelieved, tally

# The cheapest ones cost about the same; which of them is first is luck.
MORE = 1.02


def heard(wanted: str, **scores: float) -> HeldOut:
    candidates = [Candidate(NONE if name == "none" else name, score) for name, score in scores.items()]
    return HeldOut(tuple(wanted.split()), tuple(sorted(candidates, key=lambda candidate: -candidate.score)))


@pytest.mark.parametrize(
    ("message", "cost"),
    [
        (heard("a", a=0.9, b=0.1), 0.0),
        (heard("b", a=0.9, b=0.1), WRONG),
        (heard("a b", a=0.9, b=0.1), WRONG),
        (heard("a", a=0.5, b=0.4), 1.0),
        (heard("a b", a=0.5, b=0.4), 1.0),
        (heard("c", a=0.5, b=0.4), LOST),
        (heard("a", none=0.9, a=0.01, b=0.01), LOST),
        (heard(NONE, none=0.9, a=0.01, b=0.01), 0.0),
    ],
)
def test_what_is_said_has_its_price(message: HeldOut, cost: float) -> None:
    assert tally([message], LIMITS).cost == cost


def test_the_cheapest_answers_sooner_where_the_best_is_always_right() -> None:
    right, wrong = heard("a", a=0.6, b=0.2), heard("b", a=0.6, b=0.2)
    assert cheapest([right]).sure <= 0.6 < cheapest([right, wrong]).sure


@pytest.fixture(scope="module")
def messages(model: Path) -> list[HeldOut]:
    return held_out(model)


def test_a_probability_is_right_about_as_often_as_it_says(messages: list[HeldOut]) -> None:
    assert misbelieved(messages) <= 0.06


def test_no_other_limit_is_clearly_cheaper_than_the_one_in_use(messages: list[HeldOut]) -> None:
    assert len(messages) > 5000
    spent = tally(messages, LIMITS).cost
    tried: dict[str, tuple[float, ...]] = {"sure": SURE, "rival": RIVAL, "faint": FAINT, "guess": GUESS}
    assert tuple(tried) == Limits._fields
    others = [LIMITS._replace(**{field: value}) for field, values in tried.items() for value in values]
    assert spent <= MORE * min(tally(messages, other).cost for other in others)
