from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.language.codes import find_dossier_codes, find_procedure_codes, is_dossier_code
from bot.language.partial_codes import PartialCode, find_broken_code, find_partial_code

VECTORS = yaml.safe_load((Path(__file__).parents[1] / "data" / "dossier_codes.yml").read_text(encoding="utf-8"))
CANONICAL = sorted({code for v in VECTORS["found"] for code in v["codes"] if isinstance(code, str)})
SEPARATORS = st.sampled_from(
    [".", "-", " ", "–", "—", "/", " - ", "\u00a0", "_", "\u200b", ":", ";", "|", "~", "+", "*", "－", "。"]
)


def expected(code: Any) -> tuple[str, str | None]:
    return (code, None) if isinstance(code, str) else (code["code"], code["problem"])


@pytest.mark.parametrize("vector", VECTORS["found"], ids=lambda v: repr(v["text"][:60]))
def test_a_typed_code_is_found_in_its_canonical_form(vector: dict[str, Any]) -> None:
    found = find_dossier_codes(vector["text"])
    assert [(f.code, f.problem) for f in found] == [expected(code) for code in vector["codes"]]


@pytest.mark.parametrize("text", VECTORS["not_codes"])
def test_phones_ids_dates_and_money_are_no_codes(text: str) -> None:
    assert find_dossier_codes(text) == []


@pytest.mark.parametrize("vector", VECTORS["partial"], ids=lambda v: v["text"])
def test_a_part_of_a_code_tells_what_is_missing(vector: dict[str, Any]) -> None:
    assert find_dossier_codes(vector["text"]) == []
    found = find_partial_code(vector["text"])
    assert found is not None
    assert (found.given, list(found.missing)) == (vector["given"], vector["missing"])


@pytest.mark.parametrize("vector", VECTORS["broken"], ids=lambda v: v["text"])
def test_a_broken_code_is_none_and_not_left_out(vector: dict[str, Any]) -> None:
    assert find_dossier_codes(vector["text"]) == []
    assert find_partial_code(vector["text"]) == find_broken_code(vector["text"]) == PartialCode(vector["given"], ())


@pytest.mark.parametrize("vector", VECTORS["answers"], ids=lambda v: v["text"])
def test_who_was_asked_for_the_code_names_no_part(vector: dict[str, Any]) -> None:
    found = find_partial_code(vector["text"], asked=True)
    assert found is not None
    assert (found.given, list(found.missing)) == (vector["given"], vector["missing"])


@pytest.mark.parametrize("text", VECTORS["not_partial"])
def test_other_numbers_are_no_part_of_a_code(text: str) -> None:
    assert find_partial_code(text) is None


@pytest.mark.parametrize("number", range(1, 64))
def test_all_63_old_provinces_resolve_in_both_orders(number: int) -> None:
    for code in (f"H{number:02}.99-261118-0001", f"000.00.99.H{number:02}-240715-0001"):
        assert [f.code for f in find_dossier_codes(code.lower())] == [code]


@pytest.mark.parametrize("vector", VECTORS["procedures"], ids=lambda v: v["text"])
def test_procedure_codes(vector: dict[str, Any]) -> None:
    assert [f.code for f in find_procedure_codes(vector["text"])] == vector["codes"]


def test_offsets_point_into_the_text_as_given() -> None:
    text = "Dạ em hỏi hồ sơ h37 99 99 261118 0001 ạ, cả 03706/2026/07906 nữa"
    assert [text[f.start : f.end] for f in find_dossier_codes(text)] == ["h37 99 99 261118 0001", "03706/2026/07906"]


@pytest.mark.parametrize("code", CANONICAL)
def test_a_canonical_code_is_a_code_and_stays_itself(code: str) -> None:
    assert is_dossier_code(code) and is_dossier_code(f" {code.lower()} ")
    assert find_dossier_codes(code)[0].code == code


@pytest.mark.parametrize("text", ["mã H37.99.99-261118-0001", "H37.99.99-261332-0001", "0900000012", ""])
def test_more_or_less_than_a_good_code_is_not_one(text: str) -> None:
    assert not is_dossier_code(text)


@given(
    levels=st.lists(st.integers(0, 99), max_size=3),
    day=st.dates(min_value=dt.date(2018, 1, 1), max_value=dt.date(2035, 1, 1)),
    serial=st.integers(0, 9999),
    separator=SEPARATORS,
)
def test_any_separator_between_the_parts_gives_the_same_code(
    levels: list[int], day: Any, serial: int, separator: str
) -> None:
    parts = ["H37", *(f"{level:02}" for level in levels)]
    code = f"{'.'.join(parts)}-{day:%y%m%d}-{serial:04}"
    typed = separator.join([*parts, f"{day:%y%m%d}", f"{serial:04}"])
    assert [f.code for f in find_dossier_codes(f"hồ sơ {typed} của tôi")] == [code]


@given(st.text(alphabet="HGhg0123456789.-– /aA\n", max_size=120))
def test_any_text_gives_ordered_disjoint_codes_in_canonical_form(text: str) -> None:
    end = 0
    for found in find_dossier_codes(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        again = find_dossier_codes(found.code)
        assert [(f.code, f.problem) for f in again] == [(found.code, found.problem)]


@given(st.text(alphabet="0123456789 .,/-+đ", max_size=80))
def test_numbers_without_a_letter_are_never_a_unit_code(text: str) -> None:
    assert all("/" in found.code for found in find_dossier_codes(text))


def test_a_very_long_message_is_read_in_little_time() -> None:
    assert find_dossier_codes("H37." + "99.99 " * 20_000) == []
