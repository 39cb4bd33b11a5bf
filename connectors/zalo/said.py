"""What each kind of message says besides its text."""

from __future__ import annotations

import json
from collections.abc import Callable

from bot.conversations.event import Event, EventKind
from connectors.zalo.wire import Wire

_PAYLOAD = ("message", "attachments", 0, "payload")

Read = Callable[[Wire], Event]


def just(kind: EventKind) -> Read:
    return lambda wire: Event(kind)


def _image(wire: Wire) -> Event:
    url = wire.text(*_PAYLOAD, "url")
    # Without an address there is nothing to look at, so it need not wait for that.
    return Event(EventKind.IMAGE, url=url) if url else Event(EventKind.IMAGE, codes=())


def _location(wire: Wire) -> Event:
    latitude, longitude = (wire.number(*_PAYLOAD, "coordinates", name) for name in ("latitude", "longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return Event(EventKind.UNKNOWN)
    return Event(EventKind.LOCATION, latitude=latitude, longitude=longitude)


def _link(wire: Wire) -> Event:
    return Event(EventKind.LINK, url=wire.text(*_PAYLOAD, "url") or wire.text("message", "text") or None)


def _card(wire: Wire) -> Event:
    """Somebody's card; its description is JSON in a text. Nobody says that it is the sender's own."""
    try:
        described = json.loads(wire.text(*_PAYLOAD, "description"))
    except (ValueError, RecursionError):
        described = None
    return Event(EventKind.CONTACT, phone=Wire({"card": described}).text("card", "phone") or None)


def info(wire: Wire) -> Event:
    """What the person agreed to share of the own account: the phone is the one that Zalo knows. The older shape has it
    in the same place, as a number."""
    phone = wire.text("info", "phone")
    return Event(EventKind.CONTACT, phone=phone or None, own=bool(phone))


SAID: dict[str, Read | None] = {
    "text": None,
    "image": _image,
    "gif": just(EventKind.STICKER),
    "link": _link,
    "audio": just(EventKind.VOICE),
    "video": just(EventKind.VIDEO),
    "sticker": just(EventKind.STICKER),
    "location": _location,
    "file": just(EventKind.FILE),
    "business_card": _card,
}
