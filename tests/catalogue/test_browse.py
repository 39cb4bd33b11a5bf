"""Lists to look through: which one is meant, what stands on a page, and that the data can be trusted."""

from __future__ import annotations

import re

import msgspec
import pytest

from bot.catalogue.browse import Lists, Step, asks_for_list, check_lists, find_list, load_lists, what_to_do_after
from bot.catalogue.fields import load_fields
from bot.catalogue.load import load_catalogue
from bot.catalogue.pages import PAGE, page_of
from bot.catalogue.record import Level, Origin, Procedure
from bot.conversations.reply import Kind
from bot.language.patterns import LAST, Browse, find_browse, find_pick
from bot.language.text import fold

CATALOGUE = load_catalogue()
PLACES = ["", "viec-trong-doi", *(field.id for field in load_fields())]
PLACES += [level.id for level in load_lists().levels] + [event.id for event in load_lists().events]


def imported(number: int, name: str, field: str = "dat-dai") -> Procedure:
    """An imported procedure of a province that also a commune handles."""
    return msgspec.structs.replace(
        CATALOGUE["sang-ten-so-do"],
        id=f"nhap-{number}",
        code=f"1.99900{number}",
        short_name=name,
        field=field,
        level=Level.PROVINCE,
        other_levels=(Level.COMMUNE,),
        origin=Origin.PORTAL,
    )


def with_imported(*records: Procedure) -> dict[str, Procedure]:
    return {**{record.id: record for record in records}, **CATALOGUE}


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("lĩnh vực đất đai có những thủ tục gì", "dat-dai"),
        ("ho tich gom gi", "ho-tich"),
        ("có những thủ tục nào", ""),
        ("xã làm được những gì", "cap-xa"),
        ("an sinh xã hội gồm những gì", "an-sinh"),
        ("em làm tình nguyện viên, cho em danh sách thủ tục", ""),
        ("tỉnh có bao nhiêu thủ tục", "cap-tinh"),
        ("cấp xã với cấp tỉnh có bao nhiêu thủ tục", ""),
        ("nhà có người mất phải làm những gì", "nguoi-than-mat"),
        ("me em vua mat", "nguoi-than-mat"),
        ("bo toi mat hom qua", "nguoi-than-mat"),
        ("nhà có người mất, giấy tờ phải làm những gì", "nguoi-than-mat"),
        ("nha co nguoi mat giay to phai lam nhung gi", "nguoi-than-mat"),
        ("anh bị mất ví thì làm lại những gì", "mat-giay-to"),
        ("mới cưới cần làm những gì", "ket-hon"),
        ("ly hôn rồi, giấy tờ phải đổi những gì", "ly-hon"),
        ("mua xe cũ", "mua-xe-cu"),
        ("mua xe mới", "mua-xe-moi"),
        ("chuyen nha", "chuyen-nha"),
        ("lĩnh vực xây dựng nhà cửa", "xay-dung"),
        ("kinh doanh nhỏ tại nhà cần làm gì với nhà nước", "mo-quan"),
    ],
)
def test_the_list_that_is_meant(said: str, place: str) -> None:
    assert find_list(said) == Browse(place)


def test_a_field_at_a_level() -> None:
    assert find_list("đất đai thì xã làm được thủ tục nào") == Browse("dat-dai", "cap-xa")


@pytest.mark.parametrize("said", ["chị hỏi mất bao nhiêu tiền", "anh ơi mất mấy lần đi lại", "em mất thẻ bhyt"])
def test_nobody_is_condoled_for_time_or_a_card(said: str) -> None:
    assert find_list(said) != Browse("nguoi-than-mat")


def test_papers_of_one_procedure_are_no_list() -> None:
    assert asks_for_list("có những thủ tục nào")
    assert not asks_for_list("hồ sơ gồm những gì")


@pytest.mark.parametrize("event", load_lists().events, ids=lambda event: event.id)
def test_an_event_is_found_by_its_own_name(event) -> None:  # type: ignore[no-untyped-def]
    assert find_list(f"{event.label} thì cần làm gì") == Browse(event.id)
    assert find_list(fold(event.label)) == Browse(event.id)


@pytest.mark.parametrize("place", PLACES)
def test_every_page_fits_a_screen_and_its_numbers_choose(place: str) -> None:
    first = page_of(Browse(place), CATALOGUE)
    last = page_of(Browse(place, page=LAST), CATALOGUE).place.page
    for number in range(1, last + 1):
        page = page_of(Browse(place, page=number), CATALOGUE)
        assert page.reply.custom.kind is Kind.BROWSE
        assert len(page.items) <= PAGE
        assert [button.payload for button in page.reply.buttons][: len(page.items)] == list(page.items)
        assert all(find_browse(item) or find_pick(item).procedure in CATALOGUE for item in page.items)  # type: ignore[union-attr]
        assert [int(n) for n in re.findall(r"^(\d)\. ", page.reply.text, re.MULTILINE)] == list(
            range(1, len(page.items) + 1)
        )
    assert first.place.page == 1


def test_the_pages_of_a_field_hold_each_of_its_procedures_once() -> None:
    pages = [page_of(Browse("ho-tich", page=number), CATALOGUE) for number in (1, 2, 3)]
    shown = [item for page in pages for item in page.items]
    assert sorted(shown) == sorted(f"#{r.id}" for r in CATALOGUE.values() if r.field == "ho-tich")
    assert [bool(page.reply.buttons[-1].title == "Xem thêm") for page in pages] == [True, True, False]


def test_a_page_beyond_the_last_is_the_last_and_before_the_first_the_first() -> None:
    assert page_of(Browse("dat-dai", page=99), CATALOGUE).place.page == 2
    assert page_of(Browse("dat-dai", page=0), CATALOGUE).place.page == 1


def test_an_unknown_list_is_that_of_all_fields() -> None:
    assert page_of(Browse("khong-co"), CATALOGUE).reply.text == page_of(Browse(), CATALOGUE).reply.text


def test_counts_by_level_are_those_of_the_records() -> None:
    text = page_of(Browse("cap-tinh"), CATALOGUE).reply.text
    at_province = sum(record.level is Level.PROVINCE for record in CATALOGUE.values())
    assert f"em biết {at_province} thủ tục" in text
    assert "chưa phải tất cả" in text


def test_a_level_lists_the_fields_that_have_something_there() -> None:
    page = page_of(Browse("cap-tinh"), CATALOGUE)
    assert "#/dat-dai+cap-tinh" in page.items
    shown = page_of(find_browse("#/dat-dai+cap-tinh") or Browse(), CATALOGUE).items
    assert "#sang-ten-so-do" in shown and "#cap-so-do-lan-dau" not in shown


def test_curated_ones_come_first_and_imported_ones_are_counted_apart() -> None:
    page = page_of(
        Browse("dat-dai", page=LAST), with_imported(imported(1, "Thuê đất đặt trạm"), imported(2, "Đo lại đất"))
    )
    assert page.items[-2:] == ("#nhap-1", "#nhap-2")
    first = page_of(Browse("dat-dai"), with_imported(imported(1, "Thuê đất đặt trạm"))).reply.text
    assert "em biết 12 thủ tục, thêm 1 trong danh mục đã nhập" in first


def test_a_field_with_imported_ones_only_and_a_field_with_none() -> None:
    assert (
        "1 thủ tục trong danh mục đã nhập"
        in page_of(Browse("y-te"), with_imported(imported(1, "A", "y-te"))).reply.text
    )
    assert "chưa có thủ tục nào" in page_of(Browse("y-te"), CATALOGUE).reply.text


def test_a_bereavement_begins_with_a_word_of_sympathy_and_says_the_deadline() -> None:
    text = page_of(Browse("nguoi-than-mat"), CATALOGUE).reply.text
    assert text.startswith("Em xin chia buồn")
    assert "trong 15 ngày" in text


def test_a_birth_says_what_to_do_first_and_until_when() -> None:
    lines = page_of(Browse("sinh-con"), CATALOGUE).reply.text.splitlines()
    assert lines[1].startswith("1. Liên thông khai sinh")
    assert "trong 60 ngày kể từ ngày sinh" in lines[2]


def test_the_lists_have_no_problem() -> None:
    assert check_lists(load_lists(), CATALOGUE) == []


def test_check_finds_what_would_mislead() -> None:
    lists, event = load_lists(), load_lists().events[0]
    steps = (Step("khong-co", "làm trước"), Step("dang-ky-khai-sinh", "trong 90 ngày kể từ ngày sinh"))
    wrong = msgspec.structs.replace(event, id="dat-dai", steps=steps)
    problems = "\n".join(check_lists(Lists({"dat-dai": ()}, lists.levels, (wrong,)), CATALOGUE))
    for said in ("two lists are called dat-dai", "fields.yml", "unknown procedure khong-co", "90 ngày are not in"):
        assert said in problems


@pytest.mark.parametrize("text", ["các thủ tục về đất đai", "thủ tục về đất", "thủ tục về giới thiệu việc làm"])
def test_land_is_no_bereavement(text: str) -> None:
    assert find_list(text).list != "nguoi-than-mat"


@pytest.mark.parametrize(
    "text",
    [
        "chồng em mất việc thì phải làm gì",
        "con tôi mất quốc tịch phải làm sao",
        "chị em mất quyền nuôi con phải làm gì",
    ],
)
def test_to_lose_something_is_no_death(text: str) -> None:
    place = what_to_do_after(text)
    assert place is None or place.list != "nguoi-than-mat"


def test_a_turn_in_life_that_leaves_open_what_it_takes() -> None:
    place = what_to_do_after("vợ em mới đẻ thì làm gì trước")
    assert place and place.list == "sinh-con"
