"""What imports share: a file that is refused as a whole, and a guard against archives that unpack to gigabytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MOST_BYTES = 500 * 1024 * 1024
MOST_MEMBERS = 20_000
XLS = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


class FileRefused(ValueError):
    """Nothing of the file can be imported; the message says why, and what to do."""


def check_archive(path: Path) -> None:
    """Refuse what would unpack to more than any list is. No member can yield more than the size it declares."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise FileRefused(f"{path.name} is damaged ({error}): fetch it again") from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_BYTES or len(members) > MOST_MEMBERS:
        raise FileRefused(
            f"{path.name} unpacks to {unpacked // 1024**2} MB in {len(members)} parts, as no list does: "
            "copy the table into a new file, or into several"
        )


@contextmanager
def opened_workbook(path: Path) -> Iterator[Any]:
    """The workbook, its rows read as they are asked for. openpyxl itself leaves a file open that it cannot read."""
    # It takes a quarter of a second to import, which a CSV file need not wait for.
    from openpyxl import load_workbook

    with path.open("rb") as stream:
        workbook = load_workbook(stream, read_only=True, keep_links=False)
        try:
            yield workbook
        finally:
            workbook.close()


def is_page(start: bytes) -> bool:
    """Whether a file begins as HTML or XML does, in whatever Unicode."""
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def page(path: Path) -> FileRefused:
    return FileRefused(
        f"{path.name} is a web page (HTML) or XML inside, whatever its name says: open it in a spreadsheet program and "
        "save it as .xlsx"
    )


def old_spreadsheet(path: Path) -> FileRefused:
    return FileRefused(f"{path.name} is an old .xls, or has a password: save it as .xlsx without a password")
