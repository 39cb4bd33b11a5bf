"""What no longer exists and is still printed: the district level (until 30 June 2025) and the household book."""

from __future__ import annotations

import re

# "Huyện" also stands in names of places and roads: it counts only as a level or behind an office.
_DISTRICT = re.compile(
    r"\bcấp (?:quận|huyện)\b|\b(?:quận|huyện)(?:, |/)(?:quận|huyện|thị xã)\b|\bnộp tại huyện\b"
    r"|\b(?:ubnd|[uủ][yỷ] ban nhân dân|công an|phòng [\w -]{2,30}|toà án nhân dân|tòa án nhân dân|chi cục thuế"
    r"|bưu điện|bhxh) (?:các )?(?:quận|huyện|thị xã)\b"
)
_BOOK = re.compile(r"\bhộ khẩu\b|\bsổ tạm trú\b")


def names_district(text: str) -> bool:
    """Whether an office or a level of the district is named, where nobody takes a dossier any more. Text in NFC."""
    return bool(_DISTRICT.search(text.lower()))


def names_household_book(text: str) -> bool:
    """Whether the household book, or registration in it, is named."""
    return bool(_BOOK.search(text.lower()))
