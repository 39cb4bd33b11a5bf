"""A draft of Mẫu 04 (văn bản xin lỗi và đề nghị gia hạn) for a dossier that is late. An officer fills in what only the
office knows, the reason and the new date, signs and sends it: nothing is sent from here."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from docxtpl import DocxTemplate

from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import OFFICE_CLOSES
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import WITH_RESULT
from bot.dossiers.texts import local_day, say_time, texts

TEMPLATE = Path(__file__).parent / "templates" / "apology.docx"


class NotLate(ValueError):
    """Nothing to apologise for: the dossier is not late."""


def draft_apology(dossier: Dossier, unit: str, now: dt.datetime) -> bytes:
    """The draft as a DOCX file; ``unit``: the name of the one-stop shop. Raises NotLate, also for what ended without a
    result."""
    without_result = dossier.status.has_ended and dossier.status not in WITH_RESULT
    if without_result or not dossier.is_overdue(now):
        raise NotLate("the dossier is not late")
    template = DocxTemplate(TEMPLATE)
    template.render(_values(dossier, unit, now), autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def _values(dossier: Dossier, unit: str, now: dt.datetime) -> dict[str, object]:
    words = texts().apology
    # A stored dossier knows when it ended also where the source leaves the time out.
    finished = dossier.finished_at or dossier.clock_stopped_at if dossier.status.has_ended else None
    running = not dossier.status.has_ended
    return {
        "unit": unit.upper(),
        "agency": dossier.agency,
        # "cơ quan giải quyết", where the source names none, may begin a sentence.
        "agency_first": dossier.agency[:1].upper() + dossier.agency[1:],
        "applicant": dossier.applicant_name,
        "code": dossier.code,
        "procedure": dossier.procedure_name,
        "today": _day(now),
        "accepted_day": _day(dossier.accepted_at),
        "due": _due(dossier.due_at),
        "due_note": words["expected"] if dossier.due_expected else "",
        "running": running,
        "delay": words["running" if running else "finished"].format(agency=dossier.agency),
        "finished_day": _day(finished),
        "to_collect": dossier.is_to_collect,
        "result_place": dossier.result_place.replace(words["in_chat"], words["in_letter"]),
    }


def _day(time: dt.datetime | None) -> str:
    """A day that is not known is left for the officer."""
    return f"{local_day(time):%d/%m/%Y}" if time else texts().apology["blank_day"]


def _due(time: dt.datetime | None) -> str:
    """Without the hour where it is that at which offices close: most sources promise a day only."""
    words = texts().apology
    if time is None:
        return words["blank_day"]
    whole_day = time.astimezone(LOCAL).time() == OFFICE_CLOSES
    return words["day" if whole_day else "time"].format(time=say_time(time), day=_day(time))
