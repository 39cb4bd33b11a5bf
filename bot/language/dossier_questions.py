"""Questions about a dossier that is spoken of already: when, late, who has it, the steps so far, what is missing."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from pathlib import Path

import yaml

from bot.language.text import fold

DATA = Path(__file__).parent / "dossier_questions.yml"


class DossierQuestion(str, Enum):
    """Each has its phrases in ``dossier_questions.yml``."""

    LATE = "late"
    WHO = "who"
    STEPS = "steps"
    TODO = "todo"
    WHEN = "when"
    WHERE = "where"


def find_dossier_question(text: str) -> DossierQuestion | None:
    """The first kind, in the order of the enum, whose phrase stands in the message."""
    words = _words(text)
    return next((kind for kind, phrases in _phrases() if any(f" {phrase} " in words for phrase in phrases)), None)


def asks_for_code(text: str) -> bool:
    """Whether the message is nothing but the wish for a one-time code: "gửi mã", "cho em xin mã mới"."""
    return bool(_SEND.fullmatch(_words(text).strip()))


def asks_for_all(text: str) -> bool:
    """ "Hồ sơ của tôi", "các hồ sơ của em": all dossiers of the person, not the one spoken of."""
    return bool(_ALL.search(_words(text)))


_ME = "em|e|toi|minh|anh|chi|tui|con"
_ASKING = rf"(?:(?:{_ME}|da|vang|oi|cho|nho|hay|thi|xin|muon|duoc) )*"
_WHICH = r"(?: (?:tra cuu|moi|khac|lan nua|6 so))*"
_WAY = r"(?: (?:qua|ve|toi|den|bang|vao) (?:so )?(?:dien thoai|dt|sdt|tin nhan|sms|may))*"
_SEND = re.compile(
    rf"{_ASKING}(?:gui|nhan|xin|lay)(?: (?:{_ME}|lai|cho|giup))* ma{_WHICH}{_WAY}"
    rf"(?: (?:{_ME}|cua|cho|a|nhe|nha|di|giup|lai|voi|duoc khong|duoc ko))*"
)
_SEVERAL = r"(?:cac|nhung|tat ca|may|danh sach|toan bo)(?: cac)? (?:ho so|hs)"
_ALL = re.compile(rf" (?:{_SEVERAL}|(?:ho so|hs) (?:cua|ten|dung ten) (?:{_ME})) ")


def _words(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "


@cache
def _phrases() -> list[tuple[DossierQuestion, tuple[str, ...]]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return [(kind, tuple(_words(phrase).strip() for phrase in data[kind.value])) for kind in DossierQuestion]
