"""What buttons send, for channels whose buttons carry only a short key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from cryptography.fernet import InvalidToken
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Engine

from bot.conversations.reply import Button
from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.tables import payloads
from bot.store.upsert import Upsert

# Shown again it is new again: it is forgotten so long after it was last shown.
_KEEP = Upsert(payloads, ["key"], renewed=["created_at"])
_FIND = select(payloads).where(payloads.c.key == bindparam("of_key"))


class Kept(NamedTuple):
    """A button and the key that stands for its payload."""

    key: str
    button: Button


def key_of(keys: Keys, conversation: str, button: Button) -> str:
    """Always the same for a button in a conversation; nobody else's key can be guessed."""
    return keys.pseudonym("payload", conversation, button.payload, button.title)


def keep(engine: Engine, keys: Keys, conversation: str, buttons: Sequence[Kept], now: dt.datetime) -> None:
    """So that their keys are understood when the buttons are pressed."""
    rows = [
        {
            "key": kept.key,
            "conversation": conversation,
            "payload_enc": keys.encrypt(kept.button.payload),
            "title_enc": keys.encrypt(kept.button.title),
            "created_at": now,
        }
        # In one order, so that two who keep the same ones do not wait for each other.
        for kept in sorted(buttons, key=attrgetter("key"))
    ]
    with writing(engine) as connection:
        _KEEP.run(connection, rows)


def find(engine: Engine, keys: Keys, key: str) -> Button | None:
    """The button behind a key; None where it is forgotten, or none of our keys reads it."""
    with reading(engine) as connection:
        row = connection.execute(_FIND, {"of_key": key}).first()
    try:
        return Button(keys.decrypt(row.title_enc), keys.decrypt(row.payload_enc)) if row else None
    except InvalidToken:
        return None
