"""The one reply model of all channels."""

from __future__ import annotations

from enum import Enum

import msgspec


class Kind(str, Enum):
    """What sort of reply it is; the web page, analytics and tests read it in ``custom``."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    BROWSE = "browse"
    STATUS = "status"
    VERIFY = "verify"
    CHECKLIST = "checklist"
    FORM = "form"
    HANDOFF = "handoff"
    COMPLAINT = "complaint"
    CRISIS = "crisis"
    WARNING = "warning"
    REFUSAL = "refusal"
    SMALLTALK = "smalltalk"
    ERROR = "error"


class Button(msgspec.Struct, frozen=True):
    """A choice. ``payload`` is sent in place of the title, and says the same thing at any later time."""

    title: str
    payload: str


class Custom(msgspec.Struct, frozen=True, omit_defaults=False):
    """What a program reads. ``procedures`` are national codes in order; ``conversation`` says who is answering."""

    kind: Kind
    procedures: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    dossier: str | None = None
    conversation: str = "bot"


class Reply(msgspec.Struct, frozen=True):
    """``short``: the same for a place that has room for a line only, where it was written for one."""

    text: str
    custom: Custom
    buttons: tuple[Button, ...] = ()
    short: str = ""
