"""Questions about a dossier that is spoken of already: when, late, who has it, the steps so far, what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.language.text import fold, nfc

DATA = Path(__file__).parent / "dossier_questions.yml"


class DossierQuestion(str, Enum):
    """Each has its phrases in ``dossier_questions.yml``. In the order in which one message that asks several is meant;
    most are asked of a dossier in some states only."""

    SUPPLY = "supply"
    PAY = "pay"
    PROXY = "proxy"
    POST = "post"
    COLLECT = "collect"
    WHY = "why"
    WITHDRAW = "withdraw"
    APOLOGY = "apology"
    LATE = "late"
    WHO = "who"
    STEPS = "steps"
    TODO = "todo"
    WHEN = "when"
    WHERE = "where"
    FASTER = "faster"


def find_dossier_questions(text: str) -> list[DossierQuestion]:
    """The kinds whose phrase stands in the message, in the order of the enum."""
    plain, written = _words(text), _as_written(text)
    return [
        kind
        for kind, phrases in _phrases().items()
        if any(f" {phrase} " in plain for phrase in phrases.plain)
        or any(f" {phrase} " in written for phrase in phrases.written)
    ]


def asks_nothing_but(text: str, *kinds: DossierQuestion) -> bool:
    """Whether the message is these questions and no more: a complaint that asks one on the way is a complaint."""
    known = [_phrases()[kind] for kind in kinds]
    written = _without(_as_written(text), [phrase for phrases in known for phrase in phrases.written])
    rest = _without(_words(written), [phrase for phrases in known for phrase in phrases.plain])
    return rest != _words(text) and _fillers().issuperset(rest.split())


def asks_for_code(text: str) -> bool:
    """Whether the message is nothing but the wish for a one-time code: "gửi mã", "cho em xin mã mới"."""
    return bool(_SEND.fullmatch(_words(text).strip()))


def misses_code(text: str) -> bool:
    """ "Không nhận được mã", "đổi số điện thoại rồi": a one-time code does not come."""
    return bool(_NO_CODE.search(_words(text)))


def lacks_factor(text: str) -> bool:
    """ "Không nhớ mã tra cứu", "mất giấy hẹn rồi", "mã ở đâu": what was asked for is not at hand."""
    words = _words(text)
    return bool(_LACKS.search(words) or _KNOWS_NOT.fullmatch(words) or lost_code(text))


def lost_code(text: str) -> bool:
    """ "Mất giấy hẹn", "quên mã hồ sơ": there is nothing to read it from."""
    return bool(_LOST.search(_words(text)))


def asks_for_all(text: str) -> bool:
    """ "Hồ sơ của tôi", "các hồ sơ của em": all dossiers of the person, not the one spoken of."""
    return bool(_ALL.search(_words(text)))


_ME = "em|e|toi|minh|anh|chi|tui|con"
_ASKING = rf"(?:(?:{_ME}|da|vang|oi|cho|nho|hay|thi|xin|muon|duoc) )*"
_WHICH = r"(?: (?:tra cuu|moi|khac|lan nua|6 so))*"
_WAY = r"(?: (?:qua|ve|toi|den|bang|vao) (?:so )?(?:dien thoai|dt|sdt|tin nhan|sms|may))*"
_SEND = re.compile(
    rf"{_ASKING}(?:gui|nhan|xin|lay)(?: (?:{_ME}|lai|cho|giup))* ma{_WHICH}{_WAY}"
    rf"(?: (?:{_ME}|cua|cho|ho so|hs|a|nhe|nha|di|giup|lai|voi|duoc khong|duoc ko))*"
)
_NOT = "(?:khong|ko|k|chua|hong|chang)"
_COME = "(?:thay|nhan|duoc|dc|co|gui|toi|den|ve)"
_NO_CODE = re.compile(
    rf" {_NOT} (?:{_COME} )+(?:tin nhan |tin )?ma | ma (?:van )?{_NOT} {_COME} "
    rf"| bao (?:lau|gio) (?:thi |moi |nua )*(?:{_COME} )+ma "
    r"| (?:doi|mat|bo|khoa) (?:so|sim|may|dien thoai|dt)(?: dien thoai| dt)? "
    r"| (?:so|sim|may|dien thoai|dt) (?:dien thoai |dt )?cu (?:da |bi )*(?:mat|bo|doi|khoa|hong|hu) "
)
_RECEIPT = "(?:giay hen|phieu hen|bien nhan|giay bien nhan|giay tiep nhan)"
_LOST = re.compile(
    rf" (?:mat|lac|that lac|de quen|khong con|ko con) (?:cai |to )?{_RECEIPT} "
    r"| (?:quen|khong nho|ko nho|k nho|mat|khong biet|ko biet) (?:cai )?ma (?:so )?(?:ho so|hs) "
)
_IT = rf"(?:(?:cai|to|con) )*(?:ma(?! so thue| dinh danh)(?: tra cuu)?|{_RECEIPT})"
_AT_HAND = "(?:nho|biet|co|con|giu|mang|cam|thay|tim|ra|duoc|hieu)"
_LACKS = re.compile(
    rf" {_NOT} (?:con )?nho | {_NOT} (?:{_AT_HAND} )+{_IT} | (?:quen|mat|roi|lac|that lac|vut) (?:mat )?{_IT} "
    rf"| {_IT}(?: (?:nay|do|ay|4 ky tu))? (?:(?:nam|lay|xem|in|ghi|thi|o) )*(?:dau|cho nao|la gi|la sao|nao) "
    rf"| {_IT} (?:(?:em|toi|minh) )?(?:{_NOT} (?:nho|biet|con|thay)|quen|(?:bi )?(?:mat|roi|lac)) "
    rf"| (?:lam sao|cach nao|lam the nao) (?:de )?(?:{_AT_HAND}|lay|xem) (?:duoc )?{_IT} "
)
# Said of what was asked for, without naming it.
_KNOWS_NOT = re.compile(
    rf" (?:(?:{_ME}|da|a|thi|cung) )*(?:{_NOT}(?: con| the)?(?: nho| biet| co| thay| ro| tim thay)?|quen)"
    rf"(?: (?:{_ME}|a|roi|r|nua|dau|gi|het|mat|luon|noi|ra|no|oi|duoc|ca|giay|phieu|ma|nay|do))* "
)
_SEVERAL = r"(?:cac|nhung|tat ca|may|danh sach|toan bo)(?: cac)? (?:ho so|hs)"
_ALL = re.compile(rf" (?:{_SEVERAL}|(?:ho so|hs) (?:cua|ten|dung ten) (?:{_ME})) ")


def _words(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "


def _without(words: str, phrases: Sequence[str]) -> str:
    """What is left beside the phrases, of which some stand within others."""
    for phrase in sorted(phrases, key=len, reverse=True):
        words = words.replace(f" {phrase} ", " ")
    return words


def _as_written(text: str) -> str:
    words = re.findall(r"[^\W_]+", nfc(text).lower())
    return f" {' '.join(words)} "


class _Phrases(NamedTuple):
    plain: tuple[str, ...]
    written: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_words(" ".join(_data()["fillers"])).split())


@cache
def _phrases() -> dict[DossierQuestion, _Phrases]:
    data = _data()
    return {
        kind: _Phrases(
            tuple(_words(phrase).strip() for phrase in data[kind.value]),
            tuple(_as_written(phrase).strip() for phrase in data["as_written"].get(kind.value, ())),
        )
        for kind in DossierQuestion
    }
