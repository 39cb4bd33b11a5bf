"""Word segmentation with offsets that always point into the message: ``text[start:end]`` is the word as typed."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from bot.language.text import mapped

_BLANK = re.compile(r"\S+")


class Word(NamedTuple):
    start: int
    end: int


@lru_cache(maxsize=4)
def segment(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in any normal form, in order, not overlapping, none empty or blank.

    underthesea sees the canonical form (NFC, lower case, single spaces), since it changes or drops characters of
    other forms; where its words still differ from the text, white space decides.
    """
    canonical = mapped(text)
    spans = _align(_tokenize(canonical.text), canonical.text) or [m.span() for m in _BLANK.finditer(canonical.text)]
    words = [_original(text, canonical.origins[start], canonical.origins[end]) for start, end in spans]
    return tuple(word for word in words if word.start < word.end)


@lru_cache(maxsize=8)
def _tokenize(text: str) -> tuple[str, ...]:
    if not text.strip():
        return ()
    # The fixed words of an earlier caller stay in force in the library, also where none are given.
    _regex.patterns = _PATTERNS
    return tuple(_underthesea.word_tokenize(text, use_token_normalize=False))


def _align(words: Sequence[str], text: str) -> list[tuple[int, int]] | None:
    """Where each word stands in ``text``, or None when the words are not the text's own characters in order."""
    spans: list[tuple[int, int]] = []
    position = 0
    for word in words:
        start = text.find(word, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(word)
        spans.append((start, position))
    return None if text[position:].strip() else spans


def _original(text: str, start: int, end: int) -> Word:
    """The word's place in the original, without blanks that collapsed into its edges."""
    part = text[start:end]
    return Word(start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip()))


def _load() -> tuple[Any, Any]:
    """The library and its module of patterns; its import would set up the logging of our whole process."""
    handlers = list(logging.root.handlers)
    import underthesea
    from underthesea.pipeline.word_tokenize import regex_tokenize

    logging.root.handlers[:] = handlers
    return underthesea, regex_tokenize


_underthesea, _regex = _load()
_PATTERNS = re.compile(_regex.regex_patterns_combine, re.VERBOSE | re.UNICODE)
# The library loads its model at the first call and is not safe for two first calls at once.
_tokenize("khởi động")
