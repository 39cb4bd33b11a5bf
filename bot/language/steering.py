"""How a message steers the talk itself: shorter, back, never mind, the next person."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.text import fold, nfc

_NOISE = re.compile(r"[^\w\s]+")
# Without marks "tôi" reads as "tới": who speaks of oneself goes nowhere.
_SELF = re.compile(r"\btôi\b")
# And "đúng" as "dừng": who agrees stops nothing.
_RIGHT = re.compile(r"\bđúng\b")


class Steer(str, Enum):
    """Each has its phrases in ``steering.yml``."""

    SHORTER = "shorter"
    BACK = "back"
    CANCEL = "cancel"


def find_steer(text: str) -> Steer | None:
    """What the whole message does to the talk, if that is all it does."""
    words = _plain(text)
    return next((steer for steer in Steer if _whole(steer.value).fullmatch(words)), None)


def starts_over(text: str) -> bool:
    """ "Xong bà A rồi, giờ tới ông B": whoever helps several people turns to the next one."""
    return bool(_next_person().search(_plain(text)))


def _plain(text: str) -> str:
    spelled = _RIGHT.sub("phai", _SELF.sub("minh", nfc(text).lower()))
    return " ".join(_NOISE.sub(" ", fold(spelled)).split())


@cache
def _whole(kind: str) -> re.Pattern[str]:
    data = _data()
    before, after = (rf"(?:{'|'.join(data[side])})" for side in ("before", "after"))
    return re.compile(rf"(?:{before} )*(?:{'|'.join(data[kind])})(?: {after})*")


@cache
def _next_person() -> re.Pattern[str]:
    data = _data()
    kin = rf"(?:{'|'.join(data['kin'])})"
    return re.compile("|".join(pattern.replace("{kin}", kin) for pattern in data["next_person"]))


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "steering.yml").read_text(encoding="utf-8"))
    return data
