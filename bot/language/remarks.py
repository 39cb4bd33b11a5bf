"""Small remarks in a talk, which ask for nothing: "để tôi xem", "thế à", "trời nóng quá"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.text import fold

_NOISE = re.compile(r"[^\w\s]+")


def find_remark(text: str) -> str | None:
    """What kind of remark the whole message is, as the key of its answer."""
    words = " ".join(_NOISE.sub(" ", fold(text)).split())
    return next((kind for kind, pattern in _kinds() if pattern.fullmatch(words)), None)


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "remarks.yml").read_text(encoding="utf-8"))
    before, after = (rf"(?:{'|'.join(data[side])})" for side in ("before", "after"))
    return tuple(
        (kind, re.compile(rf"(?:{before} )*(?:{'|'.join(words).replace('{me}', data['me'])})(?: {after})*"))
        for kind, words in data["kinds"].items()
    )
