"""A draft of Mẫu 04 (văn bản xin lỗi và đề nghị gia hạn) for a dossier that is late. An officer fills in what only the
office knows, the reason and the new date, signs and sends it: nothing is sent from here."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from docxtpl import DocxTemplate

from bot.dossiers.dossier import Dossier
from bot.dossiers.texts import local_day, say_time, texts

TEMPLATE = Path(__file__).parent / "templates" / "apology.docx"


class NotLate(ValueError):
    """Nothing to apologise for: the dossier is not late."""


def draft_apology(dossier: Dossier, unit: str, now: dt.datetime) -> bytes:
    """The draft as a DOCX file; ``unit``: the name of the one-stop shop. Raises NotLate."""
    if not dossier.is_overdue(now):
        raise NotLate("the dossier is not late")
    template = DocxTemplate(TEMPLATE)
    template.render(_values(dossier, unit, now), autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def _values(dossier: Dossier, unit: str, now: dt.datetime) -> dict[str, object]:
    words = texts().apology
    finished = dossier.finished_at
    return {
        "unit": unit.upper(),
        "agency": dossier.agency,
        "applicant": dossier.applicant_name,
        "code": dossier.code,
        "procedure": dossier.procedure_name,
        "today": _day(now),
        "accepted_day": _day(dossier.accepted_at),
        "due": _time(dossier.due_at),
        "due_note": words["expected"] if dossier.due_expected else "",
        "running": finished is None,
        "delay": words["running" if finished is None else "finished"].format(agency=dossier.agency),
        "finished_day": _day(finished),
        "result_place": dossier.result_place,
    }


def _day(time: dt.datetime | None) -> str:
    """A day that is not known is left for the officer."""
    return f"{local_day(time):%d/%m/%Y}" if time else texts().apology["blank_day"]


def _time(time: dt.datetime | None) -> str:
    return texts().apology["time"].format(time=say_time(time), day=_day(time)) if time else _day(None)
