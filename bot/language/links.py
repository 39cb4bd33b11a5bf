"""Addresses of pages, told apart without opening them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bot.language.codes import find_procedure_codes

_SUFFIX = ".gov.vn"
# A browser reads these otherwise than our parser does.
_TRICKS = re.compile(r"[\\\s@]|[^\x21-\x7e]")


def is_address(text: str) -> bool:
    return text.strip().lower().startswith(("http://", "https://", "www."))


def is_official(address: str) -> bool:
    """Whether a page is the state's own, by its host alone; what could be read in two ways is not."""
    address = address.strip()
    if _TRICKS.search(address):
        return False
    whole = address if "//" in address else f"https://{address}"
    try:
        parts = urlsplit(whole)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and f".{host}".endswith(_SUFFIX)


def procedure_of(address: str) -> str | None:
    """The national code in an official address, such as 1.001193."""
    codes = find_procedure_codes(unquote(address)) if is_official(address) else []
    return codes[0].code if codes else None
