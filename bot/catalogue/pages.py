"""A page of a list to look through, as a reply: curated procedures first, then those that were only imported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.catalogue.answer import codes, payload
from bot.catalogue.browse import EVENTS, LevelList, LifeEvent, load_lists
from bot.catalogue.fields import Field, load_fields
from bot.catalogue.lines import money as grouped
from bot.catalogue.record import Level, Origin, Procedure
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.language.patterns import LAST, Browse
from bot.texts import say

PAGE = 8
_NEAREST = (Level.COMMUNE, Level.PROVINCE, Level.OTHER, Level.UNKNOWN, Level.MINISTRY)


class Page(NamedTuple):
    """``place``: where it really is. ``items``: what its numbers choose, as payloads."""

    place: Browse
    reply: Reply
    items: tuple[str, ...]


class _Item(NamedTuple):
    text: str
    button: Button
    record: Procedure | None = None


class _List(NamedTuple):
    """``label`` stands in place of the opening from the second page on."""

    label: str
    opening: str
    items: Sequence[_Item]
    closing: str = ""


def page_of(place: Browse, catalogue: Mapping[str, Procedure], before: Browse | None = None) -> Page:
    """The page of ``place``, or the nearest there is. An unknown list is that of all fields.

    Each page counts from 1. Whoever turns from another page of the list, ``before``, is not told its name again.
    """
    whole = _list(place, catalogue)
    last = max(1, -(-len(whole.items) // PAGE))
    place = place._replace(page=last if place.page == LAST else min(max(place.page, 1), last))
    shown = whole.items[(place.page - 1) * PAGE : place.page * PAGE]
    lines = [say("browse", "item", number=number, text=item.text) for number, item in enumerate(shown, 1)]
    more = [say("browse", "more" if place.page < last else "choose")] if shown else []
    turned = before is not None and before != place and before._replace(page=place.page) == place
    parts = [_head(whole, place.page, last, turned), *lines, whole.closing if place.page == last else "", *more]
    buttons = [*(item.button for item in shown), *_turning(place, last)]
    records = [item.record for item in shown if item.record]
    reply = Reply("\n".join(filter(None, parts)), Custom(Kind.BROWSE, codes(records)), tuple(buttons))
    return Page(place, reply, tuple(item.button.payload for item in shown))


def _head(whole: _List, page: int, last: int, turned: bool) -> str:
    if page == 1 and not turned:
        return whole.opening
    return say("browse", "turned" if turned else "page", label=whole.label, page=page, last=last)


def _turning(place: Browse, last: int) -> list[Button]:
    if place.page < last:
        return [Button(say("browse", "more_button"), place._replace(page=place.page + 1).payload)]
    return [] if place.list else [Button(say("browse", "events_button"), Browse(EVENTS).payload)]


def _list(place: Browse, catalogue: Mapping[str, Procedure]) -> _List:
    lists = load_lists()
    if place.list == EVENTS:
        return _events(lists.events)
    event = next((event for event in lists.events if event.id == place.list), None)
    if event:
        return _List(
            event.label,
            event.opening,
            [_step(step.line, catalogue[step.procedure]) for step in event.steps],
            event.closing,
        )
    field = next((field for field in load_fields() if field.id == place.list), None)
    level = next((level for level in lists.levels if level.id in (place.list, place.level)), None)
    records = [record for record in catalogue.values() if _handled_at(record, level)]
    return _field(field, level, records) if field else _fields(level, records, catalogue.values())


def _handled_at(record: Procedure, level: LevelList | None) -> bool:
    return level is None or record.level is level.level or level.level in record.other_levels


def _step(line: str, record: Procedure) -> _Item:
    text = say("browse", "step", name=record.short_name, line=line)
    return _Item(text, Button(record.short_name, payload(record)), record)


def _events(events: Iterable[LifeEvent]) -> _List:
    items = [_Item(event.label, Button(event.label, Browse(event.id).payload)) for event in events]
    return _List(say("browse", "events_button"), say("browse", "events"), items)


def _field(field: Field, level: LevelList | None, records: Sequence[Procedure]) -> _List:
    mine = sorted((record for record in records if record.field == field.id), key=_rank)
    items = [_Item(r.short_name, Button(r.short_name, payload(r)), r) for r in mine]
    label = say("browse", "field_at_level", field=field.label, level=level.label) if level else field.label
    if not items:
        return _List(label, say("browse", "empty", label=label), items)
    return _List(label, say("browse", "field", label=label, count=_count(mine)), items)


def _rank(record: Procedure) -> int:
    """Curated ones as they come; imported ones by how near they are to a citizen."""
    return 0 if record.origin is Origin.CURATED else 1 + _NEAREST.index(record.level)


def _fields(level: LevelList | None, records: Sequence[Procedure], everything: Collection[Procedure]) -> _List:
    by_field: dict[str, list[Procedure]] = defaultdict(list)
    for record in records:
        by_field[record.field].append(record)
    items = [_counted(field, level, by_field[field.id]) for field in load_fields() if field.id in by_field]
    label = level.label if level else say("browse", "all")
    levels = "; ".join(_levels(everything))
    if any(record.other_levels for record in everything):
        levels = say("browse", "several_levels", levels=levels)
    opening = say("browse", "level" if level else "everything", label=label, count=_count(records), levels=levels)
    return _List(label, opening, items)


def _counted(field: Field, level: LevelList | None, records: Sequence[Procedure]) -> _Item:
    place = Browse(field.id, level.id if level else "")
    text = say("browse", "item_with_count", label=field.label, count=_count(records, "count_in_item"))
    return _Item(text, Button(field.label, place.payload))


def _levels(records: Collection[Procedure]) -> list[str]:
    handled = Counter(level for record in records for level in {record.level, *record.other_levels})
    counts = [(level.label, handled[level.level]) for level in load_lists().levels]
    return [say("browse", "level_count", label=label, number=grouped(number)) for label, number in counts if number]


def _count(records: Sequence[Procedure], texts: str = "count") -> str:
    """How many, those that nobody compared apart."""
    curated = sum(record.origin is Origin.CURATED for record in records)
    imported = len(records) - curated
    if not imported:
        return say("browse", "count", number=curated)
    key = f"{texts}_with_imported" if curated else f"{texts}_imported"
    return say("browse", key, number=curated, imported=grouped(imported))
