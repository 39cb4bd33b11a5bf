"""Facts beside the records: written with every import, whatever its order; all anew; counted in the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import delete, select
from sqlalchemy.engine import Engine

from bot.catalogue.record import Channel, TimeUnit
from bot.dossiers.deadlines import Spell
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.dossier import Dossier
from bot.dossiers.facts import Facts, Rules, facts
from bot.dossiers.statistics import By, Counts, total
from bot.dossiers.status import Status
from bot.dossiers.terms import Term
from bot.store import facts as store_facts
from bot.store.demo import load_demo
from bot.store.dossiers import store_dossiers
from bot.store.engine import reading, writing
from bot.store.events import events_of
from bot.store.exports import take
from bot.store.facts import Counted, overdue, recount
from bot.store.secrets import Keys, new_keys
from bot.store.source import SqlDossiers
from bot.store.statistics import Period, count_by, without_facts
from bot.store.tables import dossier_facts, dossiers
from tests.dossiers.examples import as_stored, at, dossier
from tests.support.databases import empty
from tests.support.messages import NOW

CODE = "H37.99.99-261118-0001"
EXPORTED = at("2026-12-01 18:00")
RULES = Rules({"tach-ho": Term(5, TimeUnit.WORKING_DAY)})


def seen(status: int, number: int, **changes: Any) -> Dossier:
    """The dossier as its source changed it on the ``number``-th day after acceptance, without a due date."""
    updated = at("2026-11-18 10:00") + number * dt.timedelta(days=1)
    return dossier(**({"status": Status(status), "updated_at": updated, "due_at": None} | changes))


def stored(engine: Engine) -> dict[str, Facts]:
    with reading(engine) as connection:
        beside = dossier_facts.c.code == dossiers.c.code
        own = (dossiers.c.due_at, dossiers.c.clock_stopped_at)
        rows = connection.execute(select(dossier_facts, *own).join(dossiers, beside)).all()
    return {row.code: Facts(*(getattr(row, name) for name in Facts._fields)) for row in rows}


def import_rows(engine: Engine, keys: Keys, *rows: Dossier, rules: Rules = RULES) -> None:
    take(engine, keys, rows, "thu", EXPORTED, rules=rules)


def test_a_wait_that_exports_show_moves_the_due_date_that_is_told(engine: Engine, keys: Keys) -> None:
    for number, status in enumerate([4, 5, 4]):
        import_rows(engine, keys, seen(status, number * 2))
    told = SqlDossiers(engine, keys).find(CODE, NOW)
    assert told and told.dossier.due_at == at("2026-11-27 17:00") and told.dossier.due_expected
    found = stored(engine)[CODE]
    assert (found.supplements, found.paused_at, found.term) == (1, None, "5 working_day")


def test_what_the_source_promises_is_told_as_it_is(engine: Engine, keys: Keys) -> None:
    promised = at("2026-11-26 11:00")
    for number, status in enumerate([4, 5, 4]):
        import_rows(engine, keys, seen(status, number * 2, due_at=promised))
    told = SqlDossiers(engine, keys).find(CODE, NOW)
    assert told and (told.dossier.due_at, told.dossier.due_expected) == (promised, False)
    assert stored(engine)[CODE].late_after == at("2026-11-27 17:00")


def test_a_later_catalogue_moves_nothing(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(4, 0))
    later = Rules({"tach-ho": Term(30, TimeUnit.WORKING_DAY)})
    import_rows(engine, keys, seen(4, 1, handler="Phòng khác"), rules=later)
    assert stored(engine)[CODE].due_at == at("2026-11-26 17:00")
    recount(engine, keys, later)
    assert stored(engine)[CODE].due_at == at("2026-11-26 17:00")


def test_an_outage_that_is_declared_afterwards_is_counted_by_a_recount(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(4, 0))
    outage = Spell(at("2026-11-19 07:00"), at("2026-11-19 18:00"))
    assert recount(engine, keys, RULES._replace(outages=(outage,))) == Counted(1, 0)
    assert stored(engine)[CODE].due_at == at("2026-11-27 17:00")


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=st.lists(st.integers(1, 10), min_size=1, max_size=6), size=st.integers(1, 6), data=st.data())
@example(life=[4, 5, 4, 9], size=1, data=None).via("a wait that is seen last of all")
def test_exports_in_any_order_end_in_the_same_facts(
    engine: Engine, keys: Keys, life: list[int], size: int, data: st.DataObject | None
) -> None:
    order = data.draw(st.permutations(range(len(life)))) if data else [0, 2, 3, 1]
    rows = [seen(life[number], number) for number in order]
    empty(engine)
    for start in range(0, len(rows), size):
        for _ in range(data.draw(st.integers(1, 2)) if data else 1):
            import_rows(engine, keys, *rows[start : start + size])
    changes = [(seen(status, number).updated_at, Status(status)) for number, status in enumerate(life)]
    expected = facts(seen(life[-1], len(life) - 1), changes, RULES)
    assert stored(engine) == {CODE: expected}
    recount(engine, keys, RULES)
    assert stored(engine) == {CODE: expected}


def test_a_wait_that_an_older_export_shows_is_counted(engine: Engine, keys: Keys) -> None:
    """The status before and after it was the same, so no event had told of its end."""
    for number, status in ((0, 4), (5, 4), (2, 5)):
        import_rows(engine, keys, seen(status, number))
    assert [(event.before, event.after) for event in events_of(engine, keys, CODE)] == [(None, 4), (4, 5), (5, 4)]
    assert stored(engine)[CODE].due_at == at("2026-11-27 17:00")


def test_dossiers_from_before_there_were_facts_are_counted_in(
    engine: Engine, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = load_demo(engine, keys, NOW)
    expected = stored(engine)
    with writing(engine) as connection:
        connection.execute(delete(dossier_facts))
    assert without_facts(engine) == count
    monkeypatch.setattr(store_facts, "AT_ONCE", 100)
    told: list[int] = []
    assert recount(engine, keys, Rules(), told.append) == Counted(count, 0)
    assert stored(engine) == expected and len(told) > 2 and without_facts(engine) == 0


def test_what_no_key_reads_keeps_its_facts(engine: Engine, keys: Keys) -> None:
    load_demo(engine, keys, NOW)
    before = stored(engine)
    other = Keys(*new_keys().values())
    assert recount(engine, other, Rules()) == Counted(len(before), len(before))
    assert stored(engine) == before


def test_the_late_ones_are_listed_as_the_answers_say(engine: Engine, keys: Keys) -> None:
    load_demo(engine, keys, NOW)
    late = [as_stored(it) for it in demo_dossiers(NOW) if it.is_overdue(NOW) and it.status.clock_runs]
    assert late
    listed = [it.dossier for it in overdue(engine, keys, NOW)]
    assert listed == sorted(late, key=lambda it: (it.due_at, it.code))


def test_what_waited_is_not_late_before_the_waiting_is_made_up_for(engine: Engine, keys: Keys) -> None:
    """Due on the 19th, waiting from the 17th to the 20th: in time until the 25th, and one place says so."""
    promised = at("2026-11-19 17:00")
    for day, status in ((13, 4), (17, 5), (20, 4)):
        row = dossier(
            status=Status(status),
            submitted_at=at("2026-11-10 08:00"),
            accepted_at=at("2026-11-10 08:15"),
            due_at=promised,
            updated_at=at(f"2026-11-{day} 09:00"),
        )
        import_rows(engine, keys, row)
    for now, late in (("2026-11-23 09:00", False), ("2026-11-26 09:00", True)):
        told = SqlDossiers(engine, keys).find(CODE, at(now))
        assert told and told.dossier.due_at == promised and told.dossier.is_overdue(at(now)) is late
        assert [(it.dossier.code, it.seen_at) for it in overdue(engine, keys, at(now))] == [(CODE, EXPORTED)] * late


CHANNELS = st.sampled_from([None, *Channel])


@st.composite
def mixed(draw: st.DrawFn) -> list[Dossier]:
    """Dossiers of some offices, months and channels in every status."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        status, day = Status(draw(st.integers(1, 10))), draw(st.integers(0, 60))
        times = {"submitted_at": at("2026-10-01 08:00") + dt.timedelta(days=day)}
        times["updated_at"] = times["submitted_at"] + dt.timedelta(days=draw(st.integers(0, 9)))
        if status not in (Status.SUBMITTED, Status.NOT_ACCEPTED):
            times["accepted_at"] = times["submitted_at"]
        found.append(
            dossier(
                code=f"H37.99.99-261118-{number:04}",
                status=status,
                agency=draw(st.sampled_from(["UBND xã Mẫu", "Công an xã Mẫu"])),
                channel=draw(CHANNELS),
                electronic=draw(st.sampled_from([None, True, False])),
                due_at=draw(st.sampled_from([None, at("2026-10-20 17:00"), at("2026-12-20 17:00")])),
                finished_at=times["updated_at"] if status in (Status.COMPLETED, Status.RETURNED) else None,
                **{"accepted_at": None, **times},
            )
        )
    return found


END = at("2026-11-15 00:00")


def counted(those: list[Dossier], end: dt.datetime) -> Counts:
    """The same as the database, one dossier after the other and in other words."""
    found = Counts()
    for it in (facts(one, (), Rules()) for one in those):
        ended, result = it.ended_at is not None and it.ended_at <= end, it.status in (9, 10)
        late = it.late_after is not None and (min(it.paused_at or end, end) > it.late_after or it.supplements > 1)
        # Nobody knows since when: seen ended, or waiting, for the first time and after the due date.
        guessed = it.clock_stopped_at is None and it.status not in (1, 2, 4)
        unjudged = it.late_after is None or (guessed and it.supplements <= 1 and it.late_after < end)
        told = ended and result and it.electronic is not None and it.channel is not None
        found = found.plus(
            Counts(
                received=1,
                ended=ended,
                **{name: ended and it.outcome == name for name in ("early", "on_time", "late")},
                ended_unjudged=ended and it.outcome is None,
                running=not ended,
                running_on_time=not ended and not unjudged and not late,
                running_late=not ended and not unjudged and late,
                running_unjudged=not ended and unjudged,
                refused=ended and it.status == 3,
                withdrawn=ended and it.status == 7,
                stopped=ended and it.status == 8,
                asked_again=it.supplements > 1,
                channel_told=it.channel is not None,
                online=it.channel == "online",
                results=ended and result,
                results_told=told,
                electronic=ended and result and bool(it.electronic),
                online_electronic=told and it.channel == "online" and bool(it.electronic),
            )
        )
    return found


@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(those=mixed())
def test_the_database_counts_as_one_would_by_hand(engine: Engine, keys: Keys, those: list[Dossier]) -> None:
    empty(engine)
    store_dossiers(engine, keys, those)
    period = Period(202610, 202611, END)
    whole = counted(those, END)
    assert count_by(engine, (), period)[0].counts == whole
    assert whole.received == whole.ended + whole.running
    assert whole.ended == whole.early + whole.on_time + whole.late + whole.ended_unjudged
    assert whole.running == whole.running_on_time + whole.running_late + whole.running_unjudged
    for by in ((By.UNIT,), (By.MONTH,), (By.CHANNEL,), (By.PROCEDURE,), tuple(By)):
        assert total(count_by(engine, by, period)) == whole
    of_police = count_by(engine, (By.UNIT,), period)[0]
    here = [it for it in those if it.agency == of_police.names[0]]
    assert of_police.counts == counted(here, END)


@pytest.mark.parametrize(
    ("due", "asked", "late"),
    [("2026-11-05", "2026-11-10", False), ("2026-10-20", "2026-11-10", True), ("2026-10-20", "2026-10-15", False)],
)
def test_a_wait_that_begins_after_the_period_moves_nothing_in_it(
    engine: Engine, keys: Keys, due: str, asked: str, late: bool
) -> None:
    waiting = dossier(
        status=Status.SUPPLEMENT_REQUIRED,
        submitted_at=at("2026-10-10 08:00"),
        accepted_at=at("2026-10-10 08:15"),
        due_at=at(f"{due} 17:00"),
        updated_at=at(f"{asked} 09:00"),
    )
    worked_on = replace(waiting, status=Status.IN_PROGRESS, updated_at=at("2026-10-10 09:00"))
    import_rows(engine, keys, worked_on)
    import_rows(engine, keys, waiting)
    counts = count_by(engine, (), Period(202610, 202610, at("2026-11-01 00:00")))[0].counts
    assert (counts.running_late, counts.running_on_time) == (int(late), int(not late))


@pytest.mark.parametrize("status", [Status.RETURNED, Status.SUPPLEMENT_REQUIRED])
@pytest.mark.parametrize(
    ("end", "expected"),
    [("2026-01-10", "running_on_time"), ("2026-02-01", "running_unjudged")],
)
def test_what_was_first_seen_when_it_was_over_ran_late_for_nobody(
    engine: Engine, keys: Keys, status: Status, end: str, expected: str
) -> None:
    """Due on 12/1, first exported on 20/11: nobody knows whether it was still worked on at the end of January."""
    first_seen = dossier(
        status=status,
        submitted_at=at("2026-01-05 08:00"),
        accepted_at=at("2026-01-05 08:15"),
        due_at=at("2026-01-12 17:00"),
        updated_at=at("2026-11-20 09:00"),
    )
    import_rows(engine, keys, first_seen)
    counts = count_by(engine, (), Period(202601, 202601, at(f"{end} 00:00")))[0].counts
    assert (counts.running, getattr(counts, expected)) == (1, 1)


def test_other_months_are_not_counted(engine: Engine, keys: Keys) -> None:
    store_dossiers(
        engine, keys, [dossier(), dossier(code="H37.99.99-261118-0002", submitted_at=at("2026-10-31 23:59"))]
    )
    assert [row.counts.received for row in count_by(engine, (), Period(202611, 202611, END))] == [1]
    assert [row.names for row in count_by(engine, (By.MONTH,), Period(202601, 202612, END))] == [
        ("202610",),
        ("202611",),
    ]
