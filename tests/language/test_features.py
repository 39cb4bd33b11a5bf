"""A message is read by our own few lines: they must see what scikit-learn learned from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.features import Vectorizer

TEXTS = (
    "Làm giấy khai sinh cho con cần giấy tờ gì, hết bao nhiêu tiền vậy em",
    "lam lai giay khai sinh o dau va mat may ngay",
    "mat may ngay, mat may ngay, mat may ngay???",
    "nộp onl đc ko ạ 🙂",
    "CẤP PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1",
    "????",
)


@pytest.fixture(scope="module")
def learned() -> tuple[Vectorizer, np.ndarray]:
    vectorizer = Vectorizer()
    return vectorizer, vectorizer.fit_transform(TEXTS).toarray()


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_message_is_read_as_it_was_learned(learned: tuple[Vectorizer, np.ndarray], number: int) -> None:
    vectorizer, rows = learned
    row = vectorizer.row(TEXTS[number])
    dense = np.zeros(rows.shape[1])
    dense[row.indices] = row.values
    assert np.allclose(dense, rows[number], atol=1e-6)


@given(text=st.text())
def test_any_text_has_a_row_with_each_column_once(learned: tuple[Vectorizer, np.ndarray], text: str) -> None:
    vectorizer, rows = learned
    row = vectorizer.row(text)
    assert len(set(row.indices.tolist())) == len(row.indices) == len(row.values)
    assert all(0 <= column < rows.shape[1] for column in row.indices)
