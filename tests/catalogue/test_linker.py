"""Imported procedures are found from a citizen's words, whatever the marks, and twins are not mistaken for one."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.linker import Found, Linker, _highest
from bot.catalogue.load import load_catalogue
from bot.catalogue.postings import Postings
from bot.catalogue.resolve import Lean, Resolution, chance_of_imported, resolve_all
from bot.catalogue.spoken import read_question, words_of
from bot.language.reader import NONE, Candidate
from tests.support.imported import EXPORT, RACE, RACE_AGAIN, SCHOOL_COMMUNE, SCHOOL_PROVINCE, as_procedures

PROCEDURES = as_procedures()
CODES = {record.id: record.code for record in PROCEDURES}
IDS = {code: key for key, code in CODES.items()}


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(PROCEDURES, tuple(load_catalogue().values()))


def first(linker: Linker, text: str) -> str | None:
    return CODES[linker.rank(text)[0].id]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("em muốn tổ chức đua bồ câu thì xin phép ở đâu", RACE),
        ("em muon to chuc dua bo cau thi xin phep o dau", RACE),
        ("EM MUỐN TỔ CHỨC ĐUA BỒ CÂU", RACE),
        ("giấy phép đua bồ câu bị mất", RACE_AGAIN),
        ("giay phep dua bo cau bi mat", RACE_AGAIN),
        ("bán tổ yến hun khói ra nước ngoài", EXPORT),
        ("mở lớp dạy vẹt ở xã", SCHOOL_COMMUNE),
        ("mo lop day vet cap tinh", SCHOOL_PROVINCE),
    ],
)
def test_words_find_their_procedure(linker: Linker, text: str, code: str) -> None:
    assert first(linker, text) == code


def test_twins_are_equally_likely_until_the_level_is_told(linker: Linker) -> None:
    best, second, *_ = linker.rank("mở lớp dạy vẹt biết nói cần gì")
    assert {CODES[best.id], CODES[second.id]} == {SCHOOL_COMMUNE, SCHOOL_PROVINCE}
    assert best.score < 0.7


def test_chances_sum_to_one_at_most(linker: Linker) -> None:
    assert sum(candidate.score for candidate in linker.rank("đua chim")) == pytest.approx(1.0, abs=1e-3)


def test_a_curated_rival_is_never_found_and_takes_the_lead(linker: Linker) -> None:
    found = linker.find("đăng ký kết hôn cấp xã")
    assert {candidate.id for candidate in found.ranked} <= set(CODES)
    assert found.lead < 0


def test_a_rival_is_found_where_it_is_asked_for_by_any_of_its_names(linker: Linker) -> None:
    for name in ("giấy hôn thú", "đăng ký kết hôn"):
        found = linker.find(f"muốn {name} thì cần gì", also=("dang-ky-ket-hon",))
        assert found.ranked[0].id == "dang-ky-ket-hon" and found.new
    assert len({candidate.id for candidate in found.ranked}) == len(found.ranked)


def test_mere_titles_of_any_length_are_found() -> None:
    longest = " ".join(["Công bố bến chim", *(f"số {number}" for number in range(90))])
    names = [longest, "Cấp phép nuôi chim (trừ chim yến)"]
    mere = [
        msgspec.structs.replace(
            record, official_name=name, short_name=name, documents=(), steps=(), result=(), conditions=(), summary=""
        )
        for record, name in zip(PROCEDURES, names, strict=False)
    ]
    linker = Linker(mere)
    assert linker.rank("bến chim")[0].id == mere[0].id
    assert linker.rank("nuôi chim")[0].id == mere[1].id


def test_among_some_only_these_are_ranked(linker: Linker) -> None:
    twins = [IDS[SCHOOL_PROVINCE], IDS[SCHOOL_COMMUNE]]
    found = linker.find("cấp xã nhé", twins)
    assert [CODES[candidate.id] for candidate in found.ranked] == [SCHOOL_COMMUNE, SCHOOL_PROVINCE]


@pytest.mark.parametrize("text", ["", "👍", "…"])
def test_no_words_find_nothing(linker: Linker, text: str) -> None:
    assert linker.find(text) == Found()


def test_an_empty_catalogue_finds_nothing() -> None:
    assert Linker([], tuple(load_catalogue().values())).find("đua chim") == Found()


def test_a_spoken_word_stands_for_a_printed_one_only_with_its_own_marks() -> None:
    assert "cap" in read_question("bị mất giấy phép").printed
    assert "cap" not in read_question("phong bì mặt giấy phép").printed
    assert "cap" in read_question("bi mat giay phep").printed


def test_rare_terms_weigh_more_and_some_texts_score_as_all_do() -> None:
    postings = Postings(["chim vang", "chim xanh", "chim chim do"], str.split)
    assert postings.rarity("vang") > postings.rarity("chim")
    whole = postings.scores({"chim": 1.0, "do": 0.5, "la": 1.0})
    assert postings.scores_at({"chim": 1.0, "do": 0.5, "la": 1.0}, np.array([0, 2])).tolist() == whole[[0, 2]].tolist()


def test_words_are_folded() -> None:
    assert words_of("Đua chim, bồ-câu!") == ("dua", "chim", "bo", "cau")


CURATED = [Candidate("dang-ky-ket-hon", 0.9), Candidate("dang-ky-khai-sinh", 0.05)]
FAINT = [Candidate("dang-ky-ket-hon", 0.08), Candidate("dang-ky-khai-sinh", 0.06)]
FITS = Found((Candidate("p-1", 0.95), Candidate("p-2", 0.05)), fit=22.0, lead=18.0)


def test_a_convincing_curated_record_wins() -> None:
    assert resolve_all(CURATED, Found(FITS.ranked, 9.0, 0.5)) == Resolution(("dang-ky-ket-hon",))


def test_an_imported_one_that_fits_clearly_better_is_answered() -> None:
    assert resolve_all(FAINT, FITS) == Resolution(("p-1",))


def test_imported_twins_are_asked_about() -> None:
    twins = Found((Candidate("p-1", 0.5), Candidate("p-2", 0.45), Candidate("p-3", 0.05)), 22.0, 18.0)
    assert resolve_all(FAINT, twins) == Resolution(("p-1", "p-2"))


def test_between_both_one_question_offers_both() -> None:
    found = Found(FITS.ranked, fit=14.0, lead=4.0)
    assert 0.2 < chance_of_imported([Candidate("dang-ky-ket-hon", 0.9)], found) < 0.9
    assert resolve_all(CURATED, found).procedures == ("dang-ky-ket-hon", "p-1")


def test_a_message_that_names_nothing_stays_with_the_topic() -> None:
    leaning = [Candidate(NONE, 0.8), Candidate("dang-ky-ket-hon", 0.05), Candidate("dang-ky-khai-sinh", 0.02)]
    assert resolve_all(leaning, FITS, Lean("p-9")) == Resolution(("p-9",))


def test_what_the_reader_thinks_of_a_procedure_that_the_linker_found_is_no_objection() -> None:
    new = Found((Candidate("dang-ky-ket-hon", 0.95),), fit=FITS.fit, lead=FITS.lead)
    assert chance_of_imported(CURATED, new) > chance_of_imported(CURATED, FITS)
    assert resolve_all(CURATED, new) == Resolution(("dang-ky-ket-hon",))


def test_of_a_curated_record_that_the_reader_hardly_knows_less_proof_is_asked() -> None:
    found = Found((Candidate("p-1", 0.95),), fit=11.0, lead=2.0)
    assert chance_of_imported(FAINT, found._replace(new=True)) > chance_of_imported(FAINT, found)


def test_a_procedure_that_both_heard_is_offered_once() -> None:
    twins = Found((Candidate("dang-ky-ket-hon", 0.5), Candidate("p-1", 0.45)), fit=FITS.fit, lead=FITS.lead)
    faint = [Candidate("dang-ky-ket-hon", 0.08), Candidate("dang-ky-khai-sinh", 0.07)]
    offered = resolve_all(faint, twins._replace(fit=10.0, lead=1.0)).procedures
    assert len(set(offered)) == len(offered) > 1


def test_without_imports_nothing_changes() -> None:
    assert chance_of_imported(FAINT, Found()) == 0.0


@given(scores=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.5]), max_size=200), most=st.integers(1, 6))
def test_the_highest_are_as_high_as_any(scores: list[float], most: int) -> None:
    found = _highest(np.array(scores, np.float32), most)
    assert len({*found.tolist()}) == len(found) == min(most, len(scores))
    assert sorted(scores[place] for place in found) == sorted(scores)[-most:]
