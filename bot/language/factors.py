"""The second factor of a look-up as people write it: look-up code, three digits of a phone, one-time code.

A wrong one costs a try, so a value counts where it is named, or where it is all that the message says: years, plots,
names and the hotline of an SMS that was pasted whole are nobody's factor.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

from bot.language.syllables import is_syllable
from bot.language.text import fold

_LINK = (
    r"(?: (?:la|cua|em|e|toi|tui|minh|con|me|bo|vo|chong|no|ho so|hs|nay|do|day|thi|so|a|in|tren|giay hen|4 ky tu))*"
)
_PIECES = r"([a-z0-9]{4}|[a-z0-9]{2} [a-z0-9]{2}|\w \w \w \w)"
_NAME = r"\b(?:ma (?:so )?tra(?: cuu)?|ma tc|mtc|ma bi mat|(?:4|bon) ky tu)"
_NAMED = re.compile(rf"{_NAME}{_LINK} {_PIECES}\b")
_CALLED_CODE = re.compile(r"\bma(?: la| so)? ((?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{4})\b")
_DIGITS = re.compile(
    r"\b(?:so cuoi|cuoi so|3 so|ba so|duoi (?:so|sdt|dt|dien thoai|sim))\b[^0-9]{0,30}(?<!\d)(\d{3}|\d \d \d)(?! ?\d)"
)
_OWN = "em|e|toi|tui|minh|mk|con|chau|vo|chong|bo|me|dang ky"
_BETWEEN = f"la|cua|nha|da|luc nop|{_OWN}"
_OWN_PHONE = re.compile(
    rf"\b(?:sdt|so dt|dt|dien thoai|sim|so)(?: (?:{_BETWEEN}))*? (?:{_OWN})(?: (?:{_BETWEEN}))* "
    r"((?:0|84)(?: ?\d){9})(?! ?\d)"
)
_END_OF_PHONE = re.compile(
    rf"\b(?:so cuoi|cuoi so|3 so|ba so|duoi)(?: (?:{_BETWEEN}|so|cuoi|sdt|dt|dien thoai|sim))* "
    r"((?:0|84)(?: ?\d){9})(?! ?\d)"
)
_PHONE = re.compile(r"(?:0|84)\d{9,10}")
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{4}")
_LETTERS = re.compile(r"[a-hj-np-z]{4}")
_TIME = re.compile(r"\d[hg]\d\d")
# Four letters that read like a syllable: right behind their name or "là", or alone.
_POLITE = "(?: (?:a|ak|da|nhe|nha|nhen|nghen|hen|em|oi|cam on))*"
_NAMED_WORD = re.compile(rf"{_NAME}(?:{_LINK} la)? ([a-z]{{4}})\b(?P<end>{_POLITE}$)?")
_LONE_WORD = re.compile(rf"(?:(?:da|vang|ma|la) )*([a-z]{{4}})(?P<end>{_POLITE})")
# A printed code at the beginning: "7K2M sao lâu vậy".
_FIRST = re.compile(
    rf"[\W_]*(?:là\s+)?(?!{_TIME.pattern})(?=[a-z]*\d)(?=\d*[a-z])([a-hj-np-z2-9]{{4}})(?![\w.-])", re.IGNORECASE
)
_BLANKS_OF_SIX = r"\d{3}[ .-]?\d{3}|\d{2} \d{2} \d{2}|\d(?: \d){5}"
_SIX = re.compile(rf"(?<!\d)(?<!\d[ .-])(?:{_BLANKS_OF_SIX})(?!\d)(?![ .-]\d)")


def find_factor(text: str, expected: bool, before: str = "") -> str | None:
    """The factor in ``text``, upper-case without blanks, or None. ``before``: what was said before a dossier code.

    ``expected``: it belongs to a code or we have just asked for it, so a value needs no name where it stands alone,
    and a whole phone number of one's own counts by its end.
    """
    behind = unicodedata.normalize("NFKC", text)
    said = f"{unicodedata.normalize('NFKC', before)} {behind}"
    words = _words(said)
    value = _named(words) or _syllable(_NAMED_WORD.search(words), said)
    if expected:
        value = value or _syllable(_LONE_WORD.fullmatch(words), said) or _unnamed(words, behind)
    return value.upper() if value else None


def _named(words: str) -> str | None:
    for pattern in (_NAMED, _CALLED_CODE, _DIGITS, _END_OF_PHONE):
        for match in pattern.finditer(words):
            if value := _value(match[1].split()):
                return value
    return None


def _unnamed(words: str, behind: str) -> str | None:
    """The value that is the whole of a message, an own phone, or a code before everything else."""
    tokens = words.split()
    alone = _without_around(tokens)
    value = _value(alone) or _value(tokens)
    if value and not (_TIME.fullmatch(value) and len(tokens) > 1):
        return value
    if phone := _OWN_PHONE.search(words):
        return phone[1].replace(" ", "")[-3:]
    first = _FIRST.match(behind)
    return first[1] if first else None


def _value(tokens: list[str]) -> str | None:
    """A factor in one piece, in single characters, or a look-up code in halves; a phone in any groups."""
    joined = "".join(tokens)
    if _PHONE.fullmatch(joined):
        return joined[-3:]
    whole = len(tokens) == 1 or all(len(token) == 1 for token in tokens)
    if re.fullmatch(r"\d{3,4}", joined):
        return joined if whole else None
    if _MIXED.fullmatch(joined):
        parts = all(len(token) == 1 or re.search(r"\d", token) for token in tokens)
        return joined if parts else None
    return joined if whole and _may_be_code(joined) and not is_syllable(joined) else None


def _syllable(match: re.Match[str] | None, said: str) -> str | None:
    """Four letters that are a word too: only in capitals that stand out, with nothing but politeness behind them."""
    word = match[1] if match else ""
    capitals = re.search(rf"\b{word.upper()}\b(?P<stop>\s*[.,;!\n])?", said)
    if not match or not capitals or not _may_be_code(word):
        return None
    others = said.replace(word.upper(), "")
    shouted = others.isupper() and others.isascii()
    return word if not shouted and (match["end"] is not None or capitals["stop"]) else None


def _may_be_code(word: str) -> bool:
    data = _data()
    return bool(_LETTERS.fullmatch(word)) and word not in data["no_codes"] and word not in data["around"]


def _without_around(tokens: list[str]) -> list[str]:
    kept = [place for place, token in enumerate(tokens) if token not in _data()["around"]]
    return tokens[kept[0] : kept[-1] + 1] if kept else []


def _words(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


@cache
def _data() -> dict[str, frozenset[str]]:
    raw = yaml.safe_load((Path(__file__).parent / "factor_words.yml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in raw.items()}


def find_one_time_code(text: str) -> str | None:
    """Six digits that stand alone. To be asked only while such a code is outstanding."""
    match = _SIX.search(text)
    return re.sub(r"\D", "", match[0]) if match else None


def is_bare_factor(text: str) -> bool:
    """Whether the message is nothing but something that looks like a factor."""
    bare = fold(text).strip()
    if is_bare_code(bare) or re.fullmatch(r"\d{3,4}", bare):
        return True
    tokens = re.split("[ .-]+", bare)
    return bool(_MIXED.fullmatch("".join(tokens)) and _value(tokens))


def is_bare_code(text: str) -> bool:
    """Whether the message is nothing but six digits, as one-time codes of all services are."""
    return bool(re.fullmatch(_BLANKS_OF_SIX, text.strip()))


def is_personal_number(text: str) -> bool:
    """Whether the message is nothing but a phone number or a citizen's number."""
    return bool(re.fullmatch(r"(?:0|84|\+84)\d{9,10}|\d{9}|\d{12}", re.sub(r"[\s.-]+", "", text)))
