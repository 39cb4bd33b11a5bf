"""How often anybody may guess. Counted alike for codes that exist and codes that do not, so a limit tells nothing."""

from __future__ import annotations

import datetime as dt
from enum import Enum

import msgspec

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


class Whose(str, Enum):
    """What a count belongs to. An address is counted only on channels that have one; a phone over all dossiers that are
    registered with it, and where there is none the code in its place."""

    PERSON = "person"
    DOSSIER = "dossier"
    ADDRESS = "address"
    PHONE = "phone"


class Limit(msgspec.Struct, frozen=True):
    """At most ``most`` within a ``period`` that begins with the first; without a period: at most so many, ever."""

    name: str
    whose: Whose
    most: int
    period: dt.timedelta | None


# Every wrong factor counts here. A carrier puts thousands of people behind one address.
GUESSES = (Limit("guesses", Whose.PERSON, 20, DAY), Limit("guesses_from", Whose.ADDRESS, 200, DAY))
# Three digits are guessed by one in a thousand: few tries for a person, and an end to it for a dossier.
DIGITS = (Limit("digits", Whose.PERSON, 5, DAY), Limit("digits_at", Whose.DOSSIER, 20, None))
# A look-up code is one of a million.
LOOK_UP_CODES = (Limit("look_up_codes_at", Whose.DOSSIER, 50, DAY),)
# Messages with a one-time code: nobody's telephone is to be flooded.
SENT = (
    Limit("sent", Whose.PERSON, 5, DAY),
    Limit("sent_at", Whose.DOSSIER, 3, HOUR),
    Limit("sent_from", Whose.ADDRESS, 50, DAY),
)
# Whoever is refused by these would learn that two codes share a phone, so beyond them a message goes to nobody.
SENT_TO = (Limit("sent_to", Whose.PHONE, 1, MINUTE), Limit("sent_to_often", Whose.PHONE, 5, HOUR))
LASTING = tuple(limit.name for limit in DIGITS if limit.period is None)


def spent(limit: Limit, count: int, since: dt.datetime, now: dt.datetime) -> int:
    """What of a count that began at ``since`` still counts."""
    return count if limit.period is None or now < since + limit.period else 0
