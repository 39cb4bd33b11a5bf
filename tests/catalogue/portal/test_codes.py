from __future__ import annotations

import pytest

from bot.catalogue.portal.codes import read_code, slug
from bot.catalogue.record import Level


@pytest.mark.parametrize(
    ("printed", "code", "unit", "mended"),
    [
        ("1.999001", "1.999001", None, False),
        ("1.999001.000.00.00.H99", "1.999001", "H99", False),
        (" 1.999001 .000.00. 00.H99", "1.999001", "H99", False),
        ("1999001.000.00.00.H99", "1.999001", "H99", True),
        ("1.999001000.00.00.H99", "1.999001", "H99", True),
        ("1.999001.00000.00.H99", "1.999001", "H99", True),
        ("1.999001.000.00,00,h99", "1.999001", "H99", True),
        ("1.999001..000.00.00.H99.", "1.999001", "H99", True),
        (1.99901, "1.999010", None, True),
        (2.999815, "2.999815", None, False),
    ],
)
def test_a_code_is_repaired_where_that_is_certain(printed: object, code: str, unit: str | None, mended: bool) -> None:
    read = read_code(printed)  # type: ignore[arg-type]
    assert read and (read.text, read.unit, read.national, read.mended) == (code, unit, True, mended)


@pytest.mark.parametrize("printed", ["1.99901.000.00.00.H99", "", None, "chim", 7, 1999001, "9.999001", "1.9990011"])
def test_what_cannot_be_repaired_is_no_code(printed: object) -> None:
    assert read_code(printed) is None  # type: ignore[arg-type]


def test_a_last_letter_tells_the_level() -> None:
    read = read_code("1.999001.000.00.00.H99.X")
    assert read and read.level is Level.COMMUNE


def test_a_number_of_the_provinces_own_is_kept() -> None:
    read = read_code("CHIM_01")
    assert read and (read.text, read.national) == ("CHIM_01", False)
    assert (slug("CHIM_01"), slug("1.999010")) == ("chim-01", "1-999010")
