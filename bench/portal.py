"""Published records as procedures, without a database: what the linker is measured on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.catalogue.load import load_catalogue
from bot.catalogue.portal.merge import Seen, procedures
from bot.catalogue.record import Procedure
from processes.catalogue_files import collect, open_file

DAY = dt.date(2026, 11, 21)


def portal_procedures(path: Path, curated_too: bool = False) -> list[Procedure]:
    """``curated_too``: also those whose code a curated record answers for."""
    collected, _ = collect(open_file(path, "").lines, path.name)
    seen = [Seen(record, DAY) for record in collected.finish()]
    return procedures(seen, () if curated_too else load_catalogue().values())
