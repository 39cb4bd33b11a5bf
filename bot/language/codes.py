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

from bot.language.code_splits import SEPARATOR, Split, best_split

IMPOSSIBLE_DATE = "impossible_date"

_TWO = "(?:[0-9][0-9A-Z]|[A-Z][0-9])"
_S = rf"{SEPARATOR}{{1,3}}"
_MAYBE = rf"{SEPARATOR}{{0,3}}"
# Unit parts written before the H or G. Bare digits followed by a space are a number of their own, unless they are 000….
_OLD_PARTS = (
    rf"000{_MAYBE}{_TWO}{_MAYBE}{_TWO}{_MAYBE}"
    rf"|[0-9]{{2}}[0-9A-Z]{_S}{_TWO}{_S}{_TWO}{_MAYBE}"
    rf"|[0-9]{{2}}[0-9A-Z]{_TWO}{_TWO}\.?"
    rf"|{_TWO}{_S}{_TWO}{_MAYBE}"
    rf"|{_TWO}{_TWO}\.?"
    rf"|(?:(?=[A-Z]*[0-9])[0-9A-Z]{{2,3}}\.){{1,3}}"
)
_CANDIDATE = re.compile(
    rf"(?:(?<![^\W_])|(?<=hs)|(?<=mã)|(?<=số))(?P<old>{_OLD_PARTS})?(?P<kind>[HG]){SEPARATOR}?(?P<run>[0-9](?:{_MAYBE}[0-9]){{11,60}})",
    re.IGNORECASE,
)
_SLASH = r"\s?[./\-\u2010-\u2015\u2212]\s?"
_INSURANCE = re.compile(rf"(?<![^\W_])(?<![./-])([0-9]{{5}}){_SLASH}(20[1-3][0-9]){_SLASH}([0-9]{{4,6}})(?![0-9])")

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
    unit_codes = list(_unit_codes(text))
    insurance = [found for found in _insurance_codes(text) if not _inside(found, unit_codes)]
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
    position = 0
    while match := _CANDIDATE.search(text, position):
        kind = match["kind"].upper()
        split = best_split(kind, match["run"], old_order=match["old"] is not None)
        position = match.end("kind")
        if split is not None:
            position = match.start("run") + split.length
            problem = None if split.real else IMPOSSIBLE_DATE
            yield FoundCode(match.start(), position, _canonical(match["old"] or "", kind, split), problem)


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
        yield FoundCode(match.start(), match.end(), "/".join(match.groups()))
