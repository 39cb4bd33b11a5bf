"""What becomes of a message whose send failed."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.store.delivery import Parcel
from connectors.channel import NotDelivered, Trouble
from connectors.patience import DOUBTS, LONGEST, LONGEST_NOTICE, MISSED, Verdict, back_off, judge
from tests.support.messages import NOW, reply

MINUTE = dt.timedelta(minutes=1)


def verdict(trouble: Trouble, wait: dt.timedelta | None = None, **parcel: object) -> Verdict:
    known = {"attempts": 0, "pieces_sent": 0, "uncertain": 0, "created_at": NOW, **parcel}
    return judge(Parcel(1, "zalo", "zalo-1", reply(), "s:1", **known), NotDelivered(trouble, "-1", wait), NOW)  # type: ignore[arg-type]


def test_patience_grows_up_to_a_minute() -> None:
    assert [back_off(n).total_seconds() for n in (0, 1, 2, 5, 6, 99)] == [1, 2, 4, 32, 60, 60]


def test_what_did_not_arrive_is_tried_again() -> None:
    assert verdict(Trouble.AGAIN, attempts=2) == Verdict("pending", NOW + dt.timedelta(seconds=4))


def test_a_channel_that_says_how_long_is_believed_and_all_of_it_waits() -> None:
    assert verdict(Trouble.BUSY, MINUTE) == Verdict("pending", NOW + MINUTE, hold=NOW + MINUTE)


def test_the_night_puts_off_one_message_only() -> None:
    assert verdict(Trouble.LATER, MINUTE) == Verdict("deferred", NOW + MINUTE)


def test_a_doubt_is_not_blindly_repeated() -> None:
    first = verdict(Trouble.UNSURE)
    assert (first.outcome, first.doubts) == ("pending", 1)
    assert first.again_at >= NOW + dt.timedelta(seconds=30)
    assert verdict(Trouble.UNSURE, uncertain=len(DOUBTS)).outcome == "dead"


def test_a_channel_that_hangs_for_an_hour_has_time_to_come_back() -> None:
    waits = [verdict(Trouble.UNSURE, uncertain=number).again_at - NOW for number in range(len(DOUBTS))]
    assert waits == sorted(waits)
    assert sum(waits, dt.timedelta(0)) > dt.timedelta(hours=1)


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.GONE])
def test_what_can_never_arrive_is_a_dead_letter(trouble: Trouble) -> None:
    assert verdict(trouble).outcome == "dead"


def test_an_alarm_stops_the_channel_and_loses_nothing() -> None:
    stopped = verdict(Trouble.ALARM)
    assert stopped.outcome == "pending"
    assert stopped.hold is not None


@pytest.mark.parametrize("trouble", list(Trouble))
def test_nothing_is_tried_for_ever(trouble: Trouble) -> None:
    assert verdict(trouble, created_at=NOW - LONGEST - MINUTE).outcome == "dead"


@pytest.mark.parametrize("trouble", [Trouble.AGAIN, Trouble.BUSY, Trouble.ALARM])
def test_a_channel_that_is_away_for_an_hour_loses_nothing(trouble: Trouble) -> None:
    assert verdict(trouble, created_at=NOW - dt.timedelta(hours=1), attempts=70).outcome == "pending"


@pytest.mark.parametrize("trouble", [Trouble.AGAIN, Trouble.BUSY, Trouble.ALARM])
def test_a_notice_waits_for_a_channel_that_is_away_over_a_weekend(trouble: Trouble) -> None:
    assert verdict(trouble, created_at=NOW - dt.timedelta(days=3), notice=True).outcome == "pending"
    assert verdict(trouble, created_at=NOW - LONGEST_NOTICE - MINUTE, notice=True).outcome == MISSED


def test_a_notice_that_did_not_arrive_is_told_anew_and_one_that_may_have_or_never_can_is_not() -> None:
    assert verdict(Trouble.GONE, notice=True).outcome == MISSED
    assert verdict(Trouble.REFUSED, notice=True).outcome == "dead"
    assert verdict(Trouble.UNSURE, created_at=NOW - LONGEST_NOTICE - MINUTE, notice=True).outcome == "dead"
