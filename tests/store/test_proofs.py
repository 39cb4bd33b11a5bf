"""Limits, one-time codes and verified phones, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from bot.dossiers.demo import demo_dossiers
from bot.dossiers.limits import DAY, DIGITS, GUESSES, Limit, Whose
from bot.dossiers.one_time import OneTimeCode
from bot.dossiers.source import Found
from bot.store.demo import load_demo
from bot.store.engine import reading, writing
from bot.store.forget import forget_conversation, forget_old
from bot.store.proofs import (
    hashed,
    is_exhausted,
    is_registered,
    one_time_code,
    save_one_time_code,
    send_sms,
    spend,
    verified_phone,
)
from bot.store.tables import dossiers, journal, one_time_codes, sms
from bot.store.work import Work
from tests.dossiers.examples import dossier
from tests.support.messages import NOW, Desk, cells, counts, verify_phone

CODE, OTHER = "H37.99.99-261118-0001", "H37.99.99-261118-9999"
PERSON, DOSSIER = (Limit("p", Whose.PERSON, 2, DAY),), (Limit("d", Whose.DOSSIER, 2, None),)
ADDRESS = (Limit("a", Whose.ADDRESS, 2, DAY),)


def work(desk: Desk, conversation: str = "web-1", now: dt.datetime = NOW, origin: str | None = None) -> Work:
    return Work(desk.engine, desk.keys, conversation, now, origin=origin)


def spent(desk: Desk, limits: tuple[Limit, ...], times: int = 2, **of: object) -> None:
    for _ in range(times):
        one = work(desk, **of)  # type: ignore[arg-type]
        spend(one, limits, CODE)
        one.commit()


def test_a_limit_of_a_person_holds_at_every_dossier_and_for_nobody_else(desk: Desk) -> None:
    spent(desk, PERSON, 1)
    assert not is_exhausted(work(desk), PERSON, CODE)
    spent(desk, PERSON, 1)
    assert is_exhausted(work(desk), PERSON, CODE) and is_exhausted(work(desk), PERSON, OTHER)
    assert not is_exhausted(work(desk, "web-2"), PERSON, CODE)


def test_a_limit_of_a_dossier_holds_for_everybody(desk: Desk) -> None:
    spent(desk, DOSSIER)
    assert is_exhausted(work(desk, "web-2"), DOSSIER, CODE)
    assert not is_exhausted(work(desk), DOSSIER, OTHER)


def test_a_limit_of_an_address_counts_where_there_is_one(desk: Desk) -> None:
    spent(desk, ADDRESS, origin="home")
    assert is_exhausted(work(desk, "web-2", origin="home"), ADDRESS, OTHER)
    assert not is_exhausted(work(desk, origin="elsewhere"), ADDRESS, CODE)
    spent(desk, ADDRESS, 5)
    assert not is_exhausted(work(desk), ADDRESS, CODE)


def test_counting_begins_anew_after_the_period(desk: Desk) -> None:
    spent(desk, PERSON)
    assert is_exhausted(work(desk, now=NOW + DAY - dt.timedelta(seconds=1)), PERSON, CODE)
    assert not is_exhausted(work(desk, now=NOW + DAY), PERSON, CODE)
    spent(desk, PERSON, 1, now=NOW + DAY)
    assert not is_exhausted(work(desk, now=NOW + DAY), PERSON, CODE)


def test_without_a_period_it_never_does_not_even_by_the_retention(desk: Desk) -> None:
    spent(desk, DIGITS, 20)
    spent(desk, GUESSES, 20)
    later = NOW + 400 * DAY
    forget_old(desk.engine, later)
    assert is_exhausted(work(desk, "web-2", later), DIGITS, CODE)
    assert counts(desk.engine)["throttles"] == 1


def test_two_that_count_at_once_are_both_counted(desk: Desk) -> None:
    one, two = work(desk), work(desk, "web-2")
    for each in (one, two):
        spend(each, DOSSIER, CODE)
    one.commit()
    two.commit()
    assert is_exhausted(work(desk), DOSSIER, CODE)


def test_a_one_time_code_is_kept_hashed_and_is_one_persons_for_one_dossier(desk: Desk) -> None:
    first = work(desk)
    sent = OneTimeCode(hashed(first, CODE, "123456"), NOW)
    save_one_time_code(first, CODE, sent)
    send_sms(first, "0900000012", "Ma tra cuu 123456")
    first.commit()
    assert one_time_code(work(desk), CODE) == sent
    assert one_time_code(work(desk, "web-2"), CODE) is None and one_time_code(work(desk), OTHER) is None
    assert len({hashed(work(desk, who), code, "123456") for who in ("web-1", "web-2") for code in (CODE, OTHER)}) == 4
    assert [cell for cell in cells(desk.engine) if "123456" in cell or "0900000012" in cell] == []
    ended = work(desk)
    save_one_time_code(ended, CODE, None)
    ended.commit()
    assert one_time_code(work(desk), CODE) is None


def test_a_phone_that_the_channel_verified_finds_its_dossiers(desk: Desk) -> None:
    load_demo(desk.engine, desk.keys, NOW)
    mine = demo_dossiers(NOW)[0]
    assert verified_phone(work(desk)) is None
    assert verify_phone(desk.engine, desk.keys, "web-1", "+84 900 000 012")
    key = verified_phone(work(desk))
    assert key and is_registered(work(desk), mine.code, key)
    assert not is_registered(work(desk), OTHER, key)
    found = work(desk).dossiers_of(key)
    assert found and {it.code for it in found} == {it.code for it in demo_dossiers(NOW) if it.phone == mine.phone}
    assert [d.updated_at for d in found] == sorted((d.updated_at for d in found), reverse=True)
    assert not verify_phone(desk.engine, desk.keys, "web-1", "12345")
    forget_conversation(desk.engine, "web-1")
    assert verified_phone(work(desk)) is None


def test_a_phone_proves_the_dossiers_of_a_system_that_is_asked(desk: Desk) -> None:
    """None of them is in our table."""

    class Elsewhere:
        def find(self, code: str, now: dt.datetime) -> Found | None:
            return Found(dossier(code=CODE, phone="0900 000 012")) if code == CODE else None

        def close(self) -> None:
            pass

    asked = Work(desk.engine, desk.keys, "zalo-1", NOW, source=Elsewhere())
    mine, others = (desk.keys.phone_key(phone) or "" for phone in ("0900000012", "0900000045"))
    assert is_registered(asked, CODE, mine) and not is_registered(asked, CODE, others)
    assert not is_registered(asked, OTHER, mine)


def test_a_phone_is_searchable_but_not_readable(desk: Desk) -> None:
    load_demo(desk.engine, desk.keys, NOW)
    with reading(desk.engine) as connection:
        keys = set(connection.execute(select(dossiers.c.phone_key)).scalars())
    assert len(keys) == len({dossier.phone for dossier in demo_dossiers(NOW)})
    assert all(len(key) == 32 and "0900000" not in key for key in keys)


@pytest.mark.parametrize("change", [update(journal).values(event="x"), delete(journal)])
def test_nobody_rewrites_the_journal(desk: Desk, change: object) -> None:
    one = work(desk)
    one.note_lookup("lookup_opened", CODE)
    one.commit()
    with pytest.raises(DBAPIError, match="append-only"), writing(desk.engine) as connection:
        connection.execute(change)  # type: ignore[call-overload]
    with reading(desk.engine) as connection:
        assert [row.event for row in connection.execute(select(journal)).all()] == ["lookup_opened"]


def test_errors_of_the_database_show_no_values(desk: Desk) -> None:
    row = {"phone_enc": None, "body_enc": "0900000012", "created_at": NOW}
    with pytest.raises(DBAPIError) as raised, writing(desk.engine) as connection:
        connection.execute(sms.insert(), row)
    if desk.engine.dialect.name == "sqlite":
        assert "0900000012" not in str(raised.value)
    assert "[SQL parameters hidden" in str(raised.value)


def test_what_was_used_up_is_forgotten(desk: Desk) -> None:
    one = work(desk)
    save_one_time_code(one, CODE, OneTimeCode("x", NOW))
    one.commit()
    forget_old(desk.engine, NOW + DAY)
    with reading(desk.engine) as connection:
        assert connection.execute(select(one_time_codes)).all() == []
