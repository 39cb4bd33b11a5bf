"""Lists of procedures that a province or a ministry exports as a spreadsheet: code, name and little more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.catalogue.portal.codes import Code, read_code
from bot.catalogue.portal.finish import ProvinceNeeded, Unreadable, with_flags
from bot.catalogue.portal.imported import Flag, Imported, Shape
from bot.catalogue.portal.names import level_in
from bot.catalogue.portal.parts import read_decision, read_levels
from bot.catalogue.portal.plain import entrance, fold, tidy
from bot.catalogue.record import Level, OnlineLevel

Cell = str | float | int | bool | None

# What heads a column, without diacritics. The first is what messages call it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma tthc", "ma thu tuc", "ma so", "ma so tthc", "ma thu tuc hanh chinh", "ma so thu tuc", "ma"),
    "name": ("ten tthc", "ten thu tuc", "ten", "ten thu tuc hanh chinh"),
    "online": ("muc do dvc", "muc do", "muc do dich vu cong", "muc do dvctt"),
    "field": ("linh vuc",),
    "decision": ("quyet dinh", "so quyet dinh", "quyet dinh cong bo"),
    "agency": ("co quan thuc hien",),
    "level": ("cap thuc hien", "cap giai quyet"),
}
NEEDED = ("code", "name")
# "Mức độ 1" and "2" were information only, under rules that ended: they say nothing of today.
_ONLINE = {
    "toan trinh": OnlineLevel.FULL,
    "mot phan": OnlineLevel.PARTIAL,
    "muc do 4": OnlineLevel.FULL,
    "muc do 3": OnlineLevel.PARTIAL,
}
_TEST = re.compile(r"^(?:thu tuc )?(?:test|demo)\b")


def find_columns(row: Sequence[Cell]) -> dict[str, int] | None:
    """Which column holds what, if this row is the head of the table."""
    heads = [re.sub(r"\s+", " ", fold(str(cell or ""))).strip() for cell in row]
    found = {
        key: next(i for i, head in enumerate(heads) if head in known)
        for key, known in COLUMNS.items()
        if any(head in known for head in heads)
    }
    return found if all(key in found for key in NEEDED) else None


def read_row(row: Sequence[Cell], columns: Mapping[str, int], scope: str) -> Imported | None:
    """One row; None for an empty one. Raises Unreadable with the reason, ProvinceNeeded where ``scope`` is missing."""
    cells = {key: row[place] if place < len(row) else None for key, place in columns.items()}
    name = tidy(entrance(str(cells["name"] or "")))
    if not name and not cells["code"]:
        return None
    if _TEST.match(fold(name)):
        raise Unreadable(f"a test entry: {name!r}")
    code = _code(cells["code"])
    if not name:
        raise Unreadable(f"code {code.text} has no name")
    if not scope and (not code.national or (code.unit or "").startswith("H")):
        raise ProvinceNeeded(f"{cells['code']} is a code of a province")
    return _record(cells, code, name, scope)


def _code(printed: Cell) -> Code:
    code = None if isinstance(printed, bool) else read_code(printed)
    if code is None:
        raise Unreadable(f"no usable code: {printed!r} (expected 1.000123, with or without .000.00.00.H99)")
    return code


def _record(cells: Mapping[str, Cell], code: Code, name: str, scope: str) -> Imported:
    text = {key: tidy(", ".join(entrance(str(cells.get(key) or "")).split("\n"))) for key in COLUMNS}
    levels, flags = read_levels(f"{text['level']} {level_in(name)}")
    levels = levels or ((code.level,) if code.level else _level_of(text["agency"]))
    decision, decision_flags = read_decision(text["decision"])
    record = Imported(
        shape=Shape.LIST,
        code=code.text,
        scope=scope,
        name=name,
        levels=levels,
        agency=text["agency"],
        field=re.sub(r"^\[\w+\]\s*-\s*", "", text["field"]),
        online=_ONLINE.get(fold(text["online"])),
        decision=decision,
    )
    return with_flags(record, code, (flags - {Flag.LEVEL_UNKNOWN}) | decision_flags)


def _level_of(agency: str) -> tuple[Level, ...]:
    """The level that the name of an office tells."""
    folded = fold(agency)
    rules = [
        (r"\b(?:cap xa|xa, phuong)\b", Level.COMMUNE),
        (r"\b(?:cap tinh|^so |, so |cong an tinh)\b", Level.PROVINCE),
        (r"^bo |\bcuc [^,]+ - bo\b", Level.MINISTRY),
    ]
    return tuple(level for pattern, level in rules if re.search(pattern, folded))
