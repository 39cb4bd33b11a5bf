from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dossiers.calendar import LOCAL
from bot.dossiers.demo import LOOK_UP_ALPHABET, demo_dossiers
from bot.dossiers.status import Delivery, Payment, Status
from bot.dossiers.verification import matches
from bot.language.codes import is_dossier_code
from tests.dossiers.examples import at

NOW = at("2026-11-21 09:00")


def test_enough_of_every_situation() -> None:
    dossiers = demo_dossiers(NOW)
    counts = Counter(d.status for d in dossiers)
    assert len(dossiers) >= 320 and set(counts) == set(Status) and min(counts.values()) >= 20
    assert sum(d.is_overdue(NOW) for d in dossiers) >= 40
    assert len({d.procedure_id for d in dossiers}) == 15


def test_enough_of_payment_delivery_and_new_dates() -> None:
    dossiers = demo_dossiers(NOW)
    results = [d for d in dossiers if d.status is Status.COMPLETED]
    assert sum(d.is_to_collect for d in results) >= 10 and any(d.electronic and d.delivery is None for d in results)
    assert {d.payment for d in dossiers if d.status is Status.PAYMENT_REQUIRED} == {None, Payment.CONFIRMING}
    assert {d.delivery for d in results} == {None, Delivery.SENT}
    renewed = [d for d in dossiers if d.new_due_at]
    assert len(renewed) >= 5 and all(d.is_overdue(NOW) for d in renewed)


def test_the_same_now_gives_the_same_dossiers() -> None:
    assert demo_dossiers(NOW) == demo_dossiers(NOW)


def test_the_fixed_dossier() -> None:
    fixed = demo_dossiers(NOW)[0]
    assert (fixed.code, fixed.status, fixed.phone) == ("H37.99.99-261118-0001", Status.IN_PROGRESS, "0900000012")
    assert fixed.accepted_at == at("2026-11-18 08:15") and fixed.due_at == at("2026-11-26 17:00")
    assert matches(fixed, "7k2m") and matches(fixed, "012")


def test_identifiers_are_synthetic_and_well_formed() -> None:
    dossiers = demo_dossiers(NOW)
    assert len({d.code for d in dossiers}) == len(dossiers)
    for dossier in dossiers:
        assert is_dossier_code(dossier.code) and dossier.phone.startswith("09000000") and len(dossier.phone) == 10
        assert len(dossier.look_up_code) == 4 and set(dossier.look_up_code) <= set(LOOK_UP_ALPHABET)
        assert any(mark in dossier.applicant_name for mark in ("MẪU", "KIỂM THỬ", "VÍ DỤ", "GIẢ ĐỊNH"))
    assert {d.code[:4] for d in dossiers} == {"H37.", "000.", "G01."}


@settings(max_examples=25, deadline=None)
@given(st.datetimes(min_value=dt.datetime(2026, 3, 1), max_value=dt.datetime(2027, 12, 31)))
def test_nothing_happens_after_now_or_out_of_order(local: dt.datetime) -> None:
    now = local.replace(tzinfo=LOCAL).astimezone(dt.timezone.utc)
    for d in demo_dossiers(now):
        times = [d.submitted_at, d.accepted_at, d.finished_at, d.returned_at, d.updated_at, now]
        known = [time for time in times if time is not None]
        assert known == sorted(known)


@pytest.mark.parametrize("now", ["2026-11-21 09:00", "2026-11-23 00:05", "2027-02-13 12:00", "2026-06-01 18:00"])
def test_on_time_and_late_are_what_they_say(now: str) -> None:
    dossiers = demo_dossiers(at(now))[1:]
    running = [d for d in dossiers if d.status is Status.IN_PROGRESS]
    assert {d.is_overdue(at(now)) for d in running} == {True, False}
    assert not any(d.is_overdue(at(now)) for d in dossiers if d.status is Status.ACCEPTED)
    assert all(d.missing and d.supply_by for d in dossiers if d.status is Status.SUPPLEMENT_REQUIRED)
    assert all(d.amount_due for d in dossiers if d.status is Status.PAYMENT_REQUIRED)


def test_procedures_are_in_the_catalogue() -> None:
    from bot.catalogue.load import RECORDS

    curated = {path.stem for path in RECORDS.glob("*/*.yml")}
    assert {d.procedure_id for d in demo_dossiers(NOW)} <= curated
