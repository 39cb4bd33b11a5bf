"""Margins become probabilities that are right as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.svm import LinearSVC

from bot.language.calibration import LEAST, Sharpness, fit_sharpness, held_out_margins


@pytest.mark.parametrize("true", [Sharpness(3.0), Sharpness(7.0, 0.3), Sharpness(5.0, -0.2)])
def test_the_sharpness_that_made_the_answers_is_found(true: Sharpness) -> None:
    chance = np.random.default_rng(1)
    words = chance.integers(2, 80, 6000)
    margins = chance.normal(0, 0.4, (6000, 5)).astype(np.float32)
    sharp = margins * np.array([true.of(n) for n in words])[:, None]
    right = [chance.choice(5, p=row / row.sum()) for row in softmax(sharp, axis=1).astype(float)]
    found = fit_sharpness(margins, words.tolist(), right)
    assert found.base == pytest.approx(true.base, rel=0.1)
    assert found.growth == pytest.approx(true.growth, abs=0.1)


def test_a_text_of_no_words_has_a_sharpness() -> None:
    assert Sharpness(7.0, 0.3).of(0) == Sharpness(7.0, 0.3).of(1) < 7.0 == Sharpness(7.0, 0.3).of(20)


def test_what_is_held_out_was_not_learned_from() -> None:
    """The column that gives the label away stands in one group only: nobody else could learn it."""
    vectors = csr_matrix(np.eye(8, dtype=np.float32))
    labels = ["a", "b", "a", "b", "c", "c", "d", "d"]
    margins = held_out_margins(LinearSVC(), vectors, labels, groups=[0, 1, 2, 3, 4, 5, 6, 6])
    assert (margins[6:, 3] == LEAST).all()
    assert (margins[:6, :3] > LEAST).all()
