"""What a question itself wants first: yes or no, or how much money one gets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.catalogue.lines import benefits
from bot.catalogue.record import Facet, Procedure
from bot.catalogue.yes_no import yes_no
from bot.language.benefits import asks_benefit


def opening(
    record: Procedure, text: str, facets: Sequence[Facet], today: dt.date
) -> tuple[list[str], tuple[Facet, ...]]:
    """The first lines, none where nothing of the kind is asked, and the facets that go with them."""
    if asks_benefit(text):
        kept = [facet for facet in facets if facet is not Facet.FEE]
        lines = [] if record.benefits else benefits(record)
        return lines, tuple(dict.fromkeys([*kept, Facet.RESULT]))
    verdict = yes_no(record, text, today)
    if verdict is None:
        return [], tuple(facets)
    return [verdict.text], tuple(facets or [verdict.facet])
