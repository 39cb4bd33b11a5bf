"""Text, caption and keyboard of a message, as Telegram takes them from a call."""

from __future__ import annotations

from typing import Any

from connectors.fakes.telegram_html import CannotParse, parse, units
from connectors.fakes.telegram_markup import BadMarkup, check
from connectors.fakes.telegram_params import Params, bad
from connectors.fakes.telegram_updates import Body


def worded(params: Params, name: str, most: int) -> Body:
    """Text or caption as Telegram keeps it, with its entities."""
    source, mode = params.text(name) or "", (params.text("parse_mode") or "").lower()
    try:
        text, entities = parse(source) if mode == "html" else (source, params.thing("entities") or [])
    except CannotParse as error:
        raise bad(f"can't parse entities: {error}") from error
    if mode not in ("", "html"):
        raise bad("unsupported parse_mode")
    if units(text) > most:
        raise bad("message is too long" if name == "text" else "message caption is too long")
    worded = {name: text.strip()} if name == "text" or text else {}
    return {**worded, **({"entities" if name == "text" else "caption_entities": entities} if entities else {})}


def markup_of(params: Params) -> Any:
    markup = params.thing("reply_markup")
    try:
        if markup is not None:
            check(markup)
    except BadMarkup as error:
        raise bad(str(error)) from error
    return markup
