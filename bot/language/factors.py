"""The second factor of a look-up as people write it: look-up code, three digits of a phone, one-time code."""

from __future__ import annotations

import re

from bot.language.text import fold

_CODE = r"(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{4}|\d{4}"
_NAMED = re.compile(rf"(?:tra cuu|ma tra|ma tc|mtc|ma bi mat|ma)\D{{0,12}}?\b({_CODE})\b")
_DIGITS = re.compile(r"(?:so cuoi|cuoi so|duoi|so dt|dien thoai|sdt|3 so|ba so)[^0-9]{0,30}(?<!\d)(\d{3})(?!\d)")
_ALONE = re.compile(
    rf"^(?:[a-z ]{{0,30}}? )?({_CODE}|\d{{3}}|\d \d \d|\w \w \w \w)(?: (?:a|nhe|nha|em|ban|day|do|ne))*$"
)
_PRINTED = re.compile(r"(?<![\w.-])[A-HJ-NP-Z2-9]{4}(?![\w.-])")
_TYPED = re.compile(r"[a-hj-np-z2-9]{4}", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)0\d{9}(?!\d)")
_SIX = re.compile(r"(?<!\d)(?<!\d[ .-])\d{3}[ .-]?\d{3}(?!\d)(?![ .-]\d)")


def find_factor(text: str, expected: bool) -> str | None:
    """The factor in ``text``, upper-case without blanks, or None.

    ``expected``: we have just asked for it, so a bare value counts, and so does a whole phone number (its end does).
    Digits are not taken for a factor otherwise, unless they are named as one.
    """
    folded = " ".join(re.sub(r"[^\w\s]+", " ", fold(text)).split())
    patterns = (_NAMED, _DIGITS, _ALONE) if expected else (_NAMED, _DIGITS)
    for pattern in patterns:
        if match := pattern.search(folded):
            return match[1].replace(" ", "").upper()
    if expected and (printed := _PRINTED.search(text) or _TYPED.fullmatch(text.strip())):
        return printed[0].upper()
    phone = _PHONE.search(folded.replace(" ", "")) if expected else None
    return phone[0][-3:] if phone else None


def find_one_time_code(text: str) -> str | None:
    """Six digits that stand alone. To be asked only while such a code is outstanding."""
    match = _SIX.search(text)
    return re.sub(r"\D", "", match[0]) if match else None


def is_bare_factor(text: str) -> bool:
    """Whether the message is nothing but something that looks like a factor."""
    return bool(re.fullmatch(rf"{_CODE}|\d{{3}}|\d{{3}} ?\d{{3}}", fold(text).strip()))


def is_bare_code(text: str) -> bool:
    """Whether the message is nothing but six digits, as one-time codes of all services are."""
    return bool(re.fullmatch(r"\d{3}[ .-]?\d{3}", text.strip()))


def is_personal_number(text: str) -> bool:
    """Whether the message is nothing but a phone number or a citizen's number."""
    return bool(re.fullmatch(r"(?:0|84|\+84)\d{9,10}|\d{9}|\d{12}", re.sub(r"[\s.-]+", "", text)))
