"""Rates that all senders share."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.engine import Engine

from bot.store import paces
from bot.store.engine import writing
from bot.store.paces import Pace
from tests.support.messages import NOW

PACE = Pace(10, chat=2)


def leave(engine: Engine, now: dt.datetime, most: int = 100) -> int:
    """As many as are allowed leave now, each to another chat."""
    with writing(engine) as connection:
        count = paces.allowed(connection, "zalo", PACE, now, most)
        paces.spend(connection, "zalo", PACE, now, [f"zalo-{n}" for n in range(count)])
    return count


def after(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def test_a_second_s_worth_leaves_at_once_and_then_nothing(engine: Engine) -> None:
    assert leave(engine, NOW) == 10
    assert leave(engine, NOW) == 0


def test_no_more_than_are_wanted(engine: Engine) -> None:
    assert leave(engine, NOW, most=3) == 3
    assert leave(engine, NOW) == 7


@pytest.mark.parametrize("step", [0.05, 0.3, 1.7])
def test_over_a_minute_the_rate_holds(engine: Engine, step: float) -> None:
    count = sum(leave(engine, after(step * n)) for n in range(int(60 / step)))
    assert count <= 60 * 10 + 10
    assert count >= min(10 / step, 10) * 60 - 40


def test_a_held_channel_waits_until_it_is_free_again(engine: Engine) -> None:
    paces.hold(engine, "zalo", after(5))
    assert [leave(engine, after(seconds)) for seconds in (0, 4.9, 6.1)] == [0, 0, 10]


def test_a_hold_is_never_shortened(engine: Engine) -> None:
    paces.hold(engine, "zalo", after(60))
    paces.hold(engine, "zalo", after(5))
    assert leave(engine, after(30)) == 0


def test_channels_do_not_share(engine: Engine) -> None:
    paces.hold(engine, "telegram", after(60))
    assert leave(engine, NOW) == 10
