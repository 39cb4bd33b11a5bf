"""The talk of one person on one service, in one shape for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.fakes.log import Heard, Sent

if TYPE_CHECKING:
    from connectors.fakes.whole import Fakes

Line = dict[str, Any]


def lines(fakes: Fakes, service: str, person: str) -> list[Line]:
    """What both said, oldest first. ``status``: how the assistant's server answered, 0 nobody there, None not yet.
    ``buttons``: rows, with payload or address; ``keys``: titles below the box; a ``contact`` shares a phone."""
    log = fakes.log
    answers = {push.key: push.status for push in log.pushes if (push.service, push.person) == (service, person)}
    said = [
        _said(heard, answers.get(heard.key))
        for heard in log.heard
        if (heard.service, heard.person) == (service, person)
    ]
    sent = [_sent(row) for row in log.to(person) if row.service == service or (row.service, service) == ("zns", "zalo")]
    return sorted(said + sent, key=lambda line: float(line["at"]))


def _said(heard: Heard, status: int | None) -> Line:
    common = {"who": "person", "kind": heard.kind, "text": heard.text, "at": heard.at}
    return {**common, "id": f"p{heard.number}", "status": status}


def _sent(row: Sent) -> Line:
    content, markup = row.content, row.content.get("reply_markup") or {}
    attachment = content.get("attachment") or {}
    payload = attachment.get("payload") or {}
    kind = payload.get("template_type") or attachment.get("type", "")
    elements = payload.get("elements") or [{}]
    common = {"who": "assistant", "id": f"a{row.number}", "at": row.at, "times": row.times, "text": row.text}
    if row.service == "zns":
        common["text"] = "ZNS: " + ", ".join(f"{name} = {value}" for name, value in content.items())
    ask = elements[0] if kind == "request_user_info" else None
    file = "document" in content or kind == "file"
    picture = elements[0].get("url") if kind == "media" else content.get("photo") if row.service == "zalobot" else None
    return {
        **common,
        "entities": content.get("entities") or content.get("caption_entities") or [],
        "picture": picture or ("" if "photo" in content or kind == "media" else None),
        "file": file,
        "ask": {"title": ask["title"], "subtitle": ask["subtitle"]} if ask else None,
        "buttons": [[_zalo_button(button)] for button in payload.get("buttons", [])]
        + [list(map(_telegram_button, row)) for row in markup.get("inline_keyboard", [])],
        "keys": [_key(key) for keys in markup.get("keyboard", []) for key in keys],
    }


def _zalo_button(button: Line) -> Line:
    name = "url" if button["type"] == "oa.open.url" else "payload"
    value = button["payload"]
    return {"title": button["title"], name: value["url"] if name == "url" else str(value)}


def _telegram_button(button: Line) -> Line:
    name, value = ("url", button["url"]) if "url" in button else ("payload", button["callback_data"])
    return {"title": button["text"], name: value}


def _key(key: Line | str) -> Line:
    if isinstance(key, str):
        return {"title": key, "contact": False}
    return {"title": key["text"], "contact": bool(key.get("request_contact"))}
