"""What is kept of the codes in a picture: no more than an answer needs, and nothing of an identity card.

The bars and squares of one-stop shops hold dossier codes and addresses of procedures. What else people photograph
names them (identity card, insurance) or asks for money, and is kept only as the kind of thing that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.language.codes import find_dossier_codes
from bot.language.links import is_address, procedure_of

IDENTITY, PAYMENT, LINK, OTHER = "#identity", "#payment", "#link", "#other"
MOST = 5

# The card's square holds "number|old number|name|…"; its back begins with IDVNM.
_IDENTITY = re.compile(r"\d{12}\s*(?:\||$)|IDVNM")
# EMVCo's merchant-presented payload, as VietQR uses it.
_PAYMENT = "000201"


def kept(texts: Iterable[str]) -> tuple[str, ...]:
    """Of each text the codes of dossiers and procedures in it, else what kind of thing it is."""
    found = [code for text in texts for code in _kept(text.strip())]
    return tuple(dict.fromkeys(found))[:MOST]


def _kept(text: str) -> list[str]:
    if _IDENTITY.match(text):
        return [IDENTITY]
    if text.startswith(_PAYMENT):
        return [PAYMENT]
    if codes := [code.code for code in find_dossier_codes(text) if not code.problem]:
        return codes
    if code := procedure_of(text):
        return [code]
    return [LINK if is_address(text) else OTHER]
