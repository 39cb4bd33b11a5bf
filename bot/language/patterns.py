"""Messages whose meaning must not depend on a trained model: danger, scams, choices, bare look-up codes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.language.text import fold, nfc

_NUMBERS = {"mot": 1, "nhat": 1, "dau": 1, "dau tien": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
_LAST = {"cuoi", "cuoi cung", "sau cung"}
_WORD = "|".join(sorted([*_NUMBERS, *_LAST], key=len, reverse=True))
_BEFORE = (
    r"(?:(?:chon|lay|bam|y|la|cho|e|em|toi|tui|minh|thi|cai|so|cau|muc|thu|lua chon|phuong an|truong hop|th|ca) )*"
)
_AFTER = r"(?: (?:nhe|nha|a|ak|di|em|ban|do|nay|kia|day|duoc|dc|roi|ay|oi|ad))*"
_CHOICE = re.compile(rf"^{_BEFORE}(?:(?P<digits>\d{{1,2}})|(?P<word>{_WORD})){_AFTER}$")
_PICK = re.compile(r"^#(?P<procedure>[a-z0-9-]+)(?::(?P<facets>[a-z,]+))?(?:@(?P<case>[a-z0-9-]+))?$")
_NOISE = re.compile(r"[^\w\s]+")
_LINK = re.compile(
    r"(?:https?://|www\.)([\w.-]+)|\b([\w-]+(?:\.[\w-]+)*\.(?:com|net|top|xyz|info|cc|vip|online|site|example|vn))\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"(?:^|\.)gov\.vn$", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\bphai\b.*\btrong\b|\b(?:thoi han|han|tre han|qua han|tre|muon)\b.*\b(?:phat|lam sao|ngay|khong)\b|\bke tu\b"
)

_UNIT = re.compile(
    r"\b(?:may gio|gio lam|gio mo|gio dong|lam viec|mo cua|nghi trua|thu (?:bay|7|hai|ba|tu|nam|sau)|t7|chu nhat|cn|"
    r"cuoi tuan|dia chi|quay|so dien thoai|sdt|so dt|hotline|tong dai)\b"
)
_PERSON = re.compile(
    r"\b(?:gap|noi chuyen|noi may|noi voi|chuyen may|goi lai|chat vs|chat voi|nguoi that|nguoi ta ra|lien he lai)\b"
)


class Pick(NamedTuple):
    """What a button of ours sends: ``#procedure:facet,facet@case``. It selects, it commands nothing."""

    procedure: str
    facets: tuple[str, ...]
    case: str | None


def find_pick(text: str) -> Pick | None:
    match = _PICK.match(text.strip())
    if not match:
        return None
    facets = tuple((match["facets"] or "").split(",")) if match["facets"] else ()
    return Pick(match["procedure"], facets, match["case"])


def find_choice(text: str) -> int | None:
    """The number that a whole message chooses from a list ("2", "cái thứ hai"), -1 for the last one."""
    match = _CHOICE.match(" ".join(_NOISE.sub(" ", fold(text)).split()))
    if not match:
        return None
    if match["digits"]:
        return int(match["digits"])
    return -1 if match["word"] in _LAST else _NUMBERS[match["word"]]


def find_danger(text: str) -> str | None:
    """``crisis`` or ``scam`` where a listed phrase stands in the message. A link outside gov.vn counts as a scam."""
    if any(not _OFFICIAL.search(a or b) for a, b in _LINK.findall(text)):
        return "scam"
    spelled = f" {' '.join(_NOISE.sub(' ', nfc(text).lower()).split())} "
    marked = fold(spelled) != spelled
    for figure in _lists()["figures"]:
        spelled = spelled.replace(figure if marked else fold(figure), "")
    folded = fold(spelled)
    for kind, phrases, spelled_only in _dangers():
        wanted = [f" {p} " for p in (*phrases, *spelled_only)] if marked else [fold(f" {p} ") for p in phrases]
        if any(phrase in (spelled if marked else folded) for phrase in wanted):
            return kind
    return None


def asks_deadline(text: str) -> bool:
    """Whether "how many days" means until when a duty must be done, which stands in the conditions of a record."""
    return bool(_DEADLINE.search(fold(text)))


def asks_about_unit(text: str) -> bool:
    """Whether somebody who wants people asks only when, where or by which number to find them."""
    folded = fold(text)
    return bool(_UNIT.search(folded)) and not _PERSON.search(folded)


@cache
def _dangers() -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    lists = {kind: _lists()[kind] for kind in ("crisis", "scam")}
    return [(kind, tuple(data["phrases"]), tuple(data.get("spelled", ()))) for kind, data in lists.items()]


@cache
def _lists() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "patterns.yml").read_text(encoding="utf-8"))
    return data
