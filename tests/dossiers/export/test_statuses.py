from __future__ import annotations

import re

import pytest
import yaml

from bot.dossiers.export.cells import Cell, Unreadable
from bot.dossiers.export.mapping import SHIPPED, Mapping, shipped_mappings
from bot.dossiers.export.statuses import read_status
from bot.dossiers.status import Status

STATUSES = {mapping.name: mapping.statuses for mapping in shipped_mappings()}


@pytest.mark.parametrize(
    "cell", [4, 4.0, "4", "04", "4.0", "'4", '="4"', "4 - Đang xử lý", "04. ĐANG XỬ LÝ", "Đang xử lý"]
)
def test_a_number_of_the_portal_with_or_without_its_name(cell: Cell) -> None:
    assert read_status(cell, STATUSES["national"]) is Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Đã trả", Status.RETURNED),
        ("Yêu cầu bổ sung hồ sơ", Status.SUPPLEMENT_REQUIRED),
        ("Chờ bổ sung hồ sơ", Status.SUPPLEMENT_REQUIRED),
        ("Đã rút", Status.WITHDRAWN),
        ("Đã rút hồ sơ", Status.WITHDRAWN),
        ("Không tiếp nhận", Status.NOT_ACCEPTED),
        ("Dừng xử lý hồ sơ", Status.STOPPED),
        ("Đang xử lý (quá hạn)", Status.IN_PROGRESS),
        ("ĐANG XỬ LÝ - TRONG HẠN", Status.IN_PROGRESS),
    ],
)
def test_words_of_one_stop_systems(word: str, status: Status) -> None:
    assert read_status(word, STATUSES["igate"]) is status


@pytest.mark.parametrize("cell", ["7 ngày quá hạn", "10/2", "4 Đang chờ", "11 - Đã trả kết quả", "4 4"])
def test_a_number_with_anything_else_than_its_name_is_not_guessed(cell: str) -> None:
    with pytest.raises(Unreadable, match="not in the mapping"):
        read_status(cell, STATUSES["national"])


def test_a_number_and_a_name_that_mean_two_are_told() -> None:
    with pytest.raises(Unreadable, match="mean two statuses: 4 - Đã trả kết quả"):
        read_status("4 - Đã trả kết quả", STATUSES["national"])


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("Tạm dừng", "Tạm dừng"),
        ("TẠM DỪNG", "TẠM DỪNG"),
        ("Chờ trả kết quả liên thông thuế", "Chờ trả kết quả liên thông thuế"),
        ("11 - Đã trả kết quả", "11 - Đã trả kết quả"),
        ("Đang chờ ký số (lần hai)", "Đang chờ ký số (lần hai)"),
        ("17 - Chờ ký số", "17 - Chờ ký số"),
        (77, "77"),
        ("Nguyễn Văn A", "xxxxxx xxx x"),
        ("NGUYỄN VĂN A", "xxxxxx xxx x"),
        ("nguyễn văn a", "xxxxxx xxx x"),
        ("Nguyễn thị hoa", "xxxxxx xxx xxx"),
        ("Hồ thanh lý", "xx xxxxx xx"),
        ("Tam dung", "xxx xxxx"),
        ("4 - Nguyễn văn an", "9 - xxxxxx xxx xx"),
        ("Bị ung thư giai đoạn cuối", "xx xxx xxx xxxx xxxx xxxx"),
        ("Lan", "xxx"),
        ("0900000012", "9999999999"),
        ("17 - Nguyễn Văn A", "99 - xxxxxx xxx x"),
        ("Thôn mẫu, nhà số 12", "xxxx xxx, xxx xx 99"),
    ],
)
def test_an_unknown_word_is_shown_where_it_is_no_name(cell: Cell, shown: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_status(cell, STATUSES["igate"])
    assert str(caught.value) == f"not in the mapping: {shown}"


@pytest.mark.parametrize("mapping", shipped_mappings(), ids=lambda mapping: mapping.name)
def test_the_words_of_shipped_statuses_are_shown(mapping: Mapping) -> None:
    """Of a mapping that lacks them, as somebody's own may."""
    raw = yaml.safe_load((SHIPPED / f"{mapping.name}.yml").read_text(encoding="utf-8"))
    for word in raw["statuses"]:
        with pytest.raises(Unreadable, match=f"not in the mapping: {re.escape(str(word))}$"):
            read_status(word, {})


def test_an_empty_status() -> None:
    with pytest.raises(Unreadable, match=r"^empty$"):
        read_status("NULL", STATUSES["national"])
