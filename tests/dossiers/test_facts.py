"""What statistics count: waits, counted deadlines, on time or late as the index of QĐ 766 means it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.load import load_catalogue
from bot.catalogue.record import Channel, TimeUnit
from bot.dossiers.deadlines import Spell
from bot.dossiers.facts import Facts, Rules, facts, with_clock
from bot.dossiers.outages import OutagesError, load_outages
from bot.dossiers.status import NEXT, Status
from bot.dossiers.terms import Term, read_term, terms_of
from bot.dossiers.waits import waits
from tests.dossiers.examples import at, dossier

FIVE_DAYS = Rules({"tach-ho": Term(5, TimeUnit.WORKING_DAY)})


def changes(*steps: tuple[str, int]) -> list[tuple[dt.datetime, Status]]:
    return [(at(time), Status(status)) for time, status in steps]


def judged(*steps: tuple[str, int], rules: Rules = FIVE_DAYS, **fields: Any) -> Facts:
    """Of the example: accepted Wed 18/11 08:15, due Thu 26/11 17:00 of its source."""
    return facts(dossier(**fields), changes(*steps), rules)


ASKED = (("2026-11-18 08:15", 2), ("2026-11-19 09:00", 5), ("2026-11-23 10:00", 4))


def test_a_wait_begins_and_ends_with_its_status() -> None:
    found = waits(changes(*ASKED, ("2026-11-25 09:00", 6)))
    assert found.over == (Spell(at("2026-11-19 09:00"), at("2026-11-23 10:00")),)
    assert (found.since, found.supplements) == (at("2026-11-25 09:00"), 1)


def test_papers_and_then_money_are_one_wait_and_a_repeated_status_no_second_request() -> None:
    found = waits(
        changes(("2026-11-19 09:00", 5), ("2026-11-20 09:00", 5), ("2026-11-23 09:00", 6), ("2026-11-25 09:00", 4))
    )
    assert found.over == (Spell(at("2026-11-19 09:00"), at("2026-11-25 09:00")),)
    assert (found.since, found.supplements) == (None, 1)


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [
        ("2026-11-25 16:00", "early"),
        ("2026-11-26 08:00", "on_time"),
        ("2026-11-26 17:00", "on_time"),
        ("2026-11-26 17:01", "late"),
    ],
)
def test_early_is_before_the_day_and_late_after_the_time(finished: str, outcome: str) -> None:
    found = judged(status=Status.RETURNED, finished_at=at(finished), returned_at=at("2026-12-20 09:00"))
    assert (found.outcome, found.ended_at) == (outcome, at(finished))


def test_waiting_is_taken_off_what_the_source_promised() -> None:
    found = judged(*ASKED, status=Status.COMPLETED, finished_at=at("2026-11-30 09:00"))
    assert (found.due_at, found.late_after) == (at("2026-11-26 17:00"), at("2026-11-30 17:00"))
    assert found.outcome == "on_time"


@pytest.mark.parametrize(
    ("steps", "fields"),
    [
        (ASKED, {"status": Status.COMPLETED, "finished_at": at("2026-11-30 09:00")}),
        (ASKED, {"status": Status.COMPLETED, "finished_at": at("2026-12-01 09:00")}),
        (ASKED, {"status": Status.RETURNED, "returned_at": at("2026-12-01 09:00")}),
        # It ended in time, and somebody touched it later.
        (
            (*ASKED, ("2026-11-26 09:00", 9), ("2026-12-10 09:00", 9)),
            {"status": Status.COMPLETED, "updated_at": at("2026-12-10 09:00")},
        ),
        ((("2026-11-18 08:15", 4), ("2026-12-02 09:00", 8)), {"status": Status.STOPPED}),
    ],
)
def test_a_citizen_is_told_late_what_statistics_count_late(steps: Any, fields: dict[str, Any]) -> None:
    found = judged(*steps, **fields)
    told = with_clock(dossier(**fields), found.clock)
    assert told.is_overdue(at("2026-12-20 09:00")) is (found.outcome == "late")


def test_what_waited_before_it_was_paid_for_is_judged_by_the_first_wait() -> None:
    steps = (("2026-11-18 08:15", 4), ("2026-11-25 09:00", 5), ("2026-11-27 09:00", 6))
    fields = {"status": Status.PAYMENT_REQUIRED, "updated_at": at("2026-11-27 09:00")}
    assert not with_clock(dossier(**fields), judged(*steps, **fields).clock).is_overdue(at("2026-12-20 09:00"))


def test_before_the_acceptance_nothing_is_promised() -> None:
    found = judged(status=Status.SUBMITTED, accepted_at=None)
    assert (found.due_at, found.late_after) == (at("2026-11-26 17:00"), None)


def test_who_asks_twice_for_papers_is_late() -> None:
    again = (*ASKED, ("2026-11-24 09:00", 5), ("2026-11-25 09:00", 4))
    found = judged(*again, status=Status.COMPLETED, finished_at=at("2026-11-25 10:00"))
    assert (found.supplements, found.outcome) == (2, "late")


@pytest.mark.parametrize(
    ("times", "status", "ended"),
    [
        ({"finished_at": "2026-11-20 09:00", "returned_at": "2026-11-23 09:00"}, 10, "2026-11-20 09:00"),
        ({"returned_at": "2026-11-20 09:00"}, 10, "2026-11-20 09:00"),
        ({"returned_at": "2026-11-23 09:00"}, 10, "2026-11-20 09:05"),
        ({}, 8, "2026-11-20 09:05"),
        ({}, 9, "2026-11-20 09:05"),
        ({}, 4, None),
        ({"finished_at": "2026-11-20 09:00"}, 4, None),
        ({"finished_at": "2026-11-20 09:00"}, 5, None),
    ],
)
def test_the_end_by_its_order(times: dict[str, str], status: int, ended: str | None) -> None:
    found = judged(status=Status(status), **{name: at(time) for name, time in times.items()})
    assert found.ended_at == (at(ended) if ended else None)


RESULT_BY_THEN = [("2026-11-18 08:15", 4), ("2026-11-25 09:00", 9), ("2026-12-10 09:00", 10)]
RETURNED = {"status": Status.RETURNED, "updated_at": at("2026-12-10 09:00"), "returned_at": at("2026-12-10 08:55")}


@pytest.mark.parametrize(
    ("steps", "ended", "stopped", "outcome"),
    [
        (RESULT_BY_THEN, "2026-11-25 09:00", "2026-11-25 09:00", "early"),
        ([RESULT_BY_THEN[0], ("2026-11-27 09:00", 9)], "2026-11-27 09:00", "2026-11-27 09:00", "late"),
        (RESULT_BY_THEN[2:], "2026-12-10 08:55", None, None),
        ((), "2026-12-10 08:55", None, None),
    ],
)
def test_a_result_that_was_collected_late_was_late_only_if_it_was_seen_to_be_made_late(
    steps: list[tuple[str, int]], ended: str, stopped: str | None, outcome: str | None
) -> None:
    """Due on 26/11; the source tells no ``finished_at``."""
    found = judged(*steps, **RETURNED)
    assert (found.ended_at, found.outcome) == (at(ended), outcome)
    assert found.clock_stopped_at == (at(stopped) if stopped else None)
    assert with_clock(dossier(**RETURNED), found.clock).is_overdue(at("2026-12-12 09:00")) is (outcome == "late")


def test_who_was_first_seen_waiting_after_the_due_date_may_have_waited_before_it() -> None:
    waiting = {"status": Status.SUPPLEMENT_REQUIRED, "updated_at": at("2026-11-30 09:00")}
    found = judged(**waiting)
    assert (found.paused_at, found.clock_stopped_at) == (at("2026-11-26 17:00"), None)
    assert judged(("2026-11-18 08:15", 4), **waiting).clock_stopped_at == at("2026-11-30 09:00")


def test_what_was_stopped_ended_when_the_status_began_and_not_at_a_later_edit() -> None:
    found = judged(("2026-11-18 08:15", 4), ("2026-11-19 09:00", 8), status=Status.STOPPED)
    assert found.ended_at == at("2026-11-19 09:00")


def test_what_waits_keeps_since_when() -> None:
    found = judged(("2026-11-18 08:15", 4), ("2026-11-19 09:00", 5), status=Status.SUPPLEMENT_REQUIRED)
    assert (found.paused_at, found.ended_at, found.outcome) == (at("2026-11-19 09:00"), None, None)


def test_without_a_due_date_it_is_counted_from_the_time_limit() -> None:
    assert judged(due_at=None).due_at == at("2026-11-26 17:00")
    assert judged(*ASKED, due_at=None).due_at == at("2026-11-30 17:00")
    assert judged(due_at=None, accepted_at=None, status=Status.SUBMITTED).due_at is None
    assert judged(due_at=None, rules=Rules()).due_at is None


def test_a_printed_due_date_beats_ours() -> None:
    assert judged(*ASKED, due_at=at("2026-12-31 11:00")).due_at == at("2026-12-31 11:00")


def test_an_outage_moves_the_due_time() -> None:
    outage = Spell(at("2026-11-19 07:00"), at("2026-11-19 18:00"))
    assert judged(due_at=None, rules=FIVE_DAYS._replace(outages=(outage,))).due_at == at("2026-11-27 17:00")


def test_outages_from_before_it_was_handed_in_move_nothing() -> None:
    """Also where nobody knows when it was accepted."""
    outages = tuple(Spell(at(f"2026-{day} 07:00"), at(f"2026-{day} 18:00")) for day in ("01-12", "03-10"))
    fields = {"status": Status.COMPLETED, "accepted_at": None, "due_at": at("2026-11-20 17:00")}
    found = judged(**fields, finished_at=at("2026-11-25 09:00"), rules=Rules(outages=outages))
    assert (found.late_after, found.outcome) == (at("2026-11-20 17:00"), "late")


def test_minutes_of_waiting_count_where_an_hour_was_promised() -> None:
    """45 minutes of work: accepted at 9:00, promised at 10:00, payment awaited from 9:20 to 9:50, done at 10:15."""
    steps = (("2026-11-18 09:00", 2), ("2026-11-18 09:20", 6), ("2026-11-18 09:50", 4))
    fields = {"status": Status.COMPLETED, "accepted_at": at("2026-11-18 09:00"), "due_at": at("2026-11-18 10:00")}
    found = judged(*steps, **fields, finished_at=at("2026-11-18 10:15"), rules=Rules())
    assert (found.late_after, found.outcome) == (at("2026-11-18 10:30"), "on_time")
    hours = Rules({"tach-ho": Term(24, TimeUnit.HOUR)})
    fields["due_at"] = at("2026-11-19 09:00")
    assert judged(*steps, **fields, finished_at=at("2026-11-19 09:15"), rules=hours).outcome == "on_time"


def test_a_term_that_was_frozen_beats_todays() -> None:
    frozen = read_term("3 working_day")
    found = facts(dossier(due_at=None), (), FIVE_DAYS, frozen)
    assert (found.due_at, found.term) == (at("2026-11-23 17:00"), "3 working_day")


def test_month_and_channel() -> None:
    found = judged(submitted_at=at("2026-11-01 00:10"), channel=Channel.ONLINE, electronic=True)
    assert (found.month, found.channel, found.electronic) == (202611, "online", True)


def test_terms_are_only_what_may_be_promised() -> None:
    terms = terms_of(load_catalogue())
    assert terms["tach-ho"] == Term(5, TimeUnit.WORKING_DAY)
    assert "sang-ten-so-do" not in terms and "doi-giay-khuyet-tat" not in terms
    assert all(read_term(str(term)) == term for term in terms.values())


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[dt.datetime, Status]]:
    """A legal sequence of statuses from acceptance on, at growing times."""
    status, time, life = Status.ACCEPTED, at("2026-11-18 08:15"), []
    while True:
        life.append((time, status))
        following = sorted(NEXT[status])
        if not following or draw(st.integers(0, 4)) == 0:
            return life
        status = draw(st.sampled_from(following))
        time += draw(st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=6)))


@given(life=lives())
def test_any_legal_life_gives_consistent_facts(life: list[tuple[dt.datetime, Status]]) -> None:
    at_end, status = life[-1]
    found = facts(dossier(status=status, updated_at=at_end, due_at=None), life, FIVE_DAYS)
    assert found.due_at and found.due_at >= at("2026-11-25 17:00")
    assert (found.ended_at is not None) == (status.is_closed or status is Status.COMPLETED)
    assert (found.paused_at is not None) == (status in (Status.SUPPLEMENT_REQUIRED, Status.PAYMENT_REQUIRED))
    assert (found.outcome is not None) == (found.ended_at is not None)
    assert found.supplements == sum(status is Status.SUPPLEMENT_REQUIRED for _, status in life)


def write(folder: Path, text: str) -> str:
    path = folder / "outages.yml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_outages_are_read_as_times_of_vietnam(tmp_path: Path) -> None:
    text = "- {from: 2026-11-19 07:00:00, to: 2026-11-20 07:00:00, notice: Thông báo 1}"
    assert load_outages(write(tmp_path, text)) == (Spell(at("2026-11-19 07:00"), at("2026-11-20 07:00")),)
    assert load_outages("") == load_outages(write(tmp_path, "")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "- {from: 2026-11-20 07:00:00, to: 2026-11-19 07:00:00, notice: a}",
        "- {from: 2026-11-19T07:00:00Z, to: 2026-11-20T07:00:00Z, notice: a}",
        "- {from: x, to: 2026-11-20 07:00:00, notice: a}",
        "[",
    ],
)
def test_a_wrong_list_of_outages_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(OutagesError, match=r"outages\.yml"):
        load_outages(write(tmp_path, text))
