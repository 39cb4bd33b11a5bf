"""What Zalo pushes when a person of the Official Account does something: the bodies of the webhook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from connectors.fakes.people import Person
from connectors.fakes.said import Said

Event = dict[str, Any]


class Events:
    """``media(name)``: the address of a kept picture. ``stamp``: milliseconds since 1970."""

    def __init__(self, app_id: str, oa_id: str, media: Callable[[str], str], stamp: Callable[[], int]) -> None:
        self._app_id, self._oa_id, self._media, self._stamp = app_id, oa_id, media, stamp

    def of(self, person: Person, said: Said, number: str) -> Event:
        """``number``: the msg_id. Raises KeyError for what nobody can do on Zalo."""
        if said.kind in ("text", "button"):
            return self.message(person, "user_send_text", {"text": said.text, "msg_id": number})
        if said.kind in ("follow", "unfollow"):
            return self._following(person, said.kind)
        if said.kind == "chatnow":
            return self._bare("user_click_chatnow", oa_id=self._oa_id, user_id=person.zalo, by=person)
        if said.kind == "withdraw":
            return self._bare("user_withdraw", user_id=person.zalo, by=person)
        if said.kind == "contact" and said.own:
            return self._submitted(person, said)
        if said.kind == "officer":
            return self.echo(person, "oa_send_text", {"text": said.text, "msg_id": number}, admin="4390126400013")
        name, message = self._attached(person, said)
        words = {"text": said.text} if said.text else {}
        return self.message(person, name, {"msg_id": number, **words, **message})

    def message(self, person: Person, name: str, message: Event) -> Event:
        ends = {"sender": {"id": person.zalo}, "recipient": {"id": self._oa_id}}
        return self._bare(name, person, **ends, message=message)

    def echo(self, person: Person, name: str, message: Event, admin: str | None = None) -> Event:
        """What the account sent itself: by the API, or typed by a person in Zalo's own tool."""
        sender = {"id": self._oa_id, **({"admin_id": admin} if admin else {})}
        return self._bare(name, sender=sender, recipient={"id": person.zalo}, message=message, by=person)

    def receipt(self, person: Person, name: str, message: Event) -> Event:
        return self._bare(name, sender={"id": self._oa_id}, recipient={"id": person.zalo}, message=message)

    def delivered(self, phone: str, message: Event) -> Event:
        """Of a ZNS message; the recipient is a phone."""
        return self._bare("user_received_message", sender={"id": self._oa_id}, recipient={"id": phone}, message=message)

    def _bare(self, name: str, by: Person | None = None, **fields: Any) -> Event:
        app_scoped = {"user_id_by_app": by.zalo_by_app} if by else {}
        stamp = str(self._stamp())
        return {"app_id": self._app_id, **app_scoped, "event_name": name, **fields, "timestamp": stamp}

    def _following(self, person: Person, name: str) -> Event:
        event = self._bare(name, by=person, oa_id=self._oa_id, follower={"id": person.zalo})
        return {**event, "source": "oa_profile"} if name == "follow" else event

    def _submitted(self, person: Person, said: Said) -> Event:
        where = {"user_city": "Tỉnh Mẫu", "user_ward": "Xã Mẫu", "user_address": "1 đường Mẫu"}
        info = {"name": person.name, "phone": said.phone or person.phone, "user_dob": "01/01/1990", "gender": "Nữ"}
        ends = {"sender": {"id": person.zalo}, "recipient": {"id": self._oa_id}}
        return self._bare("user_submit_info", None, **ends, info={**info, "full_address": where})

    def _attached(self, person: Person, said: Said) -> tuple[str, Event]:
        url = self._media(said.picture or "none")
        card = msgspec.json.encode({"phone": said.phone or person.phone, "qrCodeUrl": url}).decode()
        place = {"latitude": str(said.latitude), "longitude": str(said.longitude)}
        name = said.name or "giay-to.docx"
        document = {"url": url, "size": "23394", "name": name, "checksum": "0" * 32, "type": name.rpartition(".")[2]}
        name, kind, payload = {
            "photo": ("image", "image", {"thumbnail": url, "url": url}),
            "gif": ("gif", "gif", {"thumbnail": url, "url": url}),
            "voice": ("audio", "audio", {"url": url}),
            "video": ("video", "video", {"url": url, "thumbnail": url, "description": ""}),
            "sticker": ("sticker", "sticker", {"id": "20513", "url": url}),
            "location": ("location", "location", {"coordinates": place}),
            "file": ("file", "file", document),
            "link": (
                "link",
                "link",
                {"thumbnail": url, "description": "", "url": said.url or "https://dichvucong.gov.vn"},
            ),
            "contact": ("business_card", "link", {"thumbnail": url, "description": card, "url": "https://zalo.me"}),
        }[said.kind]
        return f"user_send_{name}", {"attachments": [{"type": kind, "payload": payload}]}
