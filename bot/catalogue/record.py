"""The record of one administrative procedure (thủ tục hành chính), curated by a person of ours or imported.

A curated one is a YAML file under ``records/<field>/<id>.yml``; its texts are our own plain words, which citizens read
word for word. An imported one is made by ``bot.catalogue.portal`` of what a portal or a province publishes.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

import msgspec


class Facet(str, Enum):
    """What a citizen asks about a procedure. ``OVERVIEW`` is the procedure as such."""

    DOCUMENTS = "documents"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    STEPS = "steps"
    ONLINE = "online"
    CONDITIONS = "conditions"
    FORM = "form"
    RESULT = "result"
    LEGAL = "legal"
    OVERVIEW = "overview"


class Confidence(str, Enum):
    """``UNSURE`` facts are never stated as certain: the answer says so and names where to ask."""

    CERTAIN = "certain"
    UNSURE = "unsure"


class Level(str, Enum):
    """Who handles the procedure since the district level was abolished on 1 July 2025. ``UNKNOWN``: no source says."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"
    OTHER = "other"
    UNKNOWN = "unknown"


class Origin(str, Enum):
    """Who vouches for a record. ``PORTAL``, ``LIST``: imported, whole or hardly more than a name; not compared."""

    CURATED = "curated"
    PORTAL = "portal"
    LIST = "list"


class TimeUnit(str, Enum):
    """``SAME_DAY``: result the same day, next working day when received after 15:00 (amount is 1)."""

    SAME_DAY = "same_day"
    HOUR = "hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"


class Channel(str, Enum):
    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class OnlineLevel(str, Enum):
    """The portal's public record does not print full or partial; ``LISTED`` is an online channel of unstated level.

    ``UNKNOWN``: no source says whether there is one, ``NONE``: there is none.
    """

    UNKNOWN = "unknown"
    NONE = "none"
    LISTED = "listed"
    PARTIAL = "partial"
    FULL = "full"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all parts: an unknown key in a YAML file is an error."""


class Document(_Part, frozen=True, kw_only=True):
    """One paper. ``show``: shown and given back. ``when``: condition in words. ``cases``: empty means everybody."""

    name: str
    originals: int = 0
    copies: int = 0
    show: bool = False
    form: str | None = None
    when: str | None = None
    cases: tuple[str, ...] = ()
    confidence: Confidence = Confidence.CERTAIN
    note: str | None = None


class Case(_Part, frozen=True, kw_only=True):
    """One answer to the question that tells cases apart; ``words`` are what citizens type in that case."""

    id: str
    label: str
    words: tuple[str, ...] = ()


class CaseQuestion(_Part, frozen=True, kw_only=True):
    question: str
    options: tuple[Case, ...]


class Fee(_Part, frozen=True, kw_only=True):
    """``amount`` in đồng, 0 is free, None is unknown or set by the province. ``valid_to`` is the last day it holds."""

    amount: int | None
    what: str
    unit: str | None = None
    when: str | None = None
    channel: Channel | None = None
    set_by_province: bool = False
    basis: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    confidence: Confidence = Confidence.CERTAIN
    note: str | None = None


class Benefit(_Part, frozen=True, kw_only=True):
    """Money that a person gets. ``amount`` in đồng, None: no source prints one, ``note`` says so. ``since``: its first
    day; ``unit``: a month where it is paid monthly."""

    amount: int | None
    what: str
    unit: str | None = None
    since: dt.date | None = None
    basis: str | None = None
    confidence: Confidence = Confidence.CERTAIN
    note: str | None = None


class TimeLimit(_Part, frozen=True, kw_only=True):
    """``amount`` None: no source prints a time that may be quoted; ``note`` then says why or where to ask."""

    amount: float | None
    unit: TimeUnit
    when: str | None = None
    confidence: Confidence = Confidence.CERTAIN
    note: str | None = None


class Online(_Part, frozen=True, kw_only=True):
    level: OnlineLevel
    url: str | None = None
    note: str | None = None


class Form(_Part, frozen=True, kw_only=True):
    """An official form; ``source`` is the instrument or number that sets it."""

    id: str
    name: str
    source: str | None = None
    confidence: Confidence = Confidence.CERTAIN


class LegalBasis(_Part, frozen=True, kw_only=True):
    number: str
    name: str


class Sibling(_Part, frozen=True, kw_only=True):
    """A procedure often confused with this one; ``difference`` is one short sentence for the citizen."""

    id: str
    difference: str


class Source(_Part, frozen=True, kw_only=True):
    """Where the facts come from. ``date``: when that source was read or published; ``decision``: quyết định công bố."""

    name: str
    url: str | None = None
    date: dt.date
    decision: str | None = None


class Validity(_Part, frozen=True, kw_only=True):
    since: dt.date | None = None
    until: dt.date | None = None
    note: str | None = None


class Procedure(_Part, frozen=True, kw_only=True):
    """A procedure. ``code`` with ``code_confidence: unsure`` is kept for officers and never given out.

    Imported ones only: ``other_levels`` where several handle it, ``province`` (two digits) where it holds in one only,
    ``unknown`` what the source does not say, ``shortened`` what is not whole here and has to be read on its page.
    ``verified`` is then the day of the import.
    """

    id: str
    code: str | None
    code_confidence: Confidence = Confidence.CERTAIN
    other_codes: tuple[str, ...] = ()
    official_name: str
    short_name: str
    aliases: tuple[str, ...]
    level: Level
    field: str
    agency: str
    where: str
    summary: str
    documents: tuple[Document, ...]
    cases: CaseQuestion | None = None
    fees: tuple[Fee, ...]
    times: tuple[TimeLimit, ...]
    channels: tuple[Channel, ...]
    online: Online
    steps: tuple[str, ...]
    forms: tuple[Form, ...] = ()
    result: tuple[str, ...]
    benefits: tuple[Benefit, ...] = ()
    conditions: tuple[str, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    notes: tuple[str, ...] = ()
    source: Source
    verified: dt.date
    validity: Validity = Validity()
    origin: Origin = Origin.CURATED
    other_levels: tuple[Level, ...] = ()
    province: str | None = None
    unknown: tuple[Facet, ...] = ()
    shortened: tuple[Facet, ...] = ()

    @property
    def public_code(self) -> str | None:
        """The national code where a source confirms it, else None."""
        return self.code if self.code_confidence is Confidence.CERTAIN else None
