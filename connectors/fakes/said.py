"""What a person can do in a messenger; the body of ``POST /_fake/say``."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from connectors.fakes.pictures import Pictures, plain, qr

Kind = Literal[
    "text", "photo", "gif", "voice", "video", "sticker", "location", "contact", "file", "link", "button", "follow",
    "unfollow", "chatnow", "withdraw", "officer", "edit", "start", "block", "unblock", "move", "raw",
]  # fmt: skip


class Said(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """``text``: words, a caption, a button's payload, what follows ``/start``. ``qr``: the photo shows this as a QR
    code; ``data``: its bytes in Base64. ``own``: the contact is the sender's. ``target``: number of the message that is
    edited or whose button is pressed (without it: the last one that has it). ``id``: the message's, to repeat one.
    ``body``: the whole event of a ``raw``."""

    kind: Kind = "text"
    text: str = ""
    qr: str = ""
    data: str = ""
    latitude: Annotated[float, Meta(ge=-90, le=90)] = 21.0285
    longitude: Annotated[float, Meta(ge=-180, le=180)] = 105.8542
    phone: str = ""
    own: bool = True
    forwarded: bool = False
    name: str = ""
    url: str = ""
    target: str = ""
    id: str = ""
    body: msgspec.Raw | None = None
    picture: str | None = None


def with_picture(said: Said, pictures: Pictures) -> Said:
    """Its picture kept, and named. Raises ValueError for data that are not Base64."""
    if said.kind not in ("photo", "gif", "voice", "video", "sticker", "file"):
        return said
    try:
        data = base64.b64decode(said.data, validate=True) if said.data else qr(said.qr) if said.qr else plain()
    except binascii.Error as error:
        raise ValueError("data is not Base64") from error
    return msgspec.structs.replace(said, picture=pictures.add(data))
