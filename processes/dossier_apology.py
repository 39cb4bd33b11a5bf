"""`motcua dossiers apology`: the draft of Mẫu 04 as a file that only its owner reads, since it names a person."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bot.dossiers.apology import NotLate, draft_apology
from bot.dossiers.export.rows import dossier_code
from bot.dossiers.source import DossierSource, SourceUnavailable
from processes.files import FileRefused

# Told the code that was looked up, and whether there is such a dossier.
Note = Callable[[str, bool], None]
# Some codes have slashes.
_UNSAFE = re.compile(r"[^0-9A-Za-z.-]+")


class Draft(NamedTuple):
    """``stale_since``: the dossier is known as it was then, see ``Found``."""

    path: Path
    stale_since: dt.datetime | None


def write_apology(
    source: DossierSource, typed: str, out: Path | None, unit: str, now: dt.datetime, note: Note
) -> Draft:
    """Raises FileRefused with the cause."""
    code = dossier_code(typed.strip())
    if code is None:
        raise FileRefused(f"{typed} is no code of a dossier, such as H37.99.99-261118-0001")
    try:
        found = source.find(code, now)
    except SourceUnavailable as error:
        raise FileRefused("the system of dossiers does not answer: try again later") from error
    note(code, found is not None)
    if found is None:
        raise FileRefused(f"there is no dossier {code}")
    try:
        draft = draft_apology(found.dossier, unit, now)
    except NotLate as error:
        raise FileRefused(f"{code} is not late, so nothing was written") from error
    path = out or Path(f"xin-loi-{_UNSAFE.sub('-', code)}.docx")
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as stream:
        # A file that was there has the mode it had.
        os.fchmod(stream.fileno(), 0o600)
        stream.write(draft)
    return Draft(path, found.stale_since)
