"""Frequent matters that the one-stop shop does not do: where to go instead, and what of ours is next to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import yaml

from bot.catalogue.answer import codes, payload
from bot.catalogue.browse import Step
from bot.catalogue.load import CatalogueError
from bot.catalogue.record import Facet, Procedure
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.language.text import fold
from bot.texts import say

_NOISE = re.compile(r"[^\w\s]+")


class Elsewhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``said``: who does it. ``words``, ``unless``: see ``elsewhere.yml``."""

    id: str
    words: tuple[str, ...]
    unless: tuple[str, ...]
    said: str
    offers: tuple[Step, ...] = ()


@cache
def load_elsewhere() -> tuple[Elsewhere, ...]:
    """Raises CatalogueError naming the faulty part."""
    text = (Path(__file__).parent / "elsewhere.yml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(yaml.safe_load(text), tuple[Elsewhere, ...])
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CatalogueError(f"elsewhere.yml: {error}") from error


def find_elsewhere(text: str) -> Elsewhere | None:
    """The first matter whose words stand in the message, without any of those that make it another one."""
    words = " ".join(_NOISE.sub(" ", fold(text)).split())
    return next((e for e in load_elsewhere() if _says(e.words, words) and not _says(e.unless, words)), None)


def where_instead(matter: Elsewhere, catalogue: Mapping[str, Procedure]) -> Reply:
    """Who does it; what is offered is numbered in the order of the buttons."""
    records = [catalogue[step.procedure] for step in matter.offers]
    buttons = tuple(Button(record.short_name, payload(record)) for record in records)
    names = zip(matter.offers, records, strict=True)
    steps = [say("browse", "step", name=record.short_name, line=step.line) for step, record in names]
    lines = [say("browse", "item", number=number, text=step) for number, step in enumerate(steps, 1)]
    head = [say("answers", "elsewhere_offers")] if lines else []
    custom = Custom(Kind.REFUSAL, codes(records), (Facet.PLACE.value,))
    return Reply("\n".join([matter.said, *head, *lines]), custom, buttons)


def check_elsewhere(matters: tuple[Elsewhere, ...], catalogue: Mapping[str, Procedure]) -> list[str]:
    """Everything that the types cannot say, a line a problem."""
    steps = [(matter.id, step.procedure) for matter in matters for step in matter.offers]
    return [f"elsewhere.yml: {matter}: unknown procedure {one}" for matter, one in steps if one not in catalogue]


def _says(patterns: tuple[str, ...], words: str) -> bool:
    return bool(patterns) and bool(_any(patterns).search(words))


@cache
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")
