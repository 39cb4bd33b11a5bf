"""Telephone numbers in one form, so that the same number is found however it is written."""

from __future__ import annotations

import re
from functools import lru_cache

# A mobile number has nine digits behind the zero, one of a landline ten.
_REST = r"(?:2\d{9}|[35789]\d{8})"
_NUMBER = re.compile(rf"(?:\+?84|0)({_REST})")
_WITHOUT_ZERO = re.compile(_REST)


def masked_phone(phone: str) -> str:
    """``0900000012`` as ``0900 *** *12``: enough to see that it is the right one."""
    return f"{phone[:4]} *** *{phone[-2:]}"


@lru_cache(maxsize=4096)
def normal_phone(text: str) -> str:
    """The first number in ``text`` as ``0900000012``; empty where there is none. Spreadsheets eat the zero in front."""
    digits = re.sub(r"[\s.\-()]", "", text)
    if _WITHOUT_ZERO.fullmatch(digits):
        return f"0{digits}"
    found = _NUMBER.search(digits)
    return f"0{found[1]}" if found else ""
