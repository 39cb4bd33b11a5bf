"""Mappings: which head of a column and which word of a system means what. Data, see ``mappings/*.yml``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
import yaml

from bot.catalogue.record import Channel
from bot.dossiers.status import Delivery, Payment, Status
from bot.language.text import fold

Meaning = TypeVar("Meaning")
_ZEROS = re.compile(r"0*(\d+)(?:\.0+)?")
SHIPPED = Path(__file__).parent / "mappings"
NEEDED = ("code", "status", "applicant_name")
FIELDS = (
    *("code", "procedure_code", "procedure_name", "applicant_name", "phone", "look_up_code", "status"),
    *("agency", "handler", "submitted_at", "accepted_at", "due_at", "finished_at", "returned_at"),
    *("missing", "supply_by", "amount_due", "reason", "result_place", "updated_at", "channel", "electronic"),
    *("payment", "delivery", "new_due_at"),
)
DEFAULTS = ("agency", "handler", "result_place")


class MappingError(ValueError):
    """A mapping cannot be used; the message names it, the cause and the cure."""


class _Data(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    columns: dict[str, tuple[str, ...]]
    statuses: dict[str | int, str]
    defaults: dict[str, str]
    channels: dict[str | int, Channel] = {}
    electronic: dict[str | int, bool] = {}
    payments: dict[str | int, Payment] = {}
    deliveries: dict[str | int, Delivery] = {}


class Mapping(NamedTuple):
    """``heads``: the field that a folded head means, of each field the best first. ``names``: a head for messages. All
    others: what a folded word means."""

    name: str
    heads: Dict[str, str]
    statuses: Dict[str, Status]
    defaults: Dict[str, str]
    names: Dict[str, str]
    channels: Dict[str, Channel]
    electronic: Dict[str, bool]
    payments: Dict[str, Payment]
    deliveries: Dict[str, Delivery]


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Without accents, case and punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


@lru_cache(maxsize=4096)
def word_of(text: str) -> str:
    """A word or number of a system in the form in which mappings have it: 04 and 4.0 are 4."""
    number = _ZEROS.fullmatch(text.strip())
    return number[1] if number else plain(text)


def load_mapping(path: Path) -> Mapping:
    """The mapping of a file. Raises MappingError."""
    try:
        raw: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        data = msgspec.convert(raw, _Data)
        return _checked(data)
    except (yaml.YAMLError, ValueError) as error:
        raise MappingError(f"{path.name} is no mapping: {error}") from error


@cache
def shipped_mappings() -> tuple[Mapping, ...]:
    return tuple(load_mapping(path) for path in sorted(SHIPPED.glob("*.yml")))


def _checked(data: _Data) -> Mapping:
    _check_fields(data)
    heads = [(plain(head), field) for field, names in data.columns.items() for head in names]
    _refuse_doubles([head for head, _ in heads])
    statuses = [(word_of(str(word)), _status(name)) for word, name in data.statuses.items()]
    _refuse_doubles([word for word, _ in statuses])
    return Mapping(
        data.name,
        dict(heads),
        dict(statuses),
        data.defaults,
        names={field: heads[0] for field, heads in data.columns.items()},
        channels=_by_word(data.channels),
        electronic=_by_word(data.electronic),
        payments=_by_word(data.payments),
        deliveries=_by_word(data.deliveries),
    )


def _check_fields(data: _Data) -> None:
    unknown = [field for field in data.columns if field not in FIELDS]
    unknown += [field for field in data.defaults if field not in DEFAULTS]
    if unknown or not 0 < len(data.name) <= 40:
        raise ValueError(f"unknown fields {unknown}; known are {', '.join(FIELDS)}; a name has 1 to 40 characters")
    lacking = [field for field in (*NEEDED, *DEFAULTS) if not (data.columns.get(field) or data.defaults.get(field))]
    if lacking:
        raise ValueError(f"neither column nor default for {', '.join(lacking)}")


def _by_word(meanings: Dict[str | int, Meaning]) -> dict[str, Meaning]:
    return {word_of(str(word)): meaning for word, meaning in meanings.items()}


def _refuse_doubles(words: Sequence[str]) -> None:
    twice = [word for word, count in Counter(words).items() if count > 1]
    if twice:
        raise ValueError(f"twice, once accents are gone: {', '.join(twice)}")


def _status(name: str) -> Status:
    try:
        return Status[name.upper()]
    except KeyError:
        known = ", ".join(status.name.lower() for status in Status)
        raise ValueError(f"no status is called {name!r}; known are {known}") from None
