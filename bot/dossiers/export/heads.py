"""Heads of tables: which row is one, by which mapping, and which column holds which field."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from typing import NamedTuple

from bot.dossiers.export.cells import Cell
from bot.dossiers.export.mapping import NEEDED, Mapping, MappingError, plain

_TAIL = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


class Head(NamedTuple):
    """The row that heads a table: which column holds which field, and how many columns there are. ``unread``: heads
    that no field took, as written."""

    mapping: Mapping
    columns: Dict[str, int]
    width: int
    unread: tuple[str, ...] = ()


def find_head(row: Sequence[Cell], mappings: Sequence[Mapping]) -> Head | None:
    """The mapping that knows most of a row's heads, if the row heads a table at all. Raises MappingError where two
    know as many."""
    found = [head for mapping in mappings if (head := _head(row, mapping))]
    most = max((len(head.columns) for head in found), default=0)
    best = [head for head in found if len(head.columns) == most]
    if len(best) > 1:
        names = ", ".join(head.mapping.name for head in best)
        raise MappingError(f"its columns fit several mappings ({names}): say which with --mapping")
    return best[0] if best else None


def _head(row: Sequence[Cell], mapping: Mapping) -> Head | None:
    heads = {place: cell for place, cell in enumerate(row) if isinstance(cell, str) and plain(cell)}
    columns = _columns(heads, mapping.heads)
    if not all(field in columns for field in NEEDED):
        return None
    unread = tuple(" ".join(head.split()) for place, head in heads.items() if place not in columns.values())
    return Head(mapping, columns, max(heads) + 1, unread)


def _columns(heads: Dict[int, str], known: Dict[str, str]) -> dict[str, int]:
    """Where each field is. Of several columns that could be it, the mapping's first name wins, then the leftmost; one
    that is known only without what stands in brackets behind it comes after all others."""
    leftmost = list(heads.items())[::-1]
    whole = {plain(head): place for place, head in leftmost}
    short = {plain(_TAIL.sub("", head)): place for place, head in leftmost if plain(head) not in known}
    columns: dict[str, int] = {}
    for places in (whole, short):
        for head, field in known.items():
            if head in places:
                columns.setdefault(field, places[head])
    return columns
