"""A reply as the messages of Zalo's API. Pure: the same reply gives the same pieces."""

from __future__ import annotations

from typing import Any

from bot.conversations.reply import Reply
from bot.language.text import nfc
from bot.texts import say
from connectors.channel import Piece
from connectors.look import SHARE, numbered, split

MOST_CHARACTERS = 2000
MOST_BUTTONS = 5
MOST_TITLE = 100
MOST_PAYLOAD = 1000
MOST_PARAMETER = 200


def pieces(reply: Reply, buttons: bool, image: str = "") -> list[Piece]:
    """``message`` is what is sent; where Zalo refuses its form, ``plain`` in its place, and nothing where that is None.

    ``buttons``: whether to try them; Zalo's documents do not say that this kind of message may have any.
    """
    if buttons and (shown := _shown(reply)):
        made = _with_buttons(reply, shown)
    else:
        made = [{"message": {"text": text}} for text in split(numbered(reply), MOST_CHARACTERS)]
    asks = any(button.payload.startswith(SHARE) for button in reply.buttons)
    return [*made, {"message": card(image), "plain": None}] if asks else made


def notice(text: str) -> str:
    """A notice as the one parameter of a template: a line of at most 200 characters, cut between words."""
    line = " ".join(nfc(text).split())
    return line if len(line) <= MOST_PARAMETER else f"{line[: MOST_PARAMETER - 1].rsplit(' ', 1)[0]}…"


def words(piece: Piece) -> set[str]:
    """The texts under which it may have arrived."""
    forms = (piece["message"], piece.get("plain") or {})
    return {text for form in forms if (text := form.get("text"))}


def _shown(reply: Reply) -> list[dict[str, str]]:
    """Empty where they do not fit."""
    own = [button for button in reply.buttons if not button.payload.startswith(SHARE)]
    fit = len(own) <= MOST_BUTTONS and all(len(button.payload) <= MOST_PAYLOAD for button in own)
    # A press comes back as a text that says the payload.
    shown = [{"title": b.title[:MOST_TITLE], "type": "oa.query.hide", "payload": b.payload} for b in own]
    return shown if fit else []


def _with_buttons(reply: Reply, shown: list[dict[str, str]]) -> list[Piece]:
    more = numbered(reply).removeprefix(reply.text)
    *first, last = split(reply.text, MOST_CHARACTERS - len(more)) or [reply.text]
    attachment = {"type": "template", "payload": {"buttons": shown}}
    end = {"message": {"text": last, "attachment": attachment}, "plain": {"text": last + more}}
    return [*({"message": {"text": text}} for text in first), end]


def card(image: str = "") -> dict[str, Any]:
    """Asks for name and phone; what a person agrees to share comes as an event."""
    element = {"title": say("zalo", "share_title"), "subtitle": say("zalo", "share_subtitle")}
    shown = [{**element, "image_url": image} if image else element]
    payload = {"template_type": "request_user_info", "elements": shown}
    return {"attachment": {"type": "template", "payload": payload}}


def picture(attachment_id: str, caption: str = "") -> Piece:
    """A picture that was uploaded."""
    shown = {"media_type": "image", "attachment_id": attachment_id}
    attachment = {"type": "template", "payload": {"template_type": "media", "elements": [shown]}}
    return {"message": {**({"text": caption} if caption else {}), "attachment": attachment}}


def document(token: str) -> Piece:
    """A file that was uploaded."""
    return {"message": {"attachment": {"type": "file", "payload": {"token": token}}}}
