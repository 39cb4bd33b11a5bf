"""Batches of exports: whatever comes twice, late or in another order ends in one state, with a history beside it."""

from __future__ import annotations

import datetime as dt
import itertools
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.dossiers.dossier import Dossier
from bot.dossiers.history import EventKind
from bot.dossiers.status import Status
from bot.store import exports as store
from bot.store.dossiers import count_dossiers, store_dossiers
from bot.store.engine import reading
from bot.store.events import events_of
from bot.store.exports import Taken, take
from bot.store.secrets import Keys, new_keys
from bot.store.tables import dossier_events, dossiers
from tests.dossiers.examples import at, dossier
from tests.support.databases import codes_of_phone, empty
from tests.support.messages import cells

CODE = "H37.99.99-261118-0001"
FIRST_EXPORT = at("2026-11-20 18:00")
HOUR = dt.timedelta(hours=1)
Steps = list[tuple[EventKind, int | None, int]]


def seen(status: int, hour: int = 0, **changes: Any) -> Dossier:
    """The dossier as its source changed it at that hour of 20 November."""
    return dossier(status=Status(status), updated_at=at("2026-11-20 00:00") + hour * HOUR, **changes)


def import_rows(engine: Engine, keys: Keys, *rows: Dossier, exported_at: dt.datetime = FIRST_EXPORT) -> Taken:
    return take(engine, keys, rows, "thu", exported_at)


def steps(engine: Engine, keys: Keys, code: str = CODE) -> Steps:
    return [(event.kind, event.before, event.after) for event in events_of(engine, keys, code)]


def state(engine: Engine, keys: Keys) -> dict[str, tuple[Any, ...]]:
    """Everything that the table knows, each dossier decrypted."""
    with reading(engine) as connection:
        rows = connection.execute(select(dossiers).order_by(dossiers.c.code)).all()
    return {
        row.code: (keys.decrypt(row.record_enc), row.status, row.updated_at, row.seen_at, row.digest, row.phone_key)
        for row in rows
    }


def test_a_dossier_is_new_once(engine: Engine, keys: Keys) -> None:
    assert import_rows(engine, keys, seen(4)) == Taken(new=1)
    before = state(engine, keys)
    assert import_rows(engine, keys, seen(4)) == Taken(unchanged=1)
    assert state(engine, keys) == before
    assert steps(engine, keys) == [(EventKind.FIRST, None, 4)]


def test_a_change_becomes_an_event(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(4, 1))
    assert import_rows(engine, keys, seen(5, 2, missing=("Tờ khai",))) == Taken(changed=1)
    assert steps(engine, keys) == [(EventKind.FIRST, None, 4), (EventKind.STEP, 4, 5)]
    assert import_rows(engine, keys, seen(5, 3, missing=("Tờ khai", "Bản sao"))) == Taken(changed=1)
    assert len(steps(engine, keys)) == 2


def test_a_jump_that_a_legal_path_explains_and_one_that_none_does(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(2, 1))
    assert import_rows(engine, keys, seen(10, 2)) == Taken(changed=1)
    assert import_rows(engine, keys, seen(4, 3)) == Taken(changed=1, unexplained=1)
    assert steps(engine, keys)[1:] == [(EventKind.JUMP, 2, 10), (EventKind.UNEXPLAINED, 10, 4)]
    assert state(engine, keys)[CODE][1] == 4, "the source's status is kept"


def test_an_older_export_changes_nothing_but_the_history(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(9, 5))
    before = state(engine, keys)
    assert import_rows(engine, keys, seen(2, 1), exported_at=FIRST_EXPORT - HOUR) == Taken(older=1)
    assert state(engine, keys) == before
    assert steps(engine, keys) == [(EventKind.LATE, None, 2), (EventKind.FIRST, None, 9)]
    assert import_rows(engine, keys, seen(2, 1), exported_at=FIRST_EXPORT - HOUR) == Taken(older=1)
    assert len(steps(engine, keys)) == 2


def test_of_two_rows_of_one_time_the_later_export_holds(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(4, 1, reason="mới"), exported_at=FIRST_EXPORT + HOUR)
    assert import_rows(engine, keys, seen(4, 1, reason="cũ"), exported_at=FIRST_EXPORT) == Taken(older=1)
    assert "mới" in state(engine, keys)[CODE][0]


def test_a_file_may_hold_the_steps_of_a_dossier(engine: Engine, keys: Keys) -> None:
    assert import_rows(engine, keys, seen(2, 1), seen(9, 8), seen(4, 3)) == Taken(new=1, changed=1, older=1)
    assert steps(engine, keys) == [(EventKind.FIRST, None, 2), (EventKind.LATE, 2, 4), (EventKind.JUMP, 2, 9)]


BARE = {"phone": "", "look_up_code": "", "due_at": None, "accepted_at": None}


def test_an_export_that_leaves_columns_out_takes_nothing_away(engine: Engine, keys: Keys) -> None:
    """How the owner proves it, and what was promised: kept from the newest row that told it, in whichever order."""
    newer = {"phone": "0900000034", "due_at": at("2026-12-03 17:00")}
    rows = [seen(4, 1), seen(4, 2, **newer, look_up_code=""), seen(5, 3, **BARE), seen(4, 4, **BARE)]
    for order in itertools.permutations(rows):
        empty(engine)
        for one in order:
            import_rows(engine, keys, one)
        kept = msgspec.json.decode(state(engine, keys)[CODE][0], type=Dossier)
        assert replace(kept, kept_from=()) == seen(4, 4, **newer)
        assert codes_of_phone(engine, keys, "0900000034") == [CODE]


def test_what_no_key_reads_is_replaced_by_what_an_export_tells(engine: Engine, keys: Keys) -> None:
    import_rows(engine, Keys(new_keys()["MOTCUA_ENCRYPTION_KEYS"], "identity"), seen(4, 1))
    assert import_rows(engine, keys, seen(5, 2, phone="")) == Taken(changed=1)
    assert '"phone":""' in state(engine, keys)[CODE][0]


def test_an_export_without_news_is_seen(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(4))
    assert import_rows(engine, keys, seen(4), exported_at=FIRST_EXPORT + HOUR) == Taken(unchanged=1)
    assert state(engine, keys)[CODE][3] == FIRST_EXPORT + HOUR


def test_a_row_seen_again_beside_an_older_one_that_completes_it(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(5, 2, **BARE))
    import_rows(engine, keys, seen(4, 1), seen(5, 2, **BARE), exported_at=FIRST_EXPORT + HOUR)
    assert state(engine, keys)[CODE][3] == FIRST_EXPORT + HOUR
    assert codes_of_phone(engine, keys, "0900000012") == [CODE]


def test_a_dry_run_counts_and_changes_nothing(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(9, 1))
    before = state(engine, keys)
    batch = [seen(2, 2), seen(4, 1, code="H37.99.99-261118-0002")]
    assert take(engine, keys, batch, "thu", FIRST_EXPORT, dry_run=True) == Taken(new=1, changed=1, unexplained=1)
    assert (state(engine, keys), len(steps(engine, keys))) == (before, 1)


def test_all_of_a_batch_or_nothing(engine: Engine, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> dict[str, Any]:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(store._Comparison, "_event", broken)
    with pytest.raises(RuntimeError):
        import_rows(engine, keys, seen(4))
    assert (count_dossiers(engine), steps(engine, keys)) == (0, [])


def test_a_dossier_is_found_by_its_phone_however_it_is_written(engine: Engine, keys: Keys) -> None:
    other = seen(4, code="H37.99.99-261118-0002", phone="+84 900 000 012")
    import_rows(engine, keys, seen(4), other, seen(4, code="H37.99.99-261118-0003", phone=""))
    store_dossiers(engine, keys, [dossier(code="H37.99.99-261118-0004")])
    assert codes_of_phone(engine, keys, "0900 000 012") == [f"H37.99.99-261118-000{n}" for n in (1, 2, 4)]
    assert codes_of_phone(engine, keys, "0900000099") == []
    assert keys.phone_key("") is None


def test_nothing_of_a_person_stands_in_the_clear(engine: Engine, keys: Keys) -> None:
    import_rows(engine, keys, seen(4), seen(9, 1))
    stored = "\n".join(cells(engine))
    assert CODE in stored and keys.pseudonym("dossier", CODE) in stored
    assert [word for word in ("NGUYỄN", "0900000012", "900000012", "7K2M") if word in stored] == []
    with reading(engine) as connection:
        assert CODE not in map(str, connection.execute(select(dossier_events.c.dossier)).scalars())


def test_after_a_rotation_the_next_import_writes_everything_with_the_new_key(engine: Engine) -> None:
    old, new = new_keys()["MOTCUA_ENCRYPTION_KEYS"], new_keys()["MOTCUA_ENCRYPTION_KEYS"]
    import_rows(engine, Keys(old, "identity"), seen(4))
    rotating = Keys(f"{new},{old}", "identity")
    assert import_rows(engine, rotating, seen(4)) == Taken(unchanged=1)
    assert "NGUYỄN" in state(engine, Keys(new, "identity"))[CODE][0]


OBSERVED = st.builds(
    lambda status, hour, number, **told: seen(status, hour, code=f"H37.99.99-261118-000{number}", **told),
    st.integers(1, 10),
    st.integers(0, 3),
    st.integers(1, 2),
    reason=st.sampled_from([None, "chờ", "xác minh"]),
    phone=st.sampled_from(["", "0900000012", "0900000034"]),
    due_at=st.sampled_from([None, at("2026-11-26 17:00"), at("2026-12-03 17:00")]),
)
EXPORTS = st.lists(st.tuples(st.lists(OBSERVED, max_size=5), st.integers(0, 3)), min_size=1, max_size=5)


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(exports=EXPORTS, data=st.data())
def test_exports_in_any_order_and_repeated_end_in_one_state(
    engine: Engine, keys: Keys, exports: list[tuple[list[Dossier], int]], data: st.DataObject
) -> None:
    def run(order: list[tuple[list[Dossier], int]]) -> dict[str, tuple[Any, ...]]:
        empty(engine)
        for rows, hour in order:
            import_rows(engine, keys, *rows, exported_at=FIRST_EXPORT + hour * HOUR)
        return state(engine, keys)

    in_order = run(exports)
    again = data.draw(st.lists(st.sampled_from(exports), max_size=3))
    assert run(data.draw(st.permutations([*exports, *again]))) == in_order


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statuses=st.lists(st.integers(1, 10), min_size=1, max_size=6))
def test_the_events_of_exports_in_order_are_a_chain_and_a_replay_adds_none(
    engine: Engine, keys: Keys, statuses: list[int]
) -> None:
    empty(engine)
    rows = [seen(status, hour) for hour, status in enumerate(statuses)]
    for _ in range(2):
        for row in rows:
            import_rows(engine, keys, row)
        chain = steps(engine, keys)
        assert [before for _, before, _ in chain] == [None, *(after for *_, after in chain)][:-1]
        assert chain[-1][-1] == statuses[-1] == state(engine, keys)[CODE][1]
        assert len(chain) == 1 + sum(a != b for a, b in pairwise(statuses))
