"""Smaller fields as sources print them: levels, decisions, steps, results, legal basis, addresses of pages."""

from __future__ import annotations

import re

from bot.catalogue.portal.imported import Flag, Law
from bot.catalogue.portal.plain import LOWER, UPPER, fold, lines, says_nothing, tidy, unique
from bot.catalogue.record import Level

_LEVELS = {
    "cap bo": Level.MINISTRY,
    "cap trung uong": Level.MINISTRY,
    "cap tinh": Level.PROVINCE,
    "cap xa": Level.COMMUNE,
    "co quan khac": Level.OTHER,
}
_DECISION = re.compile(r"^\d{1,5}[a-z]?/QĐ-[A-ZĐ][\w-]*$")
_STEP = re.compile(r"(?:^|(?<=[\s.;]))[-+*\s]*(?:[a-z]\)\s*)?Bước\s*\d+\s*[:.)]?\s*")
_RESULT = re.compile(rf"Mã:\s*[A-Z0-9.\-_]+?(?=[{UPPER}][{LOWER}]|[^A-Z0-9.\-_]|$)")
_LAW_HEAD = "Tên văn bản pháp lýMã văn bản"
_KIND = r"(?:(?:Luật|Nghị định|Thông tư|Nghị quyết|Quyết định)\s)?(?:[Ss]ố\s*)?"
_FIXED = rf"(?:NĐ-CP|NQ-CP|Q[ĐD]-TTg|(?:[A-Z]+-)?(?:UBTV)?QH(?:1\d|\d(?!\d)))(?=[{UPPER}\d]|$)"
_OTHER = rf"(?!QH|UBTVQH)[A-ZĐ]{{1,20}}(?:-[A-ZĐ]{{1,20}}){{0,6}}?(?=(?!Tg)[{UPPER}][{LOWER}]|\d|$)"
_LAW = re.compile(rf"{_KIND}((?:(?<![\d/])|(?<=20\d\d)|(?<=19\d\d)|(?<=QH1\d))\d{{1,4}}/\d{{4}}/(?:{_FIXED}|{_OTHER}))")
_PAGE = re.compile(r"^https://(?:[a-z0-9-]+\.)*gov\.vn/\S+$")


def read_levels(text: str) -> tuple[tuple[Level, ...], set[Flag]]:
    """Levels named in a list, in order. The district is none any more."""
    folded = fold(text)
    levels = tuple(level for name, level in _LEVELS.items() if name in folded)
    flags = {Flag.DISTRICT} if "huyen" in folded else set()
    return levels, flags if levels else flags | {Flag.LEVEL_UNKNOWN}


def read_decision(text: str) -> tuple[str, set[Flag]]:
    """The number of the announcing decision; "QĐ/0001-BTP" and "Demo/QĐ-BCA" are nobody's."""
    number = re.sub(r"^(?:số|so)", "", re.sub(r"\s+|\.(?=/)", "", text), flags=re.IGNORECASE)
    number = number.replace("/QD-", "/QĐ-")
    if _DECISION.match(number):
        return number, set()
    return "", {Flag.DECISION_PLACEHOLDER} if number and not says_nothing(text) else set()


def read_steps(text: str) -> tuple[str, ...]:
    """Steps where they are numbered, else lines."""
    parts = [tidy(part) for part in _STEP.split(text)]
    return tuple(part for part in parts if not says_nothing(part)) if len(parts) > 2 else read_lines(text)


def read_lines(text: str) -> tuple[str, ...]:
    """Lines of a field up to what the page printed behind it; a heading stays with the line that it heads."""
    headed = re.sub(r":\s*\n\s*[-+*]?\s*", ": ", text.split("Từ khóa")[0])
    return tuple(unique(lines(headed)))


def read_results(text: str) -> tuple[str, ...]:
    """Names of results; each is followed by its code."""
    parts = [tidy(part) for part in _RESULT.split(text.split("Từ khóa")[0])]
    return tuple(unique([part for part in parts if not says_nothing(part)]))


def read_laws(text: str) -> tuple[Law, ...]:
    """Pairs of name and number, glued; a number ends where the next name begins."""
    laws: dict[str, Law] = {}
    place = 0
    body = text.removeprefix(_LAW_HEAD)
    for match in _LAW.finditer(body):
        name = tidy(body[place : match.start()])
        place = match.end()
        if match[1] not in laws:
            laws[match[1]] = Law(number=match[1], name=name)
    return tuple(laws.values())


def read_page(text: str) -> str:
    """The address of an official page, or nothing: no other host is passed on."""
    return text if _PAGE.match(text) else ""
