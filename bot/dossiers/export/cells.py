"""One cell of an export: text, lists and amounts as systems and spreadsheets write them. Nothing unsure is guessed."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from bot.language.text import clean, nfc

Cell = str | int | float | bool | dt.datetime | dt.date | None

MOST_CHARACTERS = 2_000
# What programs write where there is nothing.
_NOTHING = frozenset(
    [
        *("", "-", "--", "---", "–", "—", ".", "...", "…", "n/a", "#n/a", "\\n", "undefined"),
        *("null", "(null)", "[null]", "<null>", "none", "nan", "nat"),
    ]
)
_ERROR = re.compile(r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
# UTF-8 read as something else ("Nguyá»…n"), or letters that an encoding did not have ("Nguy?n").
_DAMAGED = re.compile(r"[áÄÆÃ][‘ƒ¡-¿]|\ufffd")
_LOST = re.compile(r"(?<!\S)[^\W\d_]*\?+[^\W\d_]")
# A code beside a separator, on several lines.
_SWALLOWED = re.compile(r"[,;\t|]\W*[HG]\d{2}[.\d]*-\d{6,8}-\d{4}|[HG]\d{2}[.\d]*-\d{6,8}-\d{4,7}\W*[,;\t|]")
_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?P<mark>[., ])\d{3}(?:(?P=mark)\d{3})*|\d+)"  # 1.250.000
    r"(?:(?!(?P=mark))[.,](?:00?|0{4,}))?"  # ,00: of three zeros nobody knows whether they are decimals
)


class Unreadable(ValueError):
    """A cell or row cannot be taken; the message says why and never quotes a person's data."""


class MonthFirst(Unreadable):
    """A date can only be read with the month in front: so all others of the file may be meant so."""


def mask(value: object) -> str:
    """The shape of a value without the value: letters as x, digits as 9."""
    shape = re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", str(value)))
    return shape if len(shape) <= 30 else f"{shape[:30]}…"


def bare(text: str) -> str:
    """One line without invisible characters, stand-ins for nothing and the marks by which spreadsheets keep a number as
    text: '0900…, ="0900…"."""
    line = " ".join((nfc(text) if text.isprintable() else clean(text)).split())
    if line[:1] == "'":
        line = line.lstrip("' ")
    elif line[:2] == '="' and line[-1] == '"':
        line = line[2:-1].strip()
    return "" if line.lower() in _NOTHING else line


def text_of(cell: Cell) -> str:
    """One line of text in NFC. A whole number comes without its ".0". Raises Unreadable."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return _tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def lines_of(cell: Cell) -> tuple[str, ...]:
    """The items of a list in a cell: lines, or parts between semicolons."""
    if cell is None or cell == "":
        return ()
    parts = re.split(r"[\n\r;]+", _own(cell)) if isinstance(cell, str) else [cell]
    items = (re.sub(r"^[-+*•]\s*|^\d{1,2}[.)]\s+", "", text_of(part)) for part in parts)
    return tuple(item for item in items if item)


def paragraph_of(cell: Cell) -> str:
    """Text that may be written on several lines."""
    return text_of(" ".join(_own(cell).split())) if isinstance(cell, str) else text_of(cell)


def amount_of(cell: Cell) -> int | None:
    """An amount in đồng: 1.250.000, "1,250,000 đồng", 1250000.00. None where nothing is due, or no figure is told."""
    text = re.sub(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", "", text_of(cell).lower())
    if not re.search(r"\d", text):
        return None
    amount = _AMOUNT.fullmatch(text)
    if amount is None:
        raise Unreadable(f"no amount: {mask(text)}")
    return int(re.sub(r"\D", "", amount["whole"])) or None


@lru_cache(maxsize=65536)
def _tidy(text: str) -> str:
    _check_length(text)
    if not text.isprintable() and len(text.strip().splitlines()) > 1:
        raise Unreadable("a line break: is a quotation mark left open? Else write it in one line")
    line = bare(text)
    if line[:1] == "=":
        raise Unreadable("a formula in place of a value: copy the column and paste it as values")
    if line[:1] == "#" and _ERROR.match(line):
        raise Unreadable("an error such as #REF! in place of a value")
    if _DAMAGED.search(line) or ("?" in line and _LOST.search(line)):
        raise Unreadable("letters are lost: export it again as UTF-8, or name its encoding with --encoding")
    return line


def _own(text: str) -> str:
    """Several lines of one row. Those of other rows would tell one person of another."""
    _check_length(text)
    if "\n" in text.strip() and _SWALLOWED.search(text):
        raise Unreadable("it holds other rows: is a quotation mark left open?")
    return text


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"longer than {MOST_CHARACTERS} characters: is a quotation mark left open?")
