"""What imports share: a file that is refused as a whole, and a guard against archives that unpack to gigabytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

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


def old_spreadsheet(path: Path) -> FileRefused:
    return FileRefused(f"{path.name} is an old .xls, or has a password: save it as .xlsx without a password")
