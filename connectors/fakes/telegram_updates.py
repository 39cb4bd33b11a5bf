"""What Telegram tells a bot when a person does something: updates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from connectors.fakes.people import Person
from connectors.fakes.said import Said

Body = dict[str, Any]


class Updates:
    """``moved``: the chats that have a new number, by the old one. ``bot``: the bot itself, as a user."""

    def __init__(self, bot: Body, clock: Callable[[], float]) -> None:
        self.moved: dict[int, int] = {}
        self._bot, self._clock = bot, clock
        self._numbers: Counter[str] = Counter()
        self._last: dict[str, int] = {}

    def next_number(self, person: Person) -> int:
        """Messages of a chat are counted, the bot's and the person's."""
        self._numbers[person.key] += 1
        return self._numbers[person.key]

    def of(self, person: Person, said: Said, pressed: Body | None) -> Body:
        """The update without its number. ``pressed``: the message of the bot whose button it is. Raises KeyError for
        what nobody can do on Telegram."""
        if said.kind == "button":
            return {"callback_query": self._callback(person, said, pressed or {})}
        if said.kind in ("block", "unblock"):
            return {"my_chat_member": self._member(person, said.kind == "block")}
        if said.kind == "edit":
            number = int(said.target or self._last.get(person.key, 0))
            edited = {**self._message(person, number), "edit_date": self._now(), "text": said.text}
            return {"edited_message": edited}
        number = int(said.id) if said.id.isdigit() else self.next_number(person)
        self._last[person.key] = number
        forwarded = {"type": "user", "sender_user": user(person), "date": self._now()}
        origin = {"forward_origin": forwarded} if said.forwarded else {}
        return {"message": {**self._message(person, number), **origin, **self._content(person, said)}}

    def chat(self, person: Person) -> Body:
        number = self.moved.get(person.telegram, person.telegram)
        return {"id": number, "type": "private", "first_name": person.name}

    def _message(self, person: Person, number: int) -> Body:
        return {"message_id": number, "from": user(person), "chat": self.chat(person), "date": self._now()}

    def _content(self, person: Person, said: Said) -> Body:
        caption = {"caption": said.text} if said.text else {}
        if said.kind in ("text", "start", "link"):
            return _text(f"/start {said.text}".strip() if said.kind == "start" else said.text or said.url)
        if said.kind == "photo":
            sizes = [_file(f"photo-{said.picture}-{name}", width=side, height=side) for name, side in SIZES]
            return {"photo": sizes, **caption}
        if said.kind == "location":
            return {"location": {"latitude": said.latitude, "longitude": said.longitude}}
        if said.kind == "contact":
            return {"contact": _contact(person, said)}
        if said.kind == "file":
            return {"document": _file(f"file-{said.picture}", file_name=said.name or "giay-to.docx"), **caption}
        media: dict[str, Body] = {
            "voice": {"voice": _file(f"voice-{said.picture}", duration=3, mime_type="audio/ogg")},
            "video": {"video": _file(f"video-{said.picture}", duration=3, width=320, height=240), **caption},
            "sticker": {"sticker": _sticker(said)},
        }
        return media[said.kind]

    def _callback(self, person: Person, said: Said, pressed: Body) -> Body:
        number = f"{person.telegram}{self.next_number(person)}"
        common = {"id": number, "from": user(person), "chat_instance": "1"}
        return {**common, "message": {**pressed, "chat": self.chat(person)}, "data": said.text}

    def _member(self, person: Person, blocked: bool) -> Body:
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        states = {
            name: {"user": self._bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
            for name, status in (("old_chat_member", old), ("new_chat_member", new))
        }
        return {"chat": self.chat(person), "from": user(person), "date": self._now(), **states}

    def _now(self) -> int:
        return int(self._clock())


SIZES = (("s", 90), ("m", 320), ("x", 800))


def user(person: Person) -> Body:
    return {"id": person.telegram, "is_bot": False, "first_name": person.name, "language_code": "vi"}


def _text(text: str) -> Body:
    if not text.startswith("/"):
        return {"text": text}
    command = text.split()[0]
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}]}


def _contact(person: Person, said: Said) -> Body:
    phone = said.phone or person.phone
    return {"phone_number": phone, "first_name": person.name, **({"user_id": person.telegram} if said.own else {})}


def _sticker(said: Said) -> Body:
    size = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
    return _file(f"sticker-{said.picture}", **size, emoji="👍")


def _file(name: str, **more: Any) -> Body:
    return {"file_id": f"fake-{name}", "file_unique_id": f"unique-{name}", **more}
