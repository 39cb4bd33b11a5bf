"""Where dossiers are known: in our own database, fed by imports, or in a system that is asked."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, Protocol

import msgspec

from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status


class SourceUnavailable(RuntimeError):
    """The source cannot be asked now. That is told as it is: it says nothing about the dossier."""


class AnswerUnusable(SourceUnavailable):
    """What it answers about this one dossier cannot be believed; about others it may be asked."""


class Found(msgspec.Struct, frozen=True):
    """``stale_since``: what is told was so then and may have changed; None where it can be relied on. ``seen_at``: when
    it was so, if not now. ``is_kept``: its source is away, this was kept from an earlier answer."""

    dossier: Dossier
    stale_since: dt.datetime | None = None
    seen_at: dt.datetime | None = None
    is_kept: bool = False


class Listed(NamedTuple):
    """A dossier in a person's list: what is known without its record. ``stale_since`` as above."""

    code: str
    procedure_id: str
    status: Status
    updated_at: dt.datetime
    stale_since: dt.datetime | None


class DossierSource(Protocol):
    """Looks up. Who may see the answer is decided elsewhere (``verification``)."""

    def find(self, code: str, now: dt.datetime) -> Found | None:
        """The dossier of a code in its canonical form; None where there is none. Raises SourceUnavailable."""

    def of_phone(self, phone_key: str, now: dt.datetime) -> list[Listed] | None:
        """All that are registered under a phone, the last changed first; None where it can be asked by code only."""

    def close(self) -> None:
        """Give back its connections, if it has any of its own."""
