"""A phone number that is sent after a ticket was opened: where to call back."""

from __future__ import annotations

import re

from actions.turn import Outcome, Turn, plain, unit
from bot.conversations.reply import Kind
from bot.dossiers.phone import masked_phone, normal_phone

# A phone in one piece or in groups; longer numbers, as those of an identity card, are none.
_PHONE = re.compile(r"(?<![\d.-])(?:\+?84|0)(?:[ .-]?2(?:[ .-]?\d){9}|[ .-]?[35789](?:[ .-]?\d){8})(?![\d-])")


def about_call_back(turn: Turn) -> Outcome | None:
    """None where no ticket is open, no phone is in the message, or digits of a phone were asked for as a proof."""
    ticket = turn.memory.ticket
    if not ticket or turn.memory.awaiting == "factor" or turn.found("dossier_code"):
        return None
    phone = phone_in(turn.text)
    if not phone:
        return None
    turn.work.note_phone(ticket, phone)
    values = {"ticket": ticket, "phone": masked_phone(phone), "hours": unit().hours}
    return plain("call_back", Kind.HANDOFF, **values), turn.memory


def phone_in(text: str) -> str:
    """The first phone number in its one form; empty where there is none."""
    found = _PHONE.search(text)
    return normal_phone(found[0]) if found else ""
