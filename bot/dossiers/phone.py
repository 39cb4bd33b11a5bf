"""Telephone numbers in one form, so that the same number is found however it is written."""

from __future__ import annotations

import re
from functools import lru_cache

_MARKS = r"[\s.\-()]"
# A mobile number has nine digits behind the zero, one of a landline ten.
_REST = rf"(?:2(?:{_MARKS}*\d){{9}}|[35789](?:{_MARKS}*\d){{8}})"
_FRONT = rf"(?:(?:\(?\+?|00{_MARKS}*)84{_MARKS}*0?|\(?0){_MARKS}*"
_RUN = re.compile(r"[+(]*\d[\d\s.\-()+]*")
# Several numbers may follow each other; what holds other digits besides is none of which anybody could be sure.
_NUMBERS = re.compile(rf"{_FRONT}({_REST}){_MARKS}*(?:(?<=\D){_FRONT}{_REST}{_MARKS}*)*")
_WITHOUT_ZERO = re.compile(_REST)


def masked_phone(phone: str) -> str:
    """``0900000012`` as ``0900 *** *12``: enough to see that it is the right one."""
    return f"{phone[:4]} *** *{phone[-2:]}"


@lru_cache(maxsize=4096)
def normal_phone(text: str) -> str:
    """The first whole number in ``text`` as ``0900000012``; empty where there is none. Spreadsheets eat the zero in
    front. One-time codes go there, so nothing is cut out of a longer number."""
    if _WITHOUT_ZERO.fullmatch(text.strip()):
        return f"0{_digits(text)}"
    runs = (_NUMBERS.fullmatch(run[0]) for run in _RUN.finditer(text))
    found = next(filter(None, runs), None)
    return f"0{_digits(found[1])}" if found else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
