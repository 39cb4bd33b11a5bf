"""Provinces and centrally-run cities by their official two-digit codes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.catalogue.portal.plain import fold


@cache
def provinces() -> dict[str, str]:
    """Names by code."""
    names: dict[str, str] = yaml.safe_load((Path(__file__).parent / "provinces.yml").read_text(encoding="utf-8"))
    return names


def find_province(text: str) -> str | None:
    """The code of a province that is named by code or name, with or without diacritics and "tỉnh" or "thành phố"."""
    wanted = _bare(text)
    return next((code for code, name in provinces().items() if wanted in (code, _bare(name))), None)


def province_name(code: str) -> str:
    return provinces()[code]


def _bare(text: str) -> str:
    return re.sub(r"^(?:tinh|thanh pho|tp)\b[. ]*", "", fold(text).strip())
