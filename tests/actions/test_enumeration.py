"""A hundred senders guess a hundred thousand times: what chance allows within the limits, and no more.

Allowed in a day, for S vouched senders and any number of dossiers: 5 S tries with three digits, each right by one in
1,000; and 20 S - 5 S tries with a look-up code, each right by one in 32 to the fourth. For 100 senders that makes
500/1,000 + 1,500/1,048,576 = 0.501 dossiers expected. More than 7 have a chance below one in a million (Poisson).
Without the limits the same guesses would open 50 of a thousand tries each.
"""

from __future__ import annotations

import math
import random
import re
import time
from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from bot.conversations.reply import Kind
from bot.dossiers.demo import LOOK_UP_ALPHABET, demo_dossiers
from bot.dossiers.limits import DIGITS, GUESSES
from bot.language.factors import find_factor
from bot.store.demo import load_demo
from bot.store.engine import open_engine, reading
from bot.store.migrate import migrate
from bot.store.secrets import Keys
from bot.store.sms import take
from bot.store.tables import journal, throttles
from tests.support.asking import Asker
from tests.support.talk import MORNING

# A message may hold five codes, each with a factor: five guesses.
SENDERS, GUESSED, AT_ONCE = 100, 100_000, 5
EXPECTED = SENDERS * (DIGITS[0].most / 1000 + (GUESSES[0].most - DIGITS[0].most) / len(LOOK_UP_ALPHABET) ** 4)
MOST = 7


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Engine:
    """SQLite that does not wait for the disk: what is measured is what is let through."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('guessing') / 'motcua.db'}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    migrate(engine)
    load_demo(engine, keys, MORNING)
    return engine


@pytest.fixture(scope="module")
def opened(engine: Engine, keys: Keys) -> set[str]:
    """The dossiers that a day of guessing opened: every code is real, half of the factors are digits."""
    chance = random.Random(5)
    codes = [dossier.code for dossier in demo_dossiers(MORNING)]
    senders = [Asker(engine, keys, f"zalo-{number}") for number in range(SENDERS)]
    found = set()
    for number in range(GUESSED // AT_ONCE):
        guesses = [f"{code} {_factor(chance, number)}" for code in chance.sample(codes, AT_ONCE)]
        reply = senders[number % SENDERS].say(" ; ".join(guesses))
        if reply.custom.kind is Kind.STATUS:
            found |= {guess.split()[0] for guess in guesses if f"Hồ sơ {guess.split()[0]}" in reply.text}
    return found


def _factor(chance: random.Random, number: int) -> str:
    """Letters that are an abbreviation of the field, "CCCD", are no guess: they are not compared."""
    if number % 2:
        return f"{chance.randrange(1000):03}"
    guess = "".join(chance.choices(LOOK_UP_ALPHABET, k=4))
    return guess if find_factor(guess, expected=True) else _factor(chance, number)


def poisson_above(most: int, expected: float) -> float:
    return 1 - sum(math.exp(-expected) * expected**n / math.factorial(n) for n in range(most + 1))


def test_what_chance_allows_is_little() -> None:
    assert pytest.approx(0.501, abs=0.001) == EXPECTED
    assert poisson_above(MOST, EXPECTED) < 1e-6


def test_no_more_dossiers_are_opened_than_the_limits_allow_by_chance(opened: set[str]) -> None:
    assert len(opened) <= MOST


def test_no_more_guesses_were_compared_than_the_limits_allow(engine: Engine, opened: set[str]) -> None:
    query = select(throttles.c.name, func.max(throttles.c.spent), func.sum(throttles.c.spent)).group_by(
        throttles.c.name
    )
    with reading(engine) as connection:
        spent = {name: (most, total) for name, most, total in connection.execute(query).all()}
    assert spent["guesses"][0] == GUESSES[0].most and spent["guesses"][1] <= SENDERS * GUESSES[0].most
    assert spent["digits"][0] <= DIGITS[0].most and spent["digits"][1] <= SENDERS * DIGITS[0].most
    assert spent["digits_at"][0] <= DIGITS[1].most


def test_every_guess_is_in_the_journal(engine: Engine, opened: set[str]) -> None:
    with reading(engine) as connection:
        rows = connection.execute(select(func.count()).select_from(journal)).scalar_one()
    assert rows >= GUESSED


def test_the_owners_still_get_in(engine: Engine, keys: Keys, opened: set[str]) -> None:
    """Twenty of them by the look-up code, and all by a one-time code."""
    for number, dossier in enumerate(demo_dossiers(MORNING)[:20]):
        owner = Asker(engine, keys, f"zalo-owner-{number}")
        assert owner.say(f"{dossier.code} {dossier.look_up_code}").custom.kind is Kind.STATUS
        another = Asker(engine, keys, f"rest-owner-{number}")
        # Some have one phone, and that gets few messages an hour.
        another.wait(hours=number)
        another.say(dossier.code)
        another.say("gửi mã")
        texts = [m.text for m in take(engine, keys, another.clock) if m.phone == dossier.phone]
        assert another.say(re.findall(r"\d{6}", texts[-1])[0]).custom.kind is Kind.STATUS


def test_existing_and_unknown_codes_take_the_same_time(tmp_path: Path, keys: Keys) -> None:
    """The medians of wrong tries lie within a tenth of each other; a decryption left out would be three times that."""
    engine = open_engine(f"sqlite:///{tmp_path / 'motcua.db'}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    migrate(engine)
    load_demo(engine, keys, MORNING)
    real = [dossier.code for dossier in demo_dossiers(MORNING)]
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(600):
        exists = number % 2 == 0
        code = real[number // 2 % len(real)] if exists else f"H37.99.99-261117-{5000 + number}"
        asker = Asker(engine, keys, f"zalo-{number}")
        began = time.perf_counter()
        asker.say(f"{code} 0000")
        times[exists].append(time.perf_counter() - began)
    known, unknown = (sorted(values)[len(values) // 2] for values in times.values())
    assert abs(known - unknown) < 0.1 * known
