"""Answers are composed from the record, for every record and facet, and say what is not certain."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from bot.catalogue.answer import answer, case_in, codes
from bot.catalogue.lines import money
from bot.catalogue.load import CatalogueError, load_catalogue, read_record
from bot.catalogue.record import Channel, Confidence, Facet, Fee, Procedure, TimeLimit, TimeUnit

TODAY = dt.date(2026, 11, 21)
CATALOGUE = load_catalogue()
BIRTH = CATALOGUE["dang-ky-khai-sinh"]


def with_fee(**values: object) -> Procedure:
    fee = Fee(what="Lệ phí thử", **values)  # type: ignore[arg-type]
    return msgspec.structs.replace(BIRTH, fees=(fee,))


def fee_text(today: dt.date = TODAY, **values: object) -> str:
    return answer(with_fee(**values), [Facet.FEE], today).text


@pytest.mark.parametrize("record", CATALOGUE.values(), ids=lambda record: record.id)
def test_every_record_answers_every_facet_with_source_and_date(record: Procedure) -> None:
    for facet in Facet:
        reply = answer(record, [facet], TODAY)
        assert reply.text.startswith(record.short_name)
        assert record.source.name in reply.text
        assert "21/11/2026" in reply.text
        assert "None" not in reply.text
        assert reply.custom.facets == (facet.value,)
        assert reply.custom.procedures == codes([record])


@pytest.mark.parametrize("record", CATALOGUE.values(), ids=lambda record: record.id)
def test_a_code_is_shown_only_where_a_source_confirms_it(record: Procedure) -> None:
    shown = record.code is not None and record.code in answer(record, [], TODAY).text.splitlines()[0]
    assert shown == (record.code_confidence is Confidence.CERTAIN and record.code is not None)


def test_a_fee_is_quoted_with_channel_condition_and_basis() -> None:
    text = fee_text(amount=7000, channel=Channel.ONLINE, when="một người", basis="Thông tư 1/2026")
    assert "Lệ phí thử (nộp trực tuyến, một người): 7.000 đồng (Thông tư 1/2026)" in text


def test_a_window_that_ended_is_silent_and_one_that_runs_says_until_when() -> None:
    window = {"amount": 25000, "valid_to": dt.date(2026, 12, 31)}
    assert "25.000 đồng, áp dụng đến 31/12/2026" in fee_text(**window)
    assert "25.000" not in fee_text(dt.date(2027, 1, 1), **window)
    assert "áp dụng từ 01/01/2027" in fee_text(amount=50000, valid_from=dt.date(2027, 1, 1))


def test_what_is_unsure_is_said_to_be_unsure() -> None:
    assert "chưa chắc" in fee_text(amount=15000, confidence=Confidence.UNSURE)
    assert "Hội đồng nhân dân cấp tỉnh quy định" in fee_text(amount=None, set_by_province=True)
    assert "chưa có con số chắc chắn" in fee_text(amount=None, note="Hỏi quầy.")


def test_a_time_says_its_unit_and_an_unknown_one_says_why() -> None:
    units = {TimeUnit.WORKING_DAY: "5 ngày làm việc", TimeUnit.DAY: "5 ngày", TimeUnit.HOUR: "5 giờ"}
    for unit, said in units.items():
        record = msgspec.structs.replace(BIRTH, times=(TimeLimit(amount=5, unit=unit),))
        assert f"• {said}\n" in answer(record, [Facet.TIME], TODAY).text
    record = msgspec.structs.replace(BIRTH, times=(TimeLimit(amount=None, unit=TimeUnit.DAY, note="Xem giấy hẹn."),))
    assert "chưa có số ngày chắc chắn. Xem giấy hẹn." in answer(record, [Facet.TIME], TODAY).text


def test_each_case_lists_its_own_papers_in_the_question() -> None:
    text = answer(BIRTH, [Facet.DOCUMENTS], TODAY).text
    assert "1. Có giấy chứng sinh: thêm giấy chứng sinh" in text
    assert "3. Trẻ bị bỏ rơi: thêm biên bản về việc trẻ bị bỏ rơi" in text


@pytest.mark.parametrize(
    ("said", "case"),
    [("bé sinh tại nhà, làm sao", "khong-chung-sinh"), ("nhat duoc be o cong chua", "bo-roi"), ("làm khai sinh", None)],
)
def test_the_case_is_read_from_the_citizens_words(said: str, case: str | None) -> None:
    assert case_in(BIRTH, said) == case


def test_money_is_written_as_in_vietnam() -> None:
    assert (money(8000), money(1250000), money(500)) == ("8.000", "1.250.000", "500")


def test_a_faulty_record_is_refused_with_file_and_field(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "loi.yml"
    path.write_text("id: loi\nkhong-co: 1\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"loi\.yml.*khong-co"):
        read_record(path)
