"""The table of errors is complete, every alarm says what to do, and an answer that is none is known as such."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from bot.clock import utc_now
from bot.store.work import VIETNAM
from connectors.channel import NotDelivered, Trouble
from connectors.http import Answer
from connectors.zalo.client import read_answer
from connectors.zalo.errors import UNKNOWN, Failed, _faults, fault

# What the documents list, group calls included.
SEND = [
    *(-32, -100, -200, -201, -204, -205, -209, -210, -211, -212, -213, -214, -216, -217, -218, -219, -220, -221, -223),
    *(
        -224,
        -227,
        -230,
        -232,
        -233,
        -234,
        -235,
        -237,
        -238,
        -241,
        -403,
        -240,
        -242,
        -244,
        -248,
        -249,
        -320,
        -321,
        -1340,
    ),
    *(-1341, 216, 401, -401, -124),
]


def test_every_documented_code_has_a_meaning() -> None:
    assert set(_faults()["send"]) == set(SEND)


@pytest.mark.parametrize("api", ["send", "zns", "oauth"])
def test_every_alarm_names_a_cure(api: str) -> None:
    assert [code for code, known in _faults()[api].items() if known.trouble is Trouble.ALARM and not known.cure] == []


def test_an_unknown_code_is_refused_and_kept_as_a_dead_letter() -> None:
    assert fault("send", -99999) is UNKNOWN and UNKNOWN.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    ("at", "hours", "minutes"), [("22:00", 8, 5), ("23:59", 6, 6), ("00:30", 5, 35), ("06:04", 0, 1), ("06:05", 24, 0)]
)
def test_what_is_refused_at_night_waits_for_the_morning_in_vietnam(at: str, hours: int, minutes: int) -> None:
    now = dt.datetime.combine(dt.date(2026, 11, 23), dt.time.fromisoformat(at), VIETNAM)
    failed = Failed(-234, fault("send", -234), now.astimezone(dt.timezone.utc))
    assert (failed.trouble, failed.wait) == (Trouble.LATER, dt.timedelta(hours=hours, minutes=minutes))


ANSWERS: dict[str, tuple[Answer, Trouble]] = {
    "429": (Answer(429, headers={"retry-after": "7"}), Trouble.BUSY),
    "403 of a proxy": (Answer(403, b"no"), Trouble.REFUSED),
    "a redirect": (Answer(302), Trouble.ALARM),
    "no JSON": (Answer(200, b"<html>"), Trouble.UNSURE),
    "nothing": (Answer(200), Trouble.UNSURE),
    "a list": (Answer(200, b"[]"), Trouble.UNSURE),
    "no error field": (Answer(200, b'{"data": {}}'), Trouble.UNSURE),
    "error as text": (Answer(200, b'{"error": "x"}'), Trouble.UNSURE),
    "504": (Answer(504), Trouble.UNSURE),
    "500 with a code": (Answer(500, b'{"error": -32}'), Trouble.BUSY),
}


@pytest.mark.parametrize(("answer", "trouble"), ANSWERS.values(), ids=ANSWERS)
def test_answers_that_are_not_in_the_documents(answer: Answer, trouble: Trouble) -> None:
    with pytest.raises(NotDelivered) as failed:
        read_answer(answer, "send", utc_now())
    assert failed.value.trouble is trouble


@pytest.mark.parametrize("data", [None, [], "x"])
def test_a_success_without_data_is_one(data: Any) -> None:
    assert read_answer(Answer(200, msgspec.json.encode({"error": 0, "data": data})), "send", utc_now()) == {}
