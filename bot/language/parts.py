"""The parts of a message that may each be a request of their own, and what their words show about that."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from bot.language.part_patterns import Patterns, patterns
from bot.language.text import aligned, fold, nfc

# The share of words with a mark from which a message is taken as typed with them.
MARKED = 0.35
_AROUND = " :–—-"


class Role(str, Enum):
    """What a part does. CALLS: "cô Năm hỏi …". ITEM: of a list. HEADS: a question before what it is about.

    TELLS: a cause, a purpose, what is done already, or what must be shown: never a request.
    """

    ASKS = "asks"
    HEADS = "heads"
    CALLS = "calls"
    ITEM = "item"
    NAMES = "names"
    TELLS = "tells"


class Part(NamedTuple):
    """``tied`` to the part before by "và" and the like. ``wants``: it says a wish. ``papers``: it takes papers as
    its object, so that a name tied to it may be one more of them. ``acts``: it opens with what is to be done, as the
    items of a list do and a story does not. ``who``: for whom it is, where a name says so; that is not in ``text``."""

    text: str
    role: Role
    tied: bool = False
    wants: bool = False
    papers: bool = False
    acts: bool = False
    who: str = ""


def find_parts(text: str) -> tuple[Part, ...]:
    """All of them in order, none empty; a single one where nothing divides."""
    text = nfc(text)
    marked = _marked(text)
    spelled = "".join(character.lower()[0] for character in text) if marked else aligned(text)
    known = patterns(marked)
    # In capitals nothing tells a name.
    seen = spelled if text.isupper() else "".join(map(_cased, spelled, text))
    parts = tuple(_part(text[a:b], seen[a:b], link, known) for a, b, link in _spans(spelled, seen, known))
    if known.joint.search(spelled):
        return tuple(part if part.role is Role.ASKS else part._replace(role=Role.TELLS) for part in parts)
    if known.plural.search(spelled):
        return tuple(map(_listed, parts))
    return parts


def _listed(part: Part) -> Part:
    """Of a message that speaks of several things: what a part tells may be one of them, "mất bằng lái rồi"."""
    role = Role.NAMES if part.role is Role.TELLS and (part.wants or not part.papers) else part.role
    return part._replace(acts=True, role=role)


def _marked(text: str) -> bool:
    """Typed with marks. Short forms are spelled out with them, so a few of them show nothing."""
    words = text.split()
    return sum(word.lower() != fold(word) for word in words) >= MARKED * len(words)


def _cased(spelled: str, typed: str) -> str:
    return spelled.upper()[0] if typed.isupper() else spelled


def _spans(text: str, seen: str, patterns: Patterns) -> Iterator[tuple[int, int, str]]:
    """Where each part stands, without its connecting words, and what divides it from the part before.

    ``seen`` is ``text`` with its capitals. "Bác Sáu: …" is not divided.
    """
    listed = len(patterns.number.findall(text)) > 1 or text.startswith(("-", "•", "*", "+"))
    divider = patterns.item_divider if listed else patterns.divider
    start, link = 0, "stop"
    for match in [*divider.finditer(text), None]:
        kind = str(match.lastgroup) if match else ""
        end = match.start() if match else len(text)
        opening = patterns.opening.match(text, start, end)
        start = opening.end() if opening else start
        if match and patterns.who.fullmatch(seen, start, match.end()):
            continue
        end = start + len(text[start:end].rstrip())
        if start < end:
            yield start, end, link
            link = "stop"
        if match:
            start = match.end()
            link = "item" if listed and kind in ("item", "dash") else kind if link == "stop" else link


def _part(text: str, seen: str, link: str, known: Patterns) -> Part:
    who = known.who.match(seen)
    named = who.end() if who and (who["mark"] or who["name"]) and who.end() < len(seen) else 0
    words = seen.lower()
    papers = bool(known.papers.search(words))
    words, rest = known.hidden.sub("_", words), known.hidden.sub("_", words[named:])
    role = _role(words, "item" if who and who["mark"] else link, known)
    wants, acts = bool(known.wants.search(words)), bool(known.acts.search(rest) or known.acts.search(words))
    return Part(text[named:], role, link == "and", wants, papers, acts, text[:named].strip(_AROUND))


def _role(text: str, link: str, patterns: Patterns) -> Role:
    if patterns.calls.search(text):
        return Role.ASKS if patterns.asks.search(text) else Role.CALLS
    if patterns.needs.search(text):
        return Role.TELLS
    if patterns.asks.search(text):
        return Role.ASKS
    if patterns.heads.search(text):
        return Role.HEADS
    if patterns.tells.search(text):
        return Role.TELLS
    return Role.ITEM if link == "item" else Role.NAMES
