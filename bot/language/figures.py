"""Whether a message asks how punctual the unit is: "xã tôi giải quyết đúng hạn không"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.language.codes import find_dossier_codes
from bot.language.text import fold, nfc

DATA = Path(__file__).parent / "figures.yml"


def asks_figures(text: str) -> bool:
    """Of dossiers as a whole; a question about one's own, with a code or "của tôi", is another one."""
    words = _plain(text)
    if find_dossier_codes(text) or _pattern("mine").search(words):
        return False
    late_dossiers = all(_pattern(kind).search(words) for kind in ("dossiers", "late", "how_many"))
    return bool(
        late_dossiers or _pattern("alone").search(words) or (_office().search(words) and _question().search(words))
    )


def _plain(text: str) -> str:
    """Folded, without children ("trẻ"), who would else be late ("trễ")."""
    return _CHILDREN.sub("", " ".join(re.findall(r"[a-z0-9]+", fold(_CHILD.sub("", nfc(text))))))


_CHILD = re.compile(r"\btrẻ\b", re.IGNORECASE)
_CHILDREN = re.compile(r"\btre (?:em|con|nho|so sinh|mo coi|khuyet tat)\b")


@cache
def _office() -> re.Pattern[str]:
    """An office of which something about time is said: "xã làm hồ sơ có trễ hẹn", not "nộp ở xã trễ hẹn"."""
    behind = "".join(rf"(?<!\b{place} )" for place in _words("places"))
    return re.compile(rf"{behind}\b(?:{'|'.join(_words('offices'))})\b.*\b(?:{'|'.join(_words('late'))})\b")


@cache
def _question() -> re.Pattern[str]:
    ends, tail = "|".join(_words("ends")), "vay|a|ha|the|ad|em|ban|nhi|ta|nha|day|do|hen"
    return re.compile(rf"\b(?:{'|'.join(_words('asking'))})\b|\b(?:{ends})(?: (?:{tail}))*$")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_words(kind))})\b")


@cache
def _words(kind: str) -> tuple[str, ...]:
    data: dict[str, list[str]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(map(_plain, data[kind]))
