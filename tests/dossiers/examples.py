"""Builders for the tests of this room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.dossiers.calendar import LOCAL
from bot.dossiers.dossier import Dossier
from bot.dossiers.facts import Rules, facts, with_clock
from bot.dossiers.status import Status


def at(text: str) -> dt.datetime:
    """``2026-11-20 15:30`` in Vietnam, as UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(dt.timezone.utc)


def as_stored(dossier: Dossier) -> Dossier:
    """As a look-up reads it that was stored without a history."""
    return with_clock(dossier, facts(dossier, (), Rules()).clock)


def dossier(**changes: Any) -> Dossier:
    fields: dict[str, Any] = {
        "code": "H37.99.99-261118-0001",
        "procedure_id": "tach-ho",
        "procedure_name": "Tách hộ",
        "applicant_name": "NGUYỄN VĂN A",
        "phone": "0900000012",
        "look_up_code": "7K2M",
        "status": Status.IN_PROGRESS,
        "agency": "Công an xã Mẫu",
        "handler": "Bộ phận Quản lý cư trú",
        "submitted_at": at("2026-11-18 08:00"),
        "accepted_at": at("2026-11-18 08:15"),
        "due_at": at("2026-11-26 17:00"),
        "result_place": "Trung tâm Phục vụ hành chính công xã Mẫu",
        "updated_at": at("2026-11-20 09:05"),
    }
    return Dossier(**(fields | changes))
