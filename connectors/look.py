"""How a reply looks where it is not a page: choices as text, long texts in pieces, a little HTML. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from html import escape

from bot.conversations.reply import Button, Reply
from bot.language.text import fold, nfc
from bot.texts import say
from connectors.lines import BULLET, NUMBERED

# Buttons that ask a person to hand something over: a channel that can turns them into its own control.
SHARE = "#share-"

_SENTENCE = re.compile(r"(?<=[^\d\s][.!?…])\s+")
_BREAKS = (re.compile(r"\n[^\S\n]*\n\s*"), re.compile(r"\s*\n\s*"), _SENTENCE)
_WORD = re.compile(r"\s+")


def numbered(reply: Reply) -> str:
    """The text, with what its buttons would say.

    Numbers are the text's own, since they are what the dialogue remembers. Buttons that the text names nowhere are
    added as words to be sent, which the dialogue takes as if the button were pressed.
    """
    left = [button for button in reply.buttons if not button.payload.startswith(SHARE) and not _told(button, reply)]
    if not left:
        return reply.text
    titles = ", ".join(say("messengers", "title", title=button.title) for button in left)
    return f"{reply.text}\n\n{say('messengers', 'say_on', titles=titles)}"


def _told(button: Button, reply: Reply) -> bool:
    """Whether a numbered line begins with the title, or the text tells to say it."""
    lines = filter(None, map(NUMBERED.fullmatch, reply.text.splitlines()))
    title = re.compile(re.escape(button.title) + r"(?!\w)")
    return any(title.match(line[2]) for line in lines) or f'"{fold(button.title)}"' in fold(reply.text)


def split(text: str, most: int, size: Callable[[str], int] = len) -> list[str]:
    """Pieces of at most ``most`` by ``size`` (code points of NFC unless told otherwise; more text is never smaller),
    none of them empty.

    Cut between paragraphs, else lines, else sentences, else words; within a word only where that alone is too long.
    """
    rest, pieces = nfc(text).strip(), []
    while size(rest) > most:
        room = max(1, bisect_right(range(len(rest) + 1), most, key=lambda end: size(rest[:end])) - 1)
        end = _cut(rest, room)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def _cut(text: str, room: int) -> int:
    """Where the first piece ends; a better kind of place only where it fills a third of the room."""
    for pattern in _BREAKS:
        ends = [found.start() for found in pattern.finditer(text) if found.start() <= room]
        if ends and ends[-1] >= room // 3:
            return ends[-1]
    words = [found.start() for found in _WORD.finditer(text) if 0 < found.start() <= room]
    return words[-1] if words else room


def html(text: str, lead: bool = False) -> str:
    """Escaped for Telegram's HTML, with headings in bold; with ``lead`` the first line too."""
    lines = text.split("\n")
    return "\n".join(
        f"<b>{escape(line, quote=False)}</b>" if _is_heading(place, lines, lead) else escape(line, quote=False)
        for place, line in enumerate(lines)
    )


def _is_heading(place: int, lines: list[str], lead: bool) -> bool:
    line, after = lines[place], lines[place + 1] if place + 1 < len(lines) else ""
    if place == 0 and lead:
        return bool(line)
    if line.endswith(":"):
        return after.startswith(BULLET) or bool(NUMBERED.fullmatch(after))
    # A number that opens a paragraph is no item of a list.
    opens = place > 0 and not lines[place - 1].strip()
    return opens and bool(NUMBERED.fullmatch(line)) and bool(after) and not NUMBERED.fullmatch(after)
