"""What officers look up at the command line, in the journal beside what citizens do."""

from __future__ import annotations

import datetime as dt
import os

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from bot.store.engine import writing
from bot.store.secrets import Keys
from bot.store.tables import journal


def note_opened(engine: Engine, keys: Keys, code: str, now: dt.datetime) -> None:
    """One dossier was shown with the applicant's name."""
    _note(engine, keys, "officer_opened", keys.pseudonym("dossier", code), now)


def note_missed(engine: Engine, keys: Keys, code: str, now: dt.datetime) -> None:
    """A dossier was looked for that there is not."""
    _note(engine, keys, "officer_missed", keys.pseudonym("dossier", code), now)


def note_listed(engine: Engine, keys: Keys, listed: str, now: dt.datetime) -> None:
    """A list of dossiers was shown; ``listed`` is its name."""
    _note(engine, keys, "officer_listed", listed, now)


def _note(engine: Engine, keys: Keys, event: str, subject: str, now: dt.datetime) -> None:
    """Under a pseudonym of the system's user, by number: names come from variables that anyone can set."""
    person = keys.pseudonym("person", f"operator:{os.getuid()}")
    with writing(engine) as connection:
        connection.execute(insert(journal), {"at": now, "person": person, "event": event, "subject": subject})
