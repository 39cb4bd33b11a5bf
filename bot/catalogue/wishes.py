"""What is asked about each of several procedures, and which question is shared by which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.catalogue.ambiguity import Ambiguity
from bot.language.parts import Role
from bot.language.reader import ReadPart

ASKING_NOTHING = (Role.NAMES, Role.CALLS, Role.ITEM)


class Wish(NamedTuple):
    """One procedure, or the choices of ``unclear`` where the words fit several. ``text``: the citizen's own words,
    without ``who``, for whom it is where a name says so."""

    procedures: tuple[str, ...]
    facets: tuple[str, ...]
    text: str
    unclear: Ambiguity | None = None
    who: str = ""

    @property
    def said(self) -> str:
        return f"{self.who} {self.text}".strip()


def with_facets_around(parts: Sequence[ReadPart], requests: Sequence[int], wishes: Sequence[Wish]) -> list[Wish]:
    """A part with no procedure belongs to its neighbour, the one before; the question at the start or at the end to
    all that ask nothing themselves."""
    more: dict[int, list[str]] = {i: [] for i in requests}
    for i, part in enumerate(parts):
        if i not in more and part.role is not Role.NAMES:
            before = [r for r in requests if r < i] or requests[:1]
            outer = (i > requests[-1] and part.role in (Role.ASKS, Role.TELLS)) or (
                i < requests[0] and part.role is Role.HEADS
            )
            for r in [r for r in requests if r == before[-1] or (outer and parts[r].role in ASKING_NOTHING)]:
                more[r] += part.facets
    return [wish._replace(facets=_union(wish.facets, more[i])) for i, wish in zip(requests, wishes, strict=True)]


def shared(parts: Sequence[ReadPart], wishes: Sequence[Wish]) -> list[Wish]:
    """A facet said once holds for names that ask nothing: the next one's ("… và … cần gì"), else the one before's.

    Not for what another person asks: "bác Tư hỏi …, cô Năm hỏi … bao lâu".
    """
    found: list[Wish] = []
    for i, (part, wish) in enumerate(zip(parts, wishes, strict=True)):
        after = next((later.facets for later in wishes[i + 1 :] if later.facets), ())
        before = found[-1].facets if found and not wish.facets else ()
        shares = part.role in (Role.NAMES, Role.ITEM)
        found.append(wish._replace(facets=_union(wish.facets, after or before)) if shares else wish)
    return found


def merged(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Two parts about one procedure are one wish."""
    merged: dict[tuple[str, ...], Wish] = {}
    for wish in wishes:
        known = merged.get(wish.procedures)
        facets = _union(known.facets if known else (), wish.facets)
        text = f"{known.text}, {wish.text}" if known else wish.text
        merged[wish.procedures] = wish._replace(facets=facets, text=text)
    return tuple(merged.values())


def _union(facets: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*facets, *more)))
