"""Fees and times of an imported record as facts of a procedure, each with how sure it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bot.catalogue.portal.fees import last_day
from bot.catalogue.portal.imported import FeeKind, Flag, Imported, PrintedFee, PrintedTime, Row
from bot.catalogue.portal.plain import cut, fold
from bot.catalogue.portal.times import contradicted
from bot.catalogue.record import Channel, Confidence, Fee, TimeLimit, TimeUnit
from bot.texts import say, texts

LONGEST_QUOTE = 200
MOST_FEES = 6
# "150.000 đồng/lần" says no more than the amount and for what.
_EACH = re.compile(r"^[\d.,]+ ?(?:đồng|đ|vnđ) ?/ ?(?:01 )?([^\d,;:.()]{1,30})$", re.IGNORECASE)
_CASE = re.compile(r"^(?:(?:trong )?truong hop|doi voi|cap |\d+ (?:ngay|gio))")


def fees(rows: Sequence[Row], seen: dt.date) -> tuple[Fee, ...]:
    """Each fee once, with its channel where it is one channel's only. Nothing, where the source prints none."""
    channels = {row.channel for row in rows}
    printed = {row.fee: {other.channel for other in rows if other.fee == row.fee} for row in rows}
    if all(fee.kind is FeeKind.UNKNOWN for fee in printed):
        return ()
    found: list[Fee] = []
    for fee, where in printed.items():
        everywhere: tuple[Channel | None, ...] = (None,) if where == channels else tuple(sorted(where))
        found += [_fee(fee, channel, seen) for channel in everywhere]
    return tuple(found[:MOST_FEES])


def _fee(fee: PrintedFee, channel: Channel | None, seen: dt.date) -> Fee:
    what = say("imported", "fee")
    if fee.kind is FeeKind.FREE:
        return Fee(amount=0, what=what, channel=channel)
    if fee.kind is FeeKind.FREE_UNCONFIRMED:
        note = say("imported", "fee_free_unconfirmed")
        return Fee(amount=0, what=what, channel=channel, confidence=Confidence.UNSURE, note=note)
    if fee.kind is FeeKind.BY_PROVINCE:
        return Fee(amount=None, what=what, channel=channel, set_by_province=True)
    if fee.kind is not FeeKind.AMOUNT:
        return Fee(amount=None, what=what, channel=channel, note=_quote(fee.note, seen))
    each = _EACH.match(fee.note)
    return Fee(
        amount=fee.amount,
        what=what,
        unit=say("imported", "fee_each", each=each[1]) if each else None if fee.currency == "VND" else fee.currency,
        channel=channel,
        valid_from=fee.valid_from,
        valid_to=fee.valid_to,
        confidence=Confidence.UNSURE if fee.unsure else Confidence.CERTAIN,
        note=_quote(fee.note, seen) if fee.note and not each else None,
    )


def _quote(note: str, seen: dt.date) -> str:
    """The source's own words; a window that had ended when they were read is only said to have ended."""
    if not note:
        return say("imported", "fee_unprinted")
    ended = last_day(note)
    if ended and ended < seen:
        return say("imported", "fee_ended", date=f"{ended:%d/%m/%Y}")
    return say("imported", "fee_quoted", note=cut(note, LONGEST_QUOTE))


def times(record: Imported) -> tuple[TimeLimit, ...]:
    """One limit; several where the text beside each says for whom; none that is quoted where it does not. A row of a
    channel may hold a legal case, so which time is whose is never taken from the channel."""
    rows = record.rows
    printed = list(dict.fromkeys(row.time for row in rows if row.time != PrintedTime()))
    if len(printed) < 2:
        doubtful = Flag.TIME_CONTRADICTED in record.flags
        return tuple(_time(row, doubtful) for row in rows if row.time == printed[0])[:1] if printed else ()
    cases = {time: _case_of(time, rows) for time in printed}
    if all(cases.values()) and len(set(cases.values())) == len(cases) and all(time.unit for time in printed):
        return tuple(TimeLimit(amount=t.amount, unit=t.unit or TimeUnit.DAY, when=cases[t]) for t in printed)
    said = "; ".join(map(_said, printed))
    return (TimeLimit(amount=None, unit=TimeUnit.DAY, note=say("imported", "times_differ", times=said)),)


def _case_of(time: PrintedTime, rows: Sequence[Row]) -> str:
    """For whom a time is, where the notes beside it say so."""
    notes = [row.note for row in rows if row.time == time and row.note]
    return cut(notes[0], LONGEST_QUOTE // 2) if notes and all(_CASE.match(fold(note)) for note in notes) else ""


def _time(row: Row, doubtful: bool) -> TimeLimit:
    time = row.time
    if time.amount is None:
        return TimeLimit(
            amount=None, unit=TimeUnit.DAY, note=say("imported", "time_printed", printed=cut(time.printed, 120))
        )
    if time.unit is None:
        return TimeLimit(amount=None, unit=TimeUnit.DAY, note=say("imported", "time_bare", amount=f"{time.amount:g}"))
    if doubtful and contradicted(row):
        note = say("imported", "time_contradicted", note=cut(row.note, LONGEST_QUOTE))
        return TimeLimit(amount=time.amount, unit=time.unit, confidence=Confidence.UNSURE, note=note)
    return TimeLimit(amount=time.amount, unit=time.unit)


def _said(time: PrintedTime) -> str:
    if time.amount is None:
        return time.printed
    unit = texts("imported")["units"][time.unit.value] if time.unit else say("imported", "unit_unknown")
    return say("imported", "time_amount", amount=f"{time.amount:g}", unit=unit)
