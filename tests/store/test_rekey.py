"""A key is taken out of use: everything is readable without it, phones are found, and it may be stopped anywhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine

from bot.dossiers.demo import demo_dossiers
from bot.dossiers.source import Found
from bot.store import outbox, rekey
from bot.store.demo import load_demo
from bot.store.engine import reading, writing
from bot.store.proofs import send_sms
from bot.store.secrets import Keys
from bot.store.tables import dossiers
from bot.store.work import Work
from processes.cli import main
from tests.dossiers.examples import as_stored
from tests.support.messages import NOW, Desk, reply

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
BEFORE, DURING, AFTER = (Keys(keys, "identity") for keys in (OLD, f"{NEW},{OLD}", NEW))


@pytest.fixture
def filled(engine: Engine) -> int:
    """Rows of every kind under the old key; how many hold something encrypted."""
    stored = load_demo(engine, BEFORE, NOW)
    desk = Desk(engine, BEFORE)
    desk.accept()
    work = Work(engine, BEFORE, "web-1", NOW)
    work.save_state("{}")
    work.open_ticket("handoff", "gặp cán bộ")
    send_sms(work, "0900000012", "123456")
    work.commit(desk.claimed(), (reply(),))
    return stored + 5


def test_the_old_key_can_be_removed_afterwards(engine: Engine, filled: int) -> None:
    assert rekey.rekey(engine, DURING) == (filled, filled, 0)
    work = Work(engine, AFTER, "web-1", NOW)
    assert [work.find_dossier(d.code) for d in demo_dossiers(NOW)] == [Found(as_stored(d)) for d in demo_dossiers(NOW)]
    assert work.load_state() is not None
    assert len(outbox.transcript(engine, AFTER, "web-1")) == 2
    assert rekey.rekey(engine, AFTER) == (filled, 0, 0)


def test_what_no_key_reads_is_left_and_told(engine: Engine, filled: int) -> None:
    assert rekey.rekey(engine, AFTER) == (filled, 0, filled)
    assert Work(engine, BEFORE, "web-1", NOW).load_state() is not None


def test_stopped_anywhere_the_next_run_does_the_rest(
    engine: Engine, filled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekey, "AT_ONCE", 100)

    class Stopped(Exception):
        pass

    def stop(rows: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        rekey.rekey(engine, DURING, stop)
    again = rekey.rekey(engine, DURING)
    assert 0 < again.changed < filled and again.unreadable == 0


def test_phones_are_found_under_a_new_identity_key(engine: Engine, filled: int) -> None:
    other = Keys(OLD, "another identity")
    key = other.phone_key("0900000012")
    assert key is not None
    assert Work(engine, other, "web-1", NOW).dossiers_of(key) == []
    rekey.rekey(engine, other)
    found = Work(engine, other, "web-1", NOW).dossiers_of(key)
    assert found and demo_dossiers(NOW)[0].code in {listed.code for listed in found}


def test_dossiers_from_before_phones_were_searchable_become_so(engine: Engine, filled: int) -> None:
    with writing(engine) as connection:
        connection.execute(update(dossiers).values(phone_key=None))
    rekey.rekey(engine, BEFORE)
    with reading(engine) as connection:
        query = select(func.count()).where(dossiers.c.phone_key.is_(None))
        assert connection.execute(query).scalar_one() == 0


def test_the_command(engine: Engine, filled: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("MOTCUA_IDENTITY_KEY", "identity")
    monkeypatch.setenv("MOTCUA_ENCRYPTION_KEYS", NEW)
    failed = CliRunner().invoke(main, ["rekey"])
    assert failed.exit_code == 1 and "none of the keys" in failed.output
    monkeypatch.setenv("MOTCUA_ENCRYPTION_KEYS", f"{NEW},{OLD}")
    done = CliRunner().invoke(main, ["rekey"])
    assert done.exit_code == 0 and f"{filled} written anew" in done.output
