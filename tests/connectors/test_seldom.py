from __future__ import annotations

import logging

import pytest

from connectors.seldom import Seldom


def test_a_line_that_repeats_itself_is_logged_once_a_minute_with_its_count(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    seldom = Seldom(logging.getLogger("test"), lambda: now[0])
    for second in range(60):
        now[0] = float(second)
        seldom.warn("again")
        seldom.warn(f"other {second % 2}")
    assert [record.getMessage() for record in caplog.records] == ["again", "other 0", "other 1"]
    now[0] = 60.0
    seldom.warn("again")
    assert caplog.records[-1].getMessage() == "again (59 more times since the last line)"
