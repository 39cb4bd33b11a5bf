"""What a Telegram message holds besides text, as an event of the conversation. Pure."""

from __future__ import annotations

from telegram import Document, Message

from bot.conversations.event import Event, EventKind

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
# In this order: a GIF is also a document.
SIMPLE = {
    "animation": EventKind.STICKER,
    "sticker": EventKind.STICKER,
    "dice": EventKind.STICKER,
    "voice": EventKind.VOICE,
    "audio": EventKind.VOICE,
    "video": EventKind.VIDEO,
    "video_note": EventKind.VIDEO,
}


def event_of(message: Message) -> Event | None:
    """None for plain text."""
    kind = next((kind for name, kind in SIMPLE.items() if getattr(message, name)), None)
    if kind:
        return Event(kind)
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Event(EventKind.IMAGE, url=largest.file_id)
    if message.document:
        return _file(message.document)
    if message.location:
        place = message.location
        return Event(EventKind.LOCATION, latitude=float(place.latitude), longitude=float(place.longitude))
    if message.contact:
        return Event(EventKind.CONTACT, phone=message.contact.phone_number, own=_is_own(message))
    return None if message.text else Event(EventKind.UNKNOWN)


def _file(document: Document) -> Event:
    """Who sends a photo "as a file" sends a sharper one."""
    if document.mime_type in PICTURES:
        return Event(EventKind.IMAGE, url=document.file_id)
    return Event(EventKind.FILE)


def _is_own(message: Message) -> bool:
    """Anybody's card can be sent on, and a card need not belong to anybody on Telegram."""
    owner, sender = message.contact and message.contact.user_id, message.from_user and message.from_user.id
    return owner is not None and owner == sender and message.forward_origin is None
