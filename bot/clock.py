"""The one place that asks what time it is; everything else is told, so that a test chooses."""

from __future__ import annotations

import datetime as dt


def utc_now() -> dt.datetime:
    """Aware, in UTC, as everything is stored."""
    return dt.datetime.now(dt.timezone.utc)
