"""What Zalo takes at /v3.0/oa/message/cs: every field, its type and its limit. Anything else is -201."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal, Union

import msgspec
from msgspec import Meta

MOST_TEXT = 2000
MOST_BUTTONS = 5


class ZaloError(Exception):
    """Said with HTTP 200."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    pass


Identity = Annotated[str, Meta(pattern=r"^[0-9]{5,20}$")]
Title = Annotated[str, Meta(min_length=1, max_length=100)]
Address = Annotated[str, Meta(pattern=r"^https?://")]


class Recipient(_Strict):
    user_id: Identity | None = None
    message_id: str | None = None


class Medium(_Strict):
    media_type: Literal["image", "gif", "sticker"]
    url: Address | None = None
    attachment_id: str | None = None
    width: int | None = None
    height: int | None = None


class Media(_Strict, tag_field="template_type", tag="media"):
    elements: Annotated[list[Medium], Meta(min_length=1, max_length=1)]


class Ask(_Strict):
    title: Title
    subtitle: Annotated[str, Meta(min_length=1, max_length=500)]
    image_url: Address


class AskInfo(_Strict, tag_field="template_type", tag="request_user_info"):
    elements: Annotated[list[Ask], Meta(min_length=1, max_length=1)]


class FileToken(_Strict):
    token: Annotated[str, Meta(min_length=1)]


class File(_Strict, tag="file"):
    payload: FileToken


class Template(_Strict, tag="template"):
    payload: dict[str, Any]


class Button(_Strict):
    title: Title
    type: Literal["oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.phone", "oa.open.sms"]
    payload: Any


class Buttons(_Strict):
    buttons: Annotated[list[Button], Meta(min_length=1, max_length=MOST_BUTTONS)]


class Message(_Strict):
    text: str | None = None
    attachment: Union[Template, File, None] = None  # noqa: UP007
    quote_message_id: str | None = None


class Body(_Strict):
    recipient: Recipient
    message: Message


_PAYLOADS = {
    "oa.open.url": dict[Literal["url"], Address],
    "oa.query.show": Annotated[str, Meta(min_length=1, max_length=1000)],
    "oa.query.hide": Annotated[str, Meta(min_length=1, max_length=1000)],
    "oa.open.phone": dict[Literal["phone_code"], Annotated[str, Meta(pattern=r"^84\d{8,10}$")]],
    "oa.open.sms": dict[Literal["content", "phone_code"], Annotated[str, Meta(max_length=160)]],
}


def read(body: bytes, buttons: bool) -> Body:
    """Raises ZaloError. ``buttons``: whether this account may send them."""
    try:
        said = msgspec.json.decode(body, type=Body)
        _check(said, buttons)
    except msgspec.ValidationError as error:
        raise _invalid(str(error).rpartition("$.")[2].rstrip("`") or "message") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _invalid("body") from error
    return said


def _invalid(field: str) -> ZaloError:
    return ZaloError(-201, f"{field} is invalid!")


def _check(said: Body, buttons: bool) -> None:
    if (said.recipient.user_id is None) == (said.recipient.message_id is None):
        raise _invalid("recipient")
    message = said.message
    if not message.attachment and not (message.text or "").strip():
        raise _invalid("message.text")
    if len(unicodedata.normalize("NFC", message.text or "")) > MOST_TEXT:
        raise ZaloError(-210, "Parameter exceeds allowable limit")
    if isinstance(message.attachment, Template):
        _check_template(message.attachment.payload, buttons, message.text)


def _check_template(payload: dict[str, Any], buttons: bool, text: str | None) -> None:
    if "template_type" not in payload:
        if not buttons:
            raise _invalid("message.attachment.payload.template_type")
        for button in msgspec.convert(payload, Buttons).buttons:
            msgspec.convert(button.payload, _PAYLOADS[button.type])
        if not text:
            raise _invalid("message.text")
        return
    if payload["template_type"] not in ("media", "request_user_info"):
        raise ZaloError(-233, "message type is invalid or not support")
    template = msgspec.convert(payload, Union[Media, AskInfo])  # noqa: UP007
    if isinstance(template, Media) and bool(template.elements[0].url) == bool(template.elements[0].attachment_id):
        raise _invalid("message.attachment.payload.elements")
