"""What of people may stand in no log line, error or metric of the whole test run: every synthetic person has these."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path

# The phones, identity numbers and names that tests and demo plant, and a one-time code in the message that brings it.
_PLANTED = re.compile(
    r"(?<!\d)(?:0|84)?900000\d{3}(?!\d)|(?<!\d)099\d{9}(?!\d)"
    r"|(?:NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|PHAN|VŨ|ĐẶNG|BÙI|NÔNG|LÝ|ĐOÀN) (?:VĂN|THỊ|KIỂM) \w+"
    r"|tra cuu ho so .{0,40}?\d{6}"
)
_FORMAT = logging.Formatter()


def leaks(text: str, codes: Iterable[str] = ()) -> list[str]:
    """``codes``: one-time codes that were issued, which stand anywhere as a number of their own."""
    return [*_PLANTED.findall(text), *(code for code in codes if re.search(rf"(?<!\d){code}(?!\d)", text))]


def leaks_of(records: Iterable[logging.LogRecord]) -> list[str]:
    """Of log lines, their tracebacks included; each with who wrote it."""
    lines = ((record.name, _FORMAT.format(record)) for record in records)
    return [f"{name}: {leak}" for name, line in lines for leak in leaks(line)]


def leaks_in(folder: Path, codes: Iterable[str] = ()) -> list[str]:
    """Of the logs that processes left."""
    logs = ((path.name, path.read_text(encoding="utf-8", errors="replace")) for path in folder.rglob("*.log"))
    return [f"{name}: {leak}" for name, text in logs for leak in leaks(text, codes)]
