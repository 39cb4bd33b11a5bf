"""Rating the service when a result was handed out: one tap, a reason for who likes, never asked twice."""

from __future__ import annotations

import datetime as dt
import re

from bot.conversations.reply import Button
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Delivery, Status
from bot.language.codes import find_dossier_codes
from bot.texts import say, texts

MOST_STARS = 5
# Whoever comes back later has other things in mind.
ASKED_WITHIN = dt.timedelta(days=30)
OPEN_FOR = dt.timedelta(days=14)
_NUMBER = re.compile(r"(?<!\w)\+?\d[\d .-]{7,}\d(?!\w)")
_CODE = re.compile(r"\b[HG]\d\d[.\d -]+\d\b|\b\d{3}(?:\.\w\w){2}\.[HG]\d\d[\d-]+", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S+")


def may_be_asked(dossier: Dossier, now: dt.datetime) -> bool:
    """Whether its result was handed out, not long ago, and is not in the post still."""
    if dossier.status is not Status.RETURNED or dossier.delivery is Delivery.SENT:
        return False
    return now - (dossier.returned_at or dossier.updated_at) <= ASKED_WITHIN


def question(subject: str) -> tuple[str, tuple[Button, ...]]:
    """``subject``: pseudonym of the dossier. A button says which dossier it rates also when it is pressed late."""
    titles = texts("ratings")["stars"]
    buttons = tuple(Button(title, f"#sao:{n}@{subject[:12]}") for n, title in enumerate(titles, 1))
    return say("ratings", "question"), buttons


def reasons(stars: int) -> tuple[Button, ...]:
    """What is often the reason of so many stars; pressed, it says itself."""
    words = texts("ratings")["reasons"]
    chosen = words["good" if stars > MOST_STARS - 2 else "bad"]
    return tuple(Button(reason, reason) for reason in (*chosen, words["none"]))


def without_persons(text: str) -> str:
    """A reason for those who read many: phones, identity numbers, dossier codes and addresses are left out."""
    for found in reversed(find_dossier_codes(text)):
        text = f"{text[: found.start]}***{text[found.end :]}"
    for pattern in (_MAIL, _CODE, _NUMBER):
        text = pattern.sub("***", text)
    return text
