"""What is news, what is old, and what no rule explains."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.history import Event, EventKind, Moment, changes, judge, moment
from bot.dossiers.status import NEXT, Status
from tests.dossiers.examples import at

EXPORT = at("2026-11-20 18:00")
MORNING, NOON, EVENING = at("2026-11-20 08:00"), at("2026-11-20 12:00"), at("2026-11-20 17:00")


def seen(code: int, time: dt.datetime = NOON, export: dt.datetime = EXPORT) -> Moment:
    return moment(Status(code), time, export)


def kind(known: list[Moment], new: Moment) -> EventKind | None:
    event = judge(known, new)
    return event.kind if event else None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (1, 2, EventKind.STEP),
        (4, 5, EventKind.STEP),
        (5, 4, EventKind.STEP),
        (9, 10, EventKind.STEP),
        (2, 10, EventKind.JUMP),
        (1, 9, EventKind.JUMP),
        (6, 10, EventKind.JUMP),
        (5, 6, EventKind.JUMP),
        (10, 4, EventKind.UNEXPLAINED),
        (3, 4, EventKind.UNEXPLAINED),
        (2, 1, EventKind.UNEXPLAINED),
        (9, 7, EventKind.UNEXPLAINED),
        (7, 8, EventKind.UNEXPLAINED),
        (4, 4, EventKind.AGAIN),
    ],
)
def test_two_exports_in_order(before: int, after: int, expected: EventKind | None) -> None:
    assert kind([seen(before, MORNING)], seen(after, NOON)) == expected


def test_the_first_time_is_no_change() -> None:
    event = judge([], seen(4))
    assert event and (event.before, event.after, event.at, event.kind) == (None, Status(4), NOON, EventKind.FIRST)


def test_what_comes_late_fills_the_history_and_is_no_news() -> None:
    known = [seen(2, MORNING), seen(9, EVENING)]
    event = judge(known, seen(5, NOON))
    assert event and (event.before, event.after, event.kind) == (Status(2), Status(5), EventKind.LATE)
    assert kind([seen(9, EVENING)], seen(2, MORNING)) is EventKind.LATE
    assert kind(known, seen(2, NOON)) is EventKind.AGAIN
    assert kind(known, seen(2, MORNING)) is None


def test_what_comes_late_and_cannot_have_been_is_for_an_officer() -> None:
    assert kind([seen(2, EVENING)], seen(10, NOON)) is EventKind.UNEXPLAINED
    assert kind([seen(4, MORNING), seen(4, EVENING)], seen(10, NOON)) is EventKind.UNEXPLAINED


def test_of_one_time_the_later_export_holds_and_then_what_is_further_on() -> None:
    later = EXPORT + dt.timedelta(hours=1)
    assert seen(9, NOON, EXPORT) < seen(4, NOON, later) < seen(4, EVENING, EXPORT)
    assert seen(1) < seen(2) < seen(4) < seen(9) < seen(10) < seen(8)


def test_a_status_that_is_seen_again_is_a_change_once_an_older_export_shows_another_one_before_it() -> None:
    first = Event(None, Status(4), MORNING, EventKind.FIRST)
    again = Event(Status(4), Status(4), EVENING, EventKind.AGAIN)
    assert list(changes([first, again])) == [first]
    asked = Event(Status(4), Status(5), NOON, EventKind.LATE)
    assert list(changes([first, asked, again])) == [
        first,
        asked,
        Event(Status(5), Status(4), EVENING, EventKind.LATE),
    ]


def test_a_path_is_made_of_legal_moves_only() -> None:
    assert {status.value for status in Status if Status(5).leads_to(status)} == {4, 5, 6, 7, 8, 9, 10}
    assert [status for status in Status if Status(10).leads_to(status)] == [Status(10)]


@given(st.data())
def test_a_legal_life_is_explained_whatever_of_it_is_seen(data: st.DataObject) -> None:
    status, life = Status(1), [Status(1)]
    while NEXT[status] and len(life) < 12:
        status = data.draw(st.sampled_from(sorted(NEXT[status])))
        life.append(status)
    moments = [seen(step, MORNING + dt.timedelta(hours=hour)) for hour, step in enumerate(life)]
    known: list[Moment] = []
    for index in data.draw(st.permutations(range(len(moments)))):
        event = judge(known, moments[index])
        known.append(moments[index])
        assert event is None or event.kind is not EventKind.UNEXPLAINED
