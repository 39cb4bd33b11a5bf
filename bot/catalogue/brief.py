"""A record in its short form: the same facts without notes, counts and legal bases."""

from __future__ import annotations

import msgspec

from bot.catalogue.record import Procedure

_replace = msgspec.structs.replace


def brief(record: Procedure) -> Procedure:
    """What is unsure stays marked so; an amount that is unknown keeps the note that says why."""
    documents = tuple(_replace(d, note=None, form=None, originals=0, copies=0) for d in record.documents)
    fees = tuple(_replace(fee, basis=None, note=fee.note if fee.amount is None else None) for fee in record.fees)
    times = tuple(_replace(time, note=time.note if time.amount is None else None) for time in record.times)
    online = _replace(record.online, note=None)
    return _replace(record, documents=documents, fees=fees, times=times, online=online, notes=())
