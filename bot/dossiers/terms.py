"""The time limit of a procedure, kept with a dossier when it is accepted: later changes of a record move nothing."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.catalogue.record import Confidence, Procedure, TimeUnit


class Term(msgspec.Struct, frozen=True):
    """Such as 3 working days; stored as ``3 working_day``."""

    amount: float
    unit: TimeUnit

    def __str__(self) -> str:
        return f"{self.amount:g} {self.unit.value}"


def read_term(text: str | None) -> Term | None:
    """What ``str`` of a term gave."""
    if not text:
        return None
    amount, unit = text.split()
    return Term(float(amount), TimeUnit(unit))


def terms_of(catalogue: Mapping[str, Procedure]) -> dict[str, Term]:
    """By procedure id, where the record has exactly one time, certain and for every case: no other may be promised."""
    only = {procedure.id: procedure.times[0] for procedure in catalogue.values() if len(procedure.times) == 1}
    return {
        procedure: Term(time.amount, time.unit)
        for procedure, time in only.items()
        if time.amount is not None and not time.when and time.confidence is Confidence.CERTAIN
    }
