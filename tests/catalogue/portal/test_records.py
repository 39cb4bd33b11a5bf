"""Whole records of each source become the same kind of record, and procedures that can be answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from bot.catalogue.answer import answer
from bot.catalogue.fields import field_of, label_of, load_fields
from bot.catalogue.load import RECORDS, load_catalogue
from bot.catalogue.portal.api import is_api, read_api
from bot.catalogue.portal.collect import Collected
from bot.catalogue.portal.convert import procedure_id, to_procedure
from bot.catalogue.portal.crawl import read_crawled
from bot.catalogue.portal.finish import Unreadable
from bot.catalogue.portal.imported import Flag, Imported, Shape
from bot.catalogue.portal.merge import Seen, procedures
from bot.catalogue.record import Facet, Level, OnlineLevel, Origin, Procedure, TimeUnit
from tests.catalogue.portal.examples import PAGE, PAPERS, ROWS, api, crawled

DAY = dt.date(2026, 11, 21)


def listed(code: str = "1.999001", name: str = "Cấp thẻ nuôi chim cảnh", **fields: Any) -> Imported:
    return Imported(shape=Shape.LIST, code=code, name=name, **fields)


def made(*records: Imported, curated: tuple[Procedure, ...] = ()) -> list[Procedure]:
    return procedures([Seen(record, DAY) for record in records], curated)


def said(record: Imported, facet: Facet, **changes: Any) -> str:
    return answer(to_procedure(msgspec.structs.replace(record, **changes), "Thẻ chim", DAY), [facet], DAY).text


def test_a_crawled_record() -> None:
    record = read_crawled(crawled())
    assert (record.code, record.name, record.levels) == (
        "1.999001",
        "Thủ tục cấp thẻ nuôi chim cảnh",
        (Level.MINISTRY,),
    )
    assert (record.agency, record.decision, record.url) == ("Cục Chim cảnh", "99/QĐ-BTN", PAGE)
    assert record.steps == ("Nộp đơn ở quầy", "Nhận thẻ")
    assert record.subjects == ("Công dân Việt Nam", "Doanh nghiệp")
    assert record.flags == ()


def test_a_record_of_the_api_wrapped_or_not() -> None:
    record = read_api({"code": "OK", "data": api()})
    assert is_api(api()) and is_api({"data": api()}) and not is_api(crawled()) and not is_api([api()])
    assert record == read_api(api())
    assert (record.code, record.levels, record.updated) == ("1.999002", (Level.COMMUNE,), dt.date(2026, 9, 2))
    assert record.steps == ("Nộp đơn & ảnh",)
    assert [(paper.name, paper.originals, paper.copies, paper.form) for paper in record.papers] == [
        ("Đơn xin nuôi chim", 1, 0, True),
        ("Ảnh của chim", 0, 2, False),
    ]
    assert record.rows[0].time.unit is TimeUnit.WORKING_DAY and record.rows[0].fee.amount == 50000
    assert record.url.endswith("/thu-tuc-hanh-chinh/00000000-0000-7000-8000-000000000002")


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"updatedAt": 1788220800000}, dt.date(2026, 9, 1)),
        ({"updatedAt": "hôm qua"}, None),
        ({"updatedAt": None}, None),
    ],
)
def test_the_apis_date_is_one_or_nothing(fields: dict[str, Any], day: dt.date | None) -> None:
    assert read_api(api(**fields)).updated == day


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"ma_thu_tuc": "chim"}, "no usable code"),
        ({"ten_thu_tuc": " "}, "no usable code or name"),
        ({"ma_thu_tuc": 7}, "ma_thu_tuc"),
        ({"trinh_tu_thuc_hien": ["Nộp đơn"]}, "trinh_tu_thuc_hien"),
    ],
)
def test_a_misshaped_record_is_refused_with_its_field(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_crawled(crawled(**fields))


def test_missing_and_empty_fields_are_no_error() -> None:
    needed = {"ma_thu_tuc": "1.999001", "ten_thu_tuc": "Cấp thẻ"}
    bare = read_crawled(needed)
    assert bare == read_crawled({**dict.fromkeys(crawled(), ""), **needed})
    assert bare == read_crawled({**dict.fromkeys(crawled()), **needed})
    assert {Flag.AGENCY_UNKNOWN, Flag.LEVEL_UNKNOWN, Flag.TIME_UNKNOWN, Flag.DOCUMENTS_UNKNOWN} == set(bare.flags)
    for facet in Facet:
        assert "None" not in said(bare, facet)


@pytest.mark.parametrize("facet", list(Facet))
@pytest.mark.parametrize("record", [read_crawled(crawled()), read_api(api()), listed()], ids=["crawled", "api", "list"])
def test_every_facet_is_answered_with_source_and_that_nobody_compared_it(record: Imported, facet: Facet) -> None:
    text = said(record, facet)
    assert text.startswith(f"Thẻ chim (mã thủ tục {record.code})\n")
    assert "chưa có người đối chiếu" in text and "21/11/2026" in text
    assert "None" not in text and "\n• \n" not in text


def test_what_a_list_does_not_know_is_said_to_be_unknown() -> None:
    assert "Em chưa có thông tin này. Anh/chị tìm mã thủ tục trên dichvucong.gov.vn" in said(listed(), Facet.DOCUMENTS)
    overview = said(listed(scope="20"), Facet.OVERVIEW)
    assert "danh mục thủ tục của Lạng Sơn" in overview
    assert "Em chưa có thông tin về lệ phí, thời gian giải quyết, nơi nộp" in overview


def test_a_code_of_the_provinces_own_is_not_shown_as_a_national_one() -> None:
    record = listed(code="CHIM_01", scope="20")
    procedure = to_procedure(record, "Thẻ chim", DAY)
    assert (procedure.id, procedure.code, procedure.public_code) == ("p-20-chim-01", None, None)
    assert "CHIM_01" not in said(record, Facet.OVERVIEW)
    assert procedure_id(listed()) == "p-1-999001"


def rows(*cells: str) -> Imported:
    return read_crawled(crawled(cach_thuc_thuc_hien=ROWS + "".join(cells)))


@pytest.mark.parametrize(
    ("record", "facet", "words"),
    [
        (rows("Trực tiếp5 Ngày làm việcMiễn phí"), Facet.TIME, "• 5 ngày làm việc\n"),
        (rows("Trực tiếp5Miễn phí"), Facet.TIME, "Cổng chỉ ghi số 5, không ghi đơn vị"),
        (rows("Trực tiếp8 NgàyMiễn phíTrực tuyến18 NgàyMiễn phí"), Facet.TIME, "Cổng ghi nhiều mức (8 ngày; 18 ngày)"),
        (
            rows("Trực tiếp8 NgàyMiễn phíTrường hợp chim trờiTrực tiếp18 NgàyMiễn phíTrường hợp chim nhà"),
            Facet.TIME,
            "• 18 ngày (Trường hợp chim nhà)",
        ),
        (rows("Trực tiếp60 NgàyMiễn phíKhông quá 30 ngày"), Facet.TIME, "• 60 ngày (chưa chắc: cổng ghi thêm"),
        (rows("Trực tiếpKhông phải trả kết quảMiễn phí"), Facet.TIME, "Cổng ghi: “Không phải trả kết quả”"),
        (rows("Trực tiếp5 NgàyMiễn phí"), Facet.FEE, "Phí, lệ phí: không mất tiền\n"),
        (rows("Trực tiếp5 Ngày150,000 VNĐ(150.000 đồng/thẻ)"), Facet.FEE, "Phí, lệ phí: 150.000 đồng/thẻ\n"),
        (rows("Trực tiếp5 NgàyMiễn phí(40.000 đồng)"), Facet.FEE, "chưa có con số chắc chắn. Cổng ghi: “40.000 đồng”"),
        (rows("Trực tiếp5 NgàyMiễn phí(do HĐND tỉnh)"), Facet.FEE, "do Hội đồng nhân dân cấp tỉnh quy định"),
        (rows("Trực tiếp5 Ngày90 VNĐ"), Facet.FEE, "Em chưa có thông tin này"),
        (
            rows("Trực tiếp5 Ngày90 VNĐ(40 nghìn, áp dụng đến hết ngày 31/12/2023)"),
            Facet.FEE,
            "Cổng chỉ ghi mức đã hết hạn ngày 31/12/2023",
        ),
        (rows("Trực tuyến5 Ngày90,000 VNĐTrực tiếp5 Ngày150,000 VNĐ"), Facet.FEE, "(nộp trực tuyến): 90.000 đồng"),
        (rows("Trực tiếp5 Ngày90,000 VNĐ"), Facet.ONLINE, "Không nộp trực tuyến được"),
    ],
)
def test_a_doubtful_fact_is_worded_as_doubtful(record: Imported, facet: Facet, words: str) -> None:
    assert words in said(record, facet)


def test_a_window_that_ended_is_silent_afterwards() -> None:
    record = rows("Trực tiếp5 Ngày25,000 VNĐ(25.000 đồng, áp dụng đến hết ngày 31/12/2026)")
    procedure = to_procedure(record, "Thẻ chim", DAY)
    assert "25.000 đồng, áp dụng đến 31/12/2026" in answer(procedure, [Facet.FEE], DAY).text
    assert "25.000" not in answer(procedure, [Facet.FEE], dt.date(2027, 1, 1)).text


def test_component_groups_become_cases_to_choose_from() -> None:
    groups = ["Trường hợp chim trời:", "Đơn A1 bản chínhTrường hợp chim nhà:", "Đơn B1 bản chính"]
    procedure = to_procedure(read_crawled(crawled(thanh_phan_ho_so=PAPERS.join(groups))), "Thẻ chim", DAY)
    reply = answer(procedure, [Facet.DOCUMENTS], DAY)
    assert "Giấy tờ tùy trường hợp." in reply.text and "2. Trường hợp chim nhà" in reply.text
    chosen = answer(procedure, [Facet.DOCUMENTS], DAY, "th-2").text
    assert "Đơn B: 1 bản chính" in chosen and "Đơn A" not in chosen


def test_papers_to_show_are_listed_apart() -> None:
    groups = ["Giấy tờ phải nộp:", "Đơn1 bản chínhGiấy tờ phải xuất trình:", "Thẻ1 bản chính"]
    text = said(read_crawled(crawled(thanh_phan_ho_so=PAPERS.join(groups))), Facet.DOCUMENTS)
    assert "Mang theo để cán bộ xem:\n• Thẻ: 1 bản chính" in text


def test_what_is_abolished_is_said_to_be() -> None:
    record = read_crawled(
        crawled(
            thanh_phan_ho_so=f"--{PAPERS}Bản sao Sổ hộ khẩu1 bản chính",
            co_quan_thuc_hien="UBND cấp huyện",
            trinh_tu_thuc_hien="Nộp tại Công an huyện",
        )
    )
    assert {Flag.HOUSEHOLD_BOOK, Flag.DISTRICT} <= set(record.flags)
    assert "chưa chắc: sổ hộ khẩu giấy đã bỏ" in said(record, Facet.DOCUMENTS)
    assert "Cấp huyện đã bỏ từ 01/7/2025" in said(record, Facet.STEPS)
    assert "Cấp huyện đã bỏ từ 01/7/2025" in said(record, Facet.PLACE)


def test_a_count_with_two_readings_is_left_open() -> None:
    record = read_crawled(crawled(thanh_phan_ho_so=f"--{PAPERS}Ảnh lồng chim12 bản chính"))
    assert Flag.COUNT_UNSURE in record.flags
    assert "Ảnh lồng chim (chưa chắc: cổng ghi dính chữ" in said(record, Facet.DOCUMENTS)


def test_long_lists_are_cut_and_say_where_the_rest_is() -> None:
    papers = "".join(f"Giấy thứ {number}x1 bản chính" for number in range(30))
    text = said(read_crawled(crawled(thanh_phan_ho_so=f"--{PAPERS}{papers}")), Facet.DOCUMENTS)
    assert text.count("Giấy thứ") == 12 and f"Em chỉ trích phần chính. Anh/chị xem {PAGE}" in text
    assert len(said(read_crawled(crawled(trinh_tu_thuc_hien="Nộp đơn. " * 2000)), Facet.STEPS)) < 900


@pytest.mark.parametrize("field", ["co_quan_thuc_hien", "dia_chi_tiep_nhan", "ket_qua_xu_ly", "can_cu_phap_ly"])
@pytest.mark.parametrize("text", ["11/2020/" + "A" * 9000, "(" * 9000, "1" * 9000, " của" * 3000, "- a) " * 3000])
def test_a_field_made_to_do_harm_gives_no_endless_answer(field: str, text: str) -> None:
    record = read_crawled(crawled(**{field: text}))
    assert all(len(said(record, facet)) < 4000 for facet in Facet)


def test_details_win_over_lists_and_lend_what_they_lack() -> None:
    detail = read_crawled(crawled(co_quan_thuc_hien=""))
    (procedure,) = made(listed(scope="20", online=OnlineLevel.PARTIAL, agency="Sở Chim"), detail)
    assert (procedure.origin, procedure.online.level) == (Origin.PORTAL, OnlineLevel.PARTIAL)
    assert (procedure.agency, procedure.province) == ("Sở Chim", None)


def test_a_body_under_another_name_than_the_ministrys_is_not_used() -> None:
    (procedure,) = made(read_crawled(crawled()), listed(name="Đăng ký lồng bàn gỗ"))
    assert (procedure.official_name, procedure.origin) == ("Đăng ký lồng bàn gỗ", Origin.LIST)


def test_curated_records_win_by_code_and_other_codes() -> None:
    birth = load_catalogue()["dang-ky-khai-sinh"]
    curated = (birth, msgspec.structs.replace(birth, code=None, other_codes=("1.999001",)))
    assert made(listed(), listed(code=str(birth.code)), curated=curated) == []


def test_twins_have_different_names_and_know_each_other() -> None:
    levels = {"1.999001": Level.PROVINCE, "1.999002": Level.COMMUNE}
    first, second = made(*(listed(code=code, levels=(level,)) for code, level in levels.items()))
    assert (first.short_name, second.short_name) == (
        "Cấp thẻ nuôi chim cảnh (cấp tỉnh)",
        "Cấp thẻ nuôi chim cảnh (cấp xã)",
    )
    assert [sibling.id for sibling in first.siblings] == [second.id]


def test_twins_of_provinces_are_told_apart_by_the_province() -> None:
    first, second = made(listed(code="1.999001", scope="20"), listed(code="1.999002", scope="22"))
    assert first.short_name.endswith("(tại Lạng Sơn)") and second.short_name.endswith("(tại Quảng Ninh)")


def test_a_file_is_sorted_out() -> None:
    collected = Collected()
    collected.add(1, listed(name="Cấp thẻ (cấp xã)", levels=(Level.COMMUNE,), online=OnlineLevel.FULL))
    collected.add(2, listed(name="Cấp thẻ (cấp tỉnh)", levels=(Level.PROVINCE,), online=OnlineLevel.PARTIAL))
    collected.add(3, listed(name="Nuôi cá"))
    (record,) = collected.finish()
    assert (record.name, record.levels, record.online) == ("Cấp thẻ", (Level.COMMUNE, Level.PROVINCE), None)
    assert Flag.CODE_SHARED in record.flags
    assert [(skipped.line, skipped.reason[:40]) for skipped in collected.skipped] == [
        (2, "code 1.999001 is in line 1 already: take"),
        (3, "code 1.999001 is in line 1 already, unde"),
    ]


def test_records_that_share_a_page_are_refused() -> None:
    collected = Collected()
    for number, code in enumerate(["1.999001", "1.999002"], 1):
        collected.add(number, read_crawled(crawled(ma_thu_tuc=code)))
    collected.add(3, read_crawled(crawled(ma_thu_tuc="1.999003", detail_url=PAGE[:-1] + "3")))
    assert [record.code for record in collected.finish()] == ["1.999003"]
    assert [skipped.line for skipped in collected.skipped] == [1, 2]
    assert "import a list for its name" in collected.skipped[0].reason


def test_every_curated_folder_is_a_field_with_a_label() -> None:
    ids = [field.id for field in load_fields()]
    assert len(ids) == len(set(ids))
    assert {path.name for path in RECORDS.iterdir()} <= set(ids)
    assert (field_of("Hộ Tịch"), field_of("[SVH] - Du lịch"), field_of("")) == ("ho-tich", "van-hoa", "khac")
    assert label_of("ho-tich").startswith("Hộ tịch")
