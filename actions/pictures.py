"""What to say to the codes that were read from a picture. A picture proves nothing: it only spares the typing."""

from __future__ import annotations

from actions.dossiers import tell_dossiers
from actions.telling import tell, unknown_code
from actions.turn import Outcome, Turn
from bot.conversations.event import Event
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.language.codes import is_dossier_code
from bot.language.pictured import IDENTITY, LINK, OTHER, PAYMENT
from bot.texts import say

CONFIRM = "confirm"
# What is said first where a picture shows several things.
WARNINGS = {IDENTITY: "picture_identity", PAYMENT: "picture_payment", LINK: "picture_link"}


def about_picture(turn: Turn, event: Event) -> Outcome:
    codes = event.codes or ()
    warned = [say("events", key) for code, key in WARNINGS.items() if code in codes]
    dossiers = tuple(code for code in codes if is_dossier_code(code))
    if dossiers:
        reply, memory = _confirm(turn, dossiers)
        return Reply("\n\n".join([*warned, reply.text]), reply.custom, reply.buttons), memory
    if warned:
        return Reply("\n\n".join(warned), Custom(Kind.WARNING)), turn.memory
    procedures = [code for code in codes if code != OTHER]
    if procedures:
        return about_procedure_code(turn, procedures[0])
    key = "picture_other" if codes else "picture_nothing"
    return Reply(say("events", key), Custom(Kind.REFUSAL)), turn.memory


def about_procedure_code(turn: Turn, code: str) -> Outcome:
    """The overview of the procedure that an official address names."""
    record = turn.shelf.by_code.get(code)
    return tell(turn, record, ()) if record else unknown_code(turn, code)


def confirmed(turn: Turn) -> Outcome | None:
    """After a yes: go on with the look-up, which asks for proof as ever."""
    memory = turn.memory
    if memory.awaiting != CONFIRM or not memory.offered:
        return None
    return tell_dossiers(turn, memory.offered, {}, memory.change(offered=(), awaiting=None))


def denied(turn: Turn) -> Outcome | None:
    """After a no: ask for the code itself."""
    if turn.memory.awaiting != CONFIRM:
        return None
    text = say("events", "picture_wrong")
    return Reply(text, Custom(Kind.VERIFY)), turn.memory.change(dossier=None, offered=(), awaiting="code")


def _confirm(turn: Turn, codes: tuple[str, ...]) -> Outcome:
    memory = turn.memory.change(offered=codes, awaiting=CONFIRM)
    if len(codes) > 1:
        lines = [say("events", "picture_codes", count=len(codes))]
        lines += [say("events", "picture_choice", number=number, code=code) for number, code in enumerate(codes, 1)]
        return Reply("\n".join(lines), Custom(Kind.VERIFY), tuple(Button(code, code) for code in codes)), memory
    memory = memory.change(dossier=codes[0], pending=())
    no = say("events", "picture_no")
    buttons = (Button(say("events", "picture_yes"), codes[0]), Button(no, no.lower()))
    return Reply(say("events", "picture_code", code=codes[0]), Custom(Kind.VERIFY, dossier=codes[0]), buttons), memory
