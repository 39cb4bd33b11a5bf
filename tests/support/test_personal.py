"""The search for what may stand nowhere finds it, wherever it stands."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import pytest

from bot.dossiers.demo import demo_dossiers
from bot.texts import say
from tests.support.personal import leaks, leaks_in, leaks_of

DEMO = demo_dossiers(dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.timezone.utc))
CODE = "482913"
METRIC = 'motcua_webhooks_total{{channel="zalo",outcome="{}"}} 1.0'


@pytest.mark.parametrize("value", ["NGUYỄN VĂN A", "0900000012", "900000012", "84900000012", "099123456789"])
def test_what_is_planted_is_found_in_a_metric_and_in_a_log(value: str, tmp_path: Path) -> None:
    assert leaks(METRIC.format(value))
    (tmp_path / "workers").mkdir()
    (tmp_path / "workers" / "worker-1.log").write_text(f"INFO taken: {value}\n", encoding="utf-8")
    assert leaks_in(tmp_path)


def test_everybody_of_the_demo_would_be_found() -> None:
    assert all(leaks(dossier.applicant_name) and leaks(dossier.phone) for dossier in DEMO)


def test_a_one_time_code_is_found_in_its_message_and_by_itself(tmp_path: Path) -> None:
    record = logging.LogRecord("worker", logging.INFO, "", 0, "sent: %s", (say("talk", "sms", code=CODE),), None)
    assert leaks_of([record])
    assert leaks(METRIC.format(CODE), [CODE]) == [CODE]
    (tmp_path / "gateway.log").write_text(f"POST /code={CODE} 200", encoding="utf-8")
    assert leaks_in(tmp_path, [CODE]) == [f"gateway.log: {CODE}"]


def test_it_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    assert not leaks(f"{METRIC.format('ok')}\nmotcua_inbox_pending 1{CODE}.0 H37.99.99-261118-0001", [CODE])
    (tmp_path / "gateway.log").write_text("INFO uvicorn: started", encoding="utf-8")
    (tmp_path / "one-time-codes.txt").write_text(CODE)
    assert not leaks_in(tmp_path, [CODE])
