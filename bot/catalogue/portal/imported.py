"""One procedure as a source printed it, in one shape whatever the source, with what was repaired or is unsure flagged.

This is what the database keeps. ``bot.catalogue.portal.convert`` turns it into a ``Procedure`` that can be answered.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

import msgspec

from bot.catalogue.record import Channel, Level, OnlineLevel, TimeUnit


class Shape(str, Enum):
    """``DETAIL``: a whole record. ``LIST``: a row of a list, which knows hardly more than code and name."""

    DETAIL = "detail"
    LIST = "list"


class Flag(str, Enum):
    """What was repaired or is unsure. docs/catalogue.md says what each means and what a citizen is told."""

    CODE_MENDED = "code_mended"
    CODE_LOCAL = "code_local"
    CODE_SHARED = "code_shared"
    NAME_LONG = "name_long"
    CURATED_WINS = "curated_wins"
    DECISION_PLACEHOLDER = "decision_placeholder"
    LEVEL_UNKNOWN = "level_unknown"
    AGENCY_UNKNOWN = "agency_unknown"
    DISTRICT = "district"
    HOUSEHOLD_BOOK = "household_book"
    TIME_UNKNOWN = "time_unknown"
    TIME_UNIT_FOUND = "time_unit_found"
    TIME_WITHOUT_UNIT = "time_without_unit"
    TIME_CONTRADICTED = "time_contradicted"
    TIMES_DIFFER = "times_differ"
    FEE_UNKNOWN = "fee_unknown"
    FEE_BY_PROVINCE = "fee_by_province"
    FEE_FREE_WITH_NOTE = "fee_free_with_note"
    FEE_FREE_UNCONFIRMED = "fee_free_unconfirmed"
    FEE_CONTRADICTED = "fee_contradicted"
    FEE_MENDED = "fee_mended"
    FEE_DATED = "fee_dated"
    DOCUMENTS_UNKNOWN = "documents_unknown"
    COUNT_GLUED = "count_glued"
    COUNT_UNSURE = "count_unsure"


class FeeKind(str, Enum):
    """How far a printed fee can be believed. ``QUOTED``: no figure is certain, only the source's own words."""

    UNKNOWN = "unknown"
    FREE = "free"
    FREE_UNCONFIRMED = "free_unconfirmed"
    BY_PROVINCE = "by_province"
    AMOUNT = "amount"
    QUOTED = "quoted"


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class PrintedFee(_Part, frozen=True, kw_only=True):
    """``currency`` is an ISO code. ``unsure``: the note limits the amount. ``valid_to``: the last day of a window."""

    kind: FeeKind
    amount: int | None = None
    currency: str = "VND"
    note: str = ""
    unsure: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class PrintedTime(_Part, frozen=True, kw_only=True):
    """``unit`` None: a bare number. ``printed`` is kept where it is no number at all."""

    amount: float | None = None
    unit: TimeUnit | None = None
    printed: str = ""


class Row(_Part, frozen=True, kw_only=True):
    """One row of "cách thức thực hiện". Land records put legal cases into these rows, so a channel proves little."""

    channel: Channel
    time: PrintedTime
    fee: PrintedFee
    note: str = ""


class Paper(_Part, frozen=True, kw_only=True):
    """``originals``, ``copies`` None: the number could not be read. ``group``: heading of its component group."""

    name: str
    originals: int | None = 0
    copies: int | None = 0
    form: bool = False
    group: str = ""


class Law(_Part, frozen=True, kw_only=True):
    number: str
    name: str


class Imported(_Part, frozen=True, kw_only=True):
    """``code`` is the national code where there is one, else the province's own. ``scope``: code of the province, or
    empty for the whole country. ``online`` None: the source does not say. ``updated``: the source's own date."""

    shape: Shape
    code: str
    scope: str = ""
    name: str
    levels: tuple[Level, ...] = ()
    agency: str = ""
    address: str = ""
    field: str = ""
    subjects: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    online: OnlineLevel | None = None
    papers: tuple[Paper, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    legal_basis: tuple[Law, ...] = ()
    decision: str = ""
    url: str = ""
    updated: dt.date | None = None
    flags: tuple[Flag, ...] = ()
