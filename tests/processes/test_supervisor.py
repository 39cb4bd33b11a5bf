"""What the supervisor starts: nothing that the settings do not ask for."""

from __future__ import annotations

import pytest

from bot.settings import Settings
from processes.supervisor import programs

TOKEN = "1000000001:synthetic-token"


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        (Settings(), []),
        (Settings(telegram_polling=True, zalobot_polling=True), []),
        (Settings(telegram_token=TOKEN), ["sender"]),
        (Settings(telegram_token=TOKEN, telegram_polling=True), ["sender", "poller"]),
        (Settings(zalobot_token=TOKEN, zalobot_polling=True), ["sender", "poller"]),
    ],
)
def test_senders_and_pollers_are_started_where_they_have_work(settings: Settings, more: list[str]) -> None:
    assert programs(settings) == ["gateway", "workers", "scheduler", *more]


def test_the_stand_ins_are_started_only_where_they_are_asked_for() -> None:
    assert "fakes" not in programs(Settings(telegram_token=TOKEN))
    assert programs(Settings(telegram_token=TOKEN), ["fakes"])[-1] == "fakes"
