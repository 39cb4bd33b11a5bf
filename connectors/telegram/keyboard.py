"""Buttons under a Telegram message: at most 64 bytes each, so what is longer is kept and stands behind a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit

from bot.conversations.reply import Button
from bot.store.payloads import Kept, key_of
from bot.store.secrets import Keys
from connectors.look import SHARE

# Before the key of a payload; no payload of ours begins so.
KEY = "~"
MOST_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
# What fits beside each other on a small phone.
ROW_CHARACTERS = 24
ROW_BUTTONS = 3
# What a person can be asked to hand over, and how Telegram's own button is told.
CONTROLS = {f"{SHARE}phone": "request_contact", f"{SHARE}location": "request_location"}


def controls(buttons: Sequence[Button]) -> list[tuple[str, str]]:
    """Title and kind of those that Telegram has a control for."""
    return [(button.title, CONTROLS[button.payload]) for button in buttons if button.payload in CONTROLS]


def inline(keys: Keys, conversation: str, buttons: Sequence[Button]) -> tuple[list[tuple[str, str]], list[Kept]]:
    """Title and data of each, and those whose payload has to be kept."""
    plain = [button for button in buttons if button.payload not in CONTROLS]
    long = [button for button in plain if len(button.payload.encode()) > MOST_BYTES or button.payload.startswith(KEY)]
    kept = {button: Kept(key_of(keys, conversation, button), button) for button in long}
    data = [KEY + kept[button].key if button in kept else button.payload for button in plain]
    return [(button.title, datum) for button, datum in zip(plain, data, strict=True)], list(kept.values())


def markup(piece: dict[str, Any]) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """Of what ``pieces`` put together: a message carries one sort of buttons only."""
    if piece["controls"]:
        keys = [[_control(title, kind)] for title, kind in piece["controls"]]
        return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
    if not piece["inline"]:
        return None
    rows_of = _rows(piece["inline"])
    return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in rows_of])


def _control(title: str, kind: str) -> KeyboardButton:
    if kind == "request_contact":
        return KeyboardButton(title, request_contact=True)
    return KeyboardButton(title, request_location=True)


def _rows(buttons: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Short ones beside each other, in their order."""
    rows: list[list[tuple[str, str]]] = []
    for button in buttons:
        if rows and len(rows[-1]) < ROW_BUTTONS and sum(len(t) for t, _ in [*rows[-1], button]) <= ROW_CHARACTERS:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows
