"""Find dossier codes (mã hồ sơ) and procedure codes (mã TTHC) in what people type or paste.

Offsets point into the text as given, so run this on the raw message, before any normalising or tokenizing.
Shapes: TT 01/2018 (``000.00.99.H37-261118-0001``, unit parts before the H), QĐ 20/2020 (``H37.99.99-261118-0001``),
ministries (``G09.20-20260609-0092637``) and social insurance (``03706/2026/07906``). An old and a current code are
never turned into each other: systems store them as printed. All examples: ``tests/data/dossier_codes.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from bot.language.code_letters import code_letters
from bot.language.code_splits import SEPARATOR, Split, best_split

IMPOSSIBLE_DATE, CUT_OFF = "impossible_date", "cut_off"

_TWO = "(?:[0-9][0-9A-Z]|[A-Z][0-9])"
_S = rf"{SEPARATOR}{{1,3}}"
_MAYBE = rf"{SEPARATOR}{{0,3}}"
_BLANKS_ON = r"\s(?=[HG][0-9]{2}\s)"
# Unit parts written before the H or G. But for 000…, what stands between them stands behind them as well: else it is
# a date, a phone or a plot.
_OLD_PARTS = (
    rf"000{_MAYBE}{_TWO}{_MAYBE}{_TWO}{_MAYBE}"
    rf"|[0-9]{{2}}[0-9A-Z](?P<three>{_S}){_TWO}(?P=three){_TWO}(?P=three)?"
    rf"|[0-9]{{2}}[0-9A-Z]{_TWO}{_TWO}(?:\.|{_BLANKS_ON})?"
    rf"|(?<![0-9]{SEPARATOR}){_TWO}(?P<two>{_S}){_TWO}(?P=two)?"
    rf"|{_TWO}{_TWO}(?:\.|{_BLANKS_ON})?"
    rf"|(?:(?=[A-Z]*[0-9])[0-9A-Z]{{2,3}}\.){{1,3}}"
)
_SHAPE = rf"(?P<old>{_OLD_PARTS})?(?P<kind>[HG]){SEPARATOR}?(?P<run>[0-9](?:{_MAYBE}[0-9]){{11,60}})"
_CANDIDATE = re.compile(rf"(?:(?<![^\W_])|(?<=hs)|(?<=mã)|(?<=số)){_SHAPE}", re.IGNORECASE)
_GLUED = re.compile(_SHAPE, re.IGNORECASE)
_PART_BEFORE = re.compile(r"(?<![^\W_])(?=[A-Z]*[0-9])[0-9A-Z]{2,}[./-]$", re.IGNORECASE)
_SLASH = r"\s?[./\\_:|-]\s?"
_INSURANCE = re.compile(
    rf"(?<![^\W_])(?<![./-])([0-9]{{5}})(?:{_SLASH}(20[1-3][0-9]){_SLASH}([0-9]{{4,6}})|\s(20[1-3][0-9])\s([0-9]{{5}}))"
    r"(?![0-9])"
)

_PROCEDURE = re.compile(r"(?<![^\W_])(?<![0-9]\.)([1-6])\.([0-9]{6})(?![^\W_])")
_PROCEDURE_NAMED = re.compile(
    r"(?<![^\W_])(?:mã|ma|thủ\s+tục|thu\s+tuc|tthc|mtt)(?:\s+(?:số|so|thủ\s+tục|thu\s+tuc|tthc|tt))*\s*[:#]?\s*"
    r"(?P<code>(?P<field>[1-6])(?:\s?\.\s?|\s)?(?P<number>[0-9]{6}))(?![^\W_])(?!\s*(?:đ|vn|d\b|dong\b|k\b|tri|tr\b|ngh))",
    re.IGNORECASE,
)


class FoundCode(msgspec.Struct, frozen=True):
    """``text[start:end]`` is what was typed. With a ``problem`` the code must be asked about, never looked up."""

    start: int
    end: int
    code: str
    problem: str | None = None


def find_dossier_codes(text: str) -> list[FoundCode]:
    """Every dossier code in order of appearance, in canonical form; one said twice comes twice."""
    letters = code_letters(text)
    unit_codes = list(_unit_codes(letters))
    insurance = [found for found in _insurance_codes(letters) if not _inside(found, unit_codes)]
    return sorted(unit_codes + insurance, key=lambda found: found.start)


def find_procedure_codes(text: str) -> list[FoundCode]:
    """Codes such as ``1.001193``. ``1. 001193`` and ``1001193`` count only after a word such as "mã", "thủ tục"."""
    named = [
        FoundCode(m.start("code"), m.end("code"), f"{m['field']}.{m['number']}")
        for m in _PROCEDURE_NAMED.finditer(text)
    ]
    plain = [FoundCode(m.start(), m.end(), f"{m[1]}.{m[2]}") for m in _PROCEDURE.finditer(text)]
    found = named + [code for code in plain if not _inside(code, named)]
    dossiers = find_dossier_codes(text)
    return sorted((code for code in found if not _inside(code, dossiers)), key=lambda code: code.start)


def is_dossier_code(text: str) -> bool:
    """Whether the whole text is one dossier code, however typed, with a date that exists."""
    text = text.strip()
    found = find_dossier_codes(text)
    return len(found) == 1 and (found[0].start, found[0].end, found[0].problem) == (0, len(text), None)


def _inside(code: FoundCode, others: list[FoundCode]) -> bool:
    return any(code.start < other.end and other.start < code.end for other in others)


def _unit_codes(text: str) -> Iterator[FoundCode]:
    position, match = 0, _CANDIDATE.search(text)
    while match:
        start, old, split = _read(match)
        position = match.end("kind")
        glued = None
        if split is not None:
            position = match.start("run") + split.length
            code = _canonical(old, match["kind"].upper(), split)
            yield FoundCode(start, position, code, _problem(text[:start], split))
            # The next code may follow without a blank.
            glued = _GLUED.match(text, position)
        match = glued or _CANDIDATE.search(text, position)


def _read(match: re.Match[str]) -> tuple[int, str, Split | None]:
    """Where the code begins, its parts before the H, and the rest. A unit has its parts before the H or behind it, so
    numbers before one that has them behind are no part of it, but for zeros."""
    kind, old = match["kind"].upper(), match["old"] or ""
    split = best_split(kind, match["run"], old_order=bool(old))
    if split is None or not split.levels or not old or old.startswith("000"):
        return match.start(), old, split
    return match.start("kind"), "", best_split(kind, match["run"], old_order=False)


def _problem(before: str, split: Split) -> str | None:
    """What it has to be asked about for. Where a part in front could not be read, the rest is another dossier's."""
    if not split.real:
        return IMPOSSIBLE_DATE
    return CUT_OFF if not split.levels and _PART_BEFORE.search(before[-12:]) else None


def _canonical(old: str, kind: str, split: Split) -> str:
    parts = [*_old_parts(old.upper()), kind + split.unit, *split.levels]
    return f"{'.'.join(parts)}-{split.date}-{split.serial}"


def _old_parts(old: str) -> list[str]:
    bare = "".join(re.findall("[0-9A-Z]", old))
    if len(bare) == 7:
        return [bare[:3], bare[3:5], bare[5:]]
    return [bare[:2], bare[2:]] if len(bare) == 4 else re.findall("[0-9A-Z]+", old)


def _insurance_codes(text: str) -> Iterator[FoundCode]:
    for match in _INSURANCE.finditer(text):
        yield FoundCode(match.start(), match.end(), "/".join(filter(None, match.groups())))
