"""What Telegram takes as ``reply_markup``."""

from __future__ import annotations

from typing import Annotated, Any, Union

import msgspec
from msgspec import Meta

MOST_DATA_BYTES = 64
MOST_BUTTONS = 100
MOST_IN_ROW = 8


class BadMarkup(ValueError):
    """What follows ``Bad Request:``."""


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    pass


Text = Annotated[str, Meta(min_length=1)]


class InlineButton(_Strict):
    text: Text
    callback_data: str | None = None
    url: str | None = None


class Inline(_Strict):
    inline_keyboard: list[list[InlineButton]]


class KeyButton(_Strict):
    text: Text
    request_contact: bool = False
    request_location: bool = False


class Keys(_Strict):
    keyboard: list[list[Union[KeyButton, str]]]  # noqa: UP007
    resize_keyboard: bool = False
    one_time_keyboard: bool = False
    is_persistent: bool = False
    selective: bool = False
    input_field_placeholder: Annotated[str, Meta(max_length=64)] | None = None


class Remove(_Strict):
    remove_keyboard: bool
    selective: bool = False


def check(markup: Any) -> None:
    """Raises BadMarkup."""
    try:
        if "inline_keyboard" in markup:
            _check_inline(msgspec.convert(markup, Inline))
        else:
            kind = Keys if "keyboard" in markup else Remove
            _check_size(getattr(msgspec.convert(markup, kind), "keyboard", []))
    except (msgspec.ValidationError, TypeError) as error:
        raise BadMarkup("object expected as reply markup") from error


def _check_inline(markup: Inline) -> None:
    _check_size(markup.inline_keyboard)
    for button in (button for row in markup.inline_keyboard for button in row):
        if (button.callback_data is None) == (button.url is None):
            raise BadMarkup("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= MOST_DATA_BYTES:
            raise BadMarkup("BUTTON_DATA_INVALID")
        if button.url is not None and not button.url.startswith(("http://", "https://", "tg://")):
            raise BadMarkup("BUTTON_URL_INVALID")


def _check_size(rows: list[list[Any]]) -> None:
    if any(len(row) > MOST_IN_ROW for row in rows) or sum(map(len, rows)) > MOST_BUTTONS:
        raise BadMarkup("REPLY_MARKUP_TOO_LONG")
