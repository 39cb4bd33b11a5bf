"""One pair a channel, renewed by whoever holds the lease."""

from __future__ import annotations

import datetime as dt

from cryptography.fernet import Fernet
from sqlalchemy.engine import Engine

from bot.store import rekey, tokens
from bot.store.secrets import Keys
from bot.store.tokens import Pair
from tests.support.messages import NOW, cells

SECOND = dt.timedelta(seconds=1)
PAIR = Pair("access-1", "refresh-1", NOW + dt.timedelta(hours=25))


def test_the_last_pair_is_the_one_in_use(engine: Engine, keys: Keys) -> None:
    assert tokens.load(engine, keys, "zalo") is None
    tokens.keep(engine, keys, "zalo", PAIR, NOW)
    newer = PAIR._replace(access="access-2", refresh="refresh-2")
    tokens.keep(engine, keys, "zalo", newer, NOW)
    assert tokens.load(engine, keys, "zalo") == newer
    assert tokens.load(engine, keys, "other") is None


def test_it_is_encrypted_and_shown_nowhere(engine: Engine, keys: Keys) -> None:
    tokens.keep(engine, keys, "zalo", PAIR, NOW)
    text = repr(PAIR) + "".join(cells(engine))
    assert "access-1" not in text and "refresh-1" not in text
    assert tokens.load(engine, Keys(Fernet.generate_key().decode(), "identity"), "zalo") is None


def test_one_holds_the_lease_until_it_ends_or_is_let_go(engine: Engine, keys: Keys) -> None:
    until = NOW + 60 * SECOND
    assert not tokens.take_lease(engine, "zalo", NOW, until)
    tokens.keep(engine, keys, "zalo", PAIR, NOW)
    assert tokens.take_lease(engine, "zalo", NOW, until)
    assert not tokens.take_lease(engine, "zalo", NOW + SECOND, NOW + 61 * SECOND)
    assert tokens.take_lease(engine, "zalo", NOW + 61 * SECOND, NOW + 121 * SECOND)
    # Whose lease has ended does not end another's.
    tokens.let_go(engine, "zalo", until)
    assert not tokens.take_lease(engine, "zalo", NOW + 62 * SECOND, NOW + 122 * SECOND)
    tokens.let_go(engine, "zalo", NOW + 121 * SECOND)
    assert tokens.take_lease(engine, "zalo", NOW + 62 * SECOND, NOW + 122 * SECOND)


def test_a_new_pair_ends_the_lease(engine: Engine, keys: Keys) -> None:
    tokens.keep(engine, keys, "zalo", PAIR, NOW)
    assert tokens.take_lease(engine, "zalo", NOW, NOW + 60 * SECOND)
    tokens.keep(engine, keys, "zalo", PAIR, NOW)
    assert tokens.take_lease(engine, "zalo", NOW + SECOND, NOW + 61 * SECOND)


def test_a_new_key_reads_it_after_rekeying(engine: Engine) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    tokens.keep(engine, Keys(old, "identity"), "zalo", PAIR, NOW)
    rekey.rekey(engine, Keys(f"{new},{old}", "identity"))
    assert tokens.load(engine, Keys(new, "identity"), "zalo") == PAIR
