"""Read an export of procedures from a file: JSON Lines, JSON or XLSX. Whatever is wrong is named with line and cure."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bot.catalogue.portal.api import is_api, read_api
from bot.catalogue.portal.collect import Collected
from bot.catalogue.portal.crawl import read_crawled
from bot.catalogue.portal.finish import Unreadable
from bot.catalogue.portal.imported import Imported, Shape
from processes.catalogue_sheets import Line, read_rows
from processes.files import MOST_BYTES, XLS, ZIP, FileRefused, old_spreadsheet

MOST_LINE = 5 * 1024 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Opened(NamedTuple):
    """A file of a known shape. ``total``: how many lines there are, where that is known."""

    shape: Shape
    sha256: str
    total: int | None
    lines: Iterator[Line]


def open_file(path: Path, scope: str) -> Opened:
    """Find out what a file is. Raises FileRefused, also while the lines are read."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(ZIP):
        return Opened(Shape.LIST, sha256, None, read_rows(path, scope))
    if data.startswith(XLS):
        raise old_spreadsheet(path)
    items = _items(_text(path, data))
    return Opened(Shape.DETAIL, sha256, len(items), (_line(number, item, scope) for number, item in items))


def collect(lines: Iterator[Line], name: str) -> tuple[Collected, int]:
    """Everything that could be read, and how many lines held something. Raises FileRefused where none is a record."""
    collected, read, taken = Collected(), 0, 0
    for line in lines:
        if line.record:
            collected.add(line.number, line.record)
            taken += 1
        elif line.error:
            collected.skip(line.number, line.error)
        read += bool(line.record or line.error)
    if not taken:
        first = f"; line {collected.skipped[0].line}: {collected.skipped[0].reason}" if collected.skipped else ""
        raise FileRefused(f"{name} holds no procedure that can be read{first}")
    return collected, read


def _text(path: Path, data: bytes) -> bytes:
    """The bytes of a text file, unpacked."""
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(path) as stream:
                data = stream.read(MOST_BYTES + 1)
        except (OSError, EOFError) as error:
            raise FileRefused(f"{path.name} cannot be unpacked ({error}): fetch it again") from error
    if len(data) > MOST_BYTES:
        raise FileRefused(f"{path.name} is larger than {MOST_BYTES // 1024**2} MB: split it")
    if data.startswith(_UTF16):
        raise FileRefused(f"{path.name} is UTF-16: save it as UTF-8")
    return data.removeprefix(b"\xef\xbb\xbf")


def _items(data: bytes) -> list[tuple[int, Any]]:
    """(number, object or Unreadable for a broken line): of lines, or of one JSON text that fills the file."""
    lines = data.split(b"\n")
    first = next((line for line in lines if line.strip()), b"")
    if not isinstance(_decode(first), dict):
        whole = _decode(data, MOST_BYTES)
        if isinstance(whole, list):
            return list(enumerate(whole, 1))
        if isinstance(whole, dict):
            return [(1, whole)]
    return [(number, _decode(line)) for number, line in enumerate(lines, 1) if line.strip()]


def _decode(raw: bytes, most: int = MOST_LINE) -> Any:
    """The object, or an Unreadable that says what is wrong."""
    if len(raw) > most:
        return Unreadable(f"longer than {most // 1024**2} MB: no record is")
    try:
        return msgspec.json.decode(raw)
    except UnicodeDecodeError as error:
        return Unreadable(f"not UTF-8 (byte {error.start + 1}): save the file as UTF-8")
    except (msgspec.DecodeError, RecursionError) as error:
        return Unreadable(f"broken JSON ({error}): export this record again")


def _line(number: int, item: Any, scope: str) -> Line:
    try:
        return Line(number, _record(item, scope))
    except Unreadable as error:
        return Line(number, None, str(error))


def _record(item: Any, scope: str) -> Imported:
    if isinstance(item, Unreadable):
        raise item
    if isinstance(item, dict) and "ma_thu_tuc" in item:
        return read_crawled(item, scope)
    if is_api(item):
        return read_api(item, scope)
    raise Unreadable("no record of the portal: neither ma_thu_tuc nor executionMethods in it")
