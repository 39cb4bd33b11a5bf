"""Long answers: what fits on a screen, and where the rest begins."""

from __future__ import annotations

import re

# A break is taken only where it leaves a screen that is worth reading.
_WORTH = 3
_BREAKS = ("\n\n", "\n", ". ", " ")


def fold(text: str, most: int | None, hint: str) -> tuple[str, int]:
    """The first screen of ``most`` characters with the ``hint`` how to go on, and the place in the text where the rest
    begins. All of it and 0 where it fits, or where ``most`` is None."""
    if most is None or len(text) <= most:
        return text, 0
    end = _cut(text, most - len(hint) - 2)
    rest = end + len(text[end:]) - len(text[end:].lstrip())
    return f"{text[:end].rstrip()}\n\n{hint}", rest


def _cut(text: str, room: int) -> int:
    """Between paragraphs, else lines, sentences, words; else where the room ends. A heading goes with its lines."""
    least = room // _WORTH
    for mark in _BREAKS:
        places = (found.start() + len(mark.rstrip()) for found in re.finditer(re.escape(mark), text[least:room]))
        ends = [least + place for place in places if not text[: least + place].rstrip().endswith(":")]
        if ends:
            return ends[-1]
    return room
