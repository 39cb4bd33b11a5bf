"""Messages whose meaning must not depend on a trained model: choices, pages, buttons of ours."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.text import fold

LAST = -1
_NUMBERS = {"mot": 1, "nhat": 1, "dau": 1, "dau tien": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
_NUMBERS |= {"sau": 6, "bay": 7, "tam": 8}
_LAST_WORDS = {"cuoi", "cuoi cung", "sau cung"}
_WORD = "|".join(sorted([*_NUMBERS, *_LAST_WORDS], key=len, reverse=True))
# "Cái sau" is the latter one, not the sixth.
_WORD = _WORD.replace("|sau|", "|(?<=so )sau|(?<=thu )sau|")
_BEFORE = (
    r"(?:(?:chon|lay|bam|y|la|cho|e|em|toi|tui|minh|thi|cai|so|cau|muc|thu|lua chon|phuong an|truong hop|th|ca) )*"
)
_AFTER = r"(?: (?:nhe|nha|a|ak|di|em|ban|do|nay|kia|day|duoc|dc|roi|ay|oi|ad))*"
# "Tới đâu rồi" chooses nothing.
_CHOICE = re.compile(rf"^(?!toi dau\b){_BEFORE}(?P<number>\d{{1,2}}|{_WORD}){_AFTER}$")
_PICK = re.compile(r"^#(?P<procedure>[a-z0-9-]+)(?::(?P<facets>[a-z,]+))?(?:@(?P<case>[a-z0-9-]+))?$")
_BROWSE = re.compile(r"^#/(?P<list>[a-z0-9-]*)(?:\+(?P<level>[a-z-]+))?(?:/(?P<page>\d{1,3}))?$")
_PAGE = re.compile(
    rf"^(?:(?:cho|e|em|toi|tui|minh|anh|chi|bac|qua|sang|den|mo|lat|da|roi|ok|uh|u) )*"
    rf"(?:(?P<next>(?:xem|coi|doc|hien) (?:them|tiep)(?: nua| trang sau)?|them(?: nua)?|nua|"
    rf"tiep(?: tuc| nua| theo)?|next|"
    rf"(?:xem |coi )?trang (?:sau|tiep theo|tiep|ke tiep|ke)|con (?:nua|gi nua|cai nao nua)(?: khong| ko| k| hong)?)|"
    rf"(?P<previous>(?:xem |coi )?(?:lai )?trang truoc|(?:quay|lui|tro) lai trang truoc)|"
    rf"(?:xem |coi )?trang (?:so |thu )?(?P<page>\d{{1,3}}|{_WORD})){_AFTER}$"
)
_NOISE = re.compile(r"[^\w\s]+")
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


class Browse(NamedTuple):
    """A page of a list to look through; no list is that of all fields. ``level`` narrows a field to one level."""

    list: str = ""
    level: str = ""
    page: int = 1

    @property
    def payload(self) -> str:
        """What a button for it sends: ``#/list+level/page``."""
        level = f"+{self.level}" if self.level else ""
        return f"#/{self.list}{level}" + (f"/{self.page}" if self.page > 1 else "")


def find_browse(text: str) -> Browse | None:
    match = _BROWSE.match(text.strip())
    return Browse(match["list"], match["level"] or "", int(match["page"] or 1)) if match else None


def find_page(text: str, page: int = 1) -> int | None:
    """The page that a whole message turns to from ``page``: "xem thêm", "trang 2"; LAST for the last one."""
    match = _PAGE.match(_plain(text))
    if not match:
        return None
    if match["page"]:
        return _number(match["page"])
    return page + 1 if match["next"] else page - 1


def asks_for_more(text: str) -> bool:
    """Whether a whole message only asks to go on: "xem thêm", "nữa"."""
    match = _PAGE.match(_plain(text))
    return bool(match and match["next"])


def find_choice(text: str) -> int | None:
    """The number that a whole message chooses from a list ("2", "cái thứ hai"), LAST for the last one."""
    match = _CHOICE.match(_plain(text))
    return _number(match["number"]) if match else None


def _plain(text: str) -> str:
    return " ".join(_NOISE.sub(" ", fold(text)).split())


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return LAST if word in _LAST_WORDS else _NUMBERS[word]


def asks_deadline(text: str) -> bool:
    """Whether "how many days" means until when a duty must be done, which stands in the conditions of a record."""
    return bool(_DEADLINE.search(fold(text)))


def asks_about_unit(text: str) -> bool:
    """Whether somebody who wants people asks only when, where or by which number to find them."""
    folded = fold(text)
    return bool(_UNIT.search(folded)) and not _PERSON.search(folded)
