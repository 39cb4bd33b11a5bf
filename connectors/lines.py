"""Lines of a conversation as the page shows them: blocks, links and choices. Pure: what was said in, a view out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from bot.conversations.reply import Button, Kind, Reply
from bot.store.outbox import Said
from bot.texts import texts

BULLET = "• "
NUMBERED = re.compile(r"\s*(\d{1,2})\. (.+)")
ADDRESS = re.compile(r"https://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
PHONE = re.compile(r"(?<![\d.-])(?:1[89]00[ .]?\d{4}|0\d{3}[ .]?\d{3}[ .]?\d{3})(?![\d.-]*\d)")
EMERGENCY = re.compile(r"(?<![\d./-])11[1345](?![\d./-])")
# These begin with what the eye should fall on: the answer itself, or the question back.
LED = frozenset({Kind.ANSWER, Kind.CLARIFY, Kind.STATUS, Kind.HANDOFF, Kind.WARNING, Kind.CRISIS})
URGENT = frozenset({Kind.WARNING, Kind.CRISIS})


class Span(NamedTuple):
    """A piece of text; ``href`` where it can be tapped."""

    text: str
    href: str | None = None


class Block(NamedTuple):
    """``kind``: lead, heading, text, number, source, question or list; only a list has more than one line."""

    kind: str
    lines: tuple[tuple[Span, ...], ...]


class Choice(NamedTuple):
    """``label`` carries the number that the text gave it, so that it can be said aloud or typed."""

    title: str
    payload: str
    label: str
    chosen: bool


class Line(NamedTuple):
    id: str
    who: str
    kind: str | None
    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...]


def view(said: Sequence[Said]) -> list[Line]:
    """All lines; a choice counts as chosen when the next message says its title or its number."""
    return [_line(line, _next_message(said[place + 1 :])) for place, line in enumerate(said)]


def is_waiting(said: Sequence[Said]) -> bool:
    """Whether a message is not answered yet; a notice is no answer."""
    return next((line.who == "citizen" for line in reversed(said) if not line.notice), False)


def _next_message(later: Sequence[Said]) -> str:
    return next((line.text for line in later if line.who == "citizen"), "")


def _line(said: Said, answer: str) -> Line:
    if said.reply is None:
        spans = tuple((Span(text),) for text in said.text.splitlines() if text.strip())
        return Line(said.id, said.who, None, tuple(Block("text", (line,)) for line in spans), ())
    kind = said.reply.custom.kind
    kept, numbers = _without_choices(said.reply)
    choices = tuple(_choice(button, numbers.get(button.title), answer) for button in said.reply.buttons)
    blocks = _blocks(kept, kind)
    if numbers and blocks and blocks[-1].kind == "text":
        blocks = (*blocks[:-1], blocks[-1]._replace(kind="question"))
    return Line(said.id, said.who, kind.value, blocks, choices)


def _without_choices(reply: Reply) -> tuple[list[str], dict[str, str]]:
    """The lines of the text less those that only number the choices, and the number of each choice."""
    titles = {button.title for button in reply.buttons}
    kept, numbers = [], {}
    for line in filter(str.strip, reply.text.splitlines()):
        found = NUMBERED.fullmatch(line)
        if found and found[2] in titles:
            numbers[found[2]] = found[1]
        else:
            kept.append(line.strip())
    return kept, numbers


def _choice(button: Button, number: str | None, answer: str) -> Choice:
    label = texts("answers")["choice"].format(number=number, text=button.title) if number else button.title
    return Choice(button.title, button.payload, label, answer.strip() in {button.title, number})


def _blocks(lines: Sequence[str], kind: Kind) -> tuple[Block, ...]:
    blocks: list[Block] = []
    kinds = [_kind_of(place, lines, kind) for place in range(len(lines))]
    for name, places in groupby(range(len(lines)), key=kinds.__getitem__):
        spans = [_spans(lines[place].removeprefix(BULLET), kind) for place in places]
        blocks += [Block("list", tuple(spans))] if name == "list" else [Block(name, (line,)) for line in spans]
    return tuple(blocks)


def _kind_of(place: int, lines: Sequence[str], kind: Kind) -> str:
    line = lines[place]
    if line.startswith(BULLET):
        return "list"
    if place == 0 and kind in LED:
        return "lead"
    if line.startswith(texts("answers")["source"].partition("{")[0]):
        return "source"
    following = lines[place + 1] if place + 1 < len(lines) else ""
    if line.endswith(":") and (following.startswith(BULLET) or NUMBERED.fullmatch(following)):
        return "heading"
    return "number" if NUMBERED.fullmatch(line) else "text"


def _spans(line: str, kind: Kind) -> tuple[Span, ...]:
    """The line cut at its links, and at its phone numbers: a tap is easier than copying a number."""
    patterns = (ADDRESS, PHONE, EMERGENCY) if kind in URGENT else (ADDRESS, PHONE)
    links = re.compile("|".join(pattern.pattern for pattern in patterns))
    spans, end = [], 0
    for found in links.finditer(line):
        spans += [Span(line[end : found.start()]), Span(found[0], _href(found[0]))]
        end = found.end()
    return tuple(span for span in [*spans, Span(line[end:])] if span.text)


def _href(text: str) -> str:
    return text if text.startswith("https://") else telephone(text)


def telephone(number: str) -> str:
    """A ``tel:`` address."""
    return "tel:" + re.sub(r"\D", "", number)
