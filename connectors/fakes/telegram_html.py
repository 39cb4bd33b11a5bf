"""Telegram's HTML: which tags it knows, and what it says of the rest."""

from __future__ import annotations

import html
import re
from typing import Any, NamedTuple

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "a": "text_link",
}
_PART = re.compile(r"<|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>")
_LINK = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


class CannotParse(ValueError):
    """What follows ``can't parse entities:``."""


class _Open(NamedTuple):
    tag: str
    offset: int
    link: str


def units(text: str) -> int:
    """UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without tags, and its entities. Raises CannotParse."""
    text, place, entities, stack = "", 0, list[dict[str, Any]](), list[_Open]()
    while found := _PART.search(source, place):
        text += source[place : found.start()]
        if found[0] != "<":
            text, place = text + html.unescape(found[0]), found.end()
            continue
        tag = _tag_at(source, found.start())
        place = tag.end()
        if tag[1]:
            _close(stack, tag[2].lower(), _bytes(source, found.start()), text, entities)
        else:
            stack.append(_Open(tag[2].lower(), units(text), _link(tag[3])))
    if stack:
        raise CannotParse(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return text + source[place:], sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _tag_at(source: str, start: int) -> re.Match[str]:
    tag = _TAG.match(source, start)
    if tag is None:
        name = re.match(r"</?([^\s>]*)", source[start:])
        raise CannotParse(f'Unsupported start tag "{name[1] if name else ""}" at byte offset {_bytes(source, start)}')
    known = tag[2].lower() in TAGS or (tag[2].lower() == "span" and "tg-spoiler" in tag[3]) or tag[1]
    if not known:
        raise CannotParse(f'Unsupported start tag "{tag[2]}" at byte offset {_bytes(source, start)}')
    return tag


def _close(stack: list[_Open], name: str, place: int, text: str, entities: list[dict[str, Any]]) -> None:
    if not stack:
        raise CannotParse(f"Unexpected end tag at byte offset {place}")
    opened = stack.pop()
    if opened.tag != name:
        raise CannotParse(f'Unmatched end tag at byte offset {place}, expected "</{opened.tag}>", found "</{name}>"')
    length = units(text) - opened.offset
    if length and (opened.tag != "a" or opened.link):
        kind = TAGS.get(opened.tag, "spoiler")
        link = {"url": opened.link} if opened.tag == "a" else {}
        entities.append({"type": kind, "offset": opened.offset, "length": length, **link})


def _link(attributes: str) -> str:
    found = _LINK.search(attributes)
    return html.unescape(next(filter(None, found.groups()), "")) if found else ""


def _bytes(source: str, place: int) -> int:
    return len(source[:place].encode())
