"""What Zalo's webhook tells, as something to answer, to forget, to settle, or to leave."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from bot.conversations.event import Event, EventKind
from bot.settings import Settings
from bot.store.inbox import Incoming
from connectors.zalo.said import SAID, Read, info, just
from connectors.zalo.wire import NotHeard, Wire

CHANNEL = "zalo"
# Visitors whom Zalo does not know either: nobody vouches for them, and they are reached by another call.
GUESTS = "zaloguest"
# Zalo sends again what we did not take, for the last time after 1 h 51 min, with the first time's stamp.
LADDER = dt.timedelta(hours=2)


class Echo(NamedTuple):
    """What we sent ourselves, told back."""

    conversation: str
    text: str
    message_id: str
    at: dt.datetime


class Gone(NamedTuple):
    """Somebody follows the account no more."""

    conversation: str
    at: dt.datetime


class Heard(NamedTuple):
    """``outcome`` is a label of a metric. At most one of the others is set."""

    outcome: str
    incoming: Incoming | None = None
    forget: str | None = None
    gone: Gone | None = None
    echo: Echo | None = None


# Event, where its person stands, what it says.
_FROM_PEOPLE: dict[str, tuple[tuple[str, ...], Read | None]] = {
    **{f"user_send_{what}": (("sender", "id"), read) for what, read in SAID.items()},
    "follow": (("follower", "id"), just(EventKind.JOINED)),
    "user_click_chatnow": (("user_id",), just(EventKind.JOINED)),
    "user_submit_info": (("sender", "id"), info),
}
_FROM_GUESTS = {f"anonymous_send_{what}": SAID[what] for what in ("text", "image", "file", "sticker")}
_OURS = {f"oa_send_{what}" for what in ("text", "image", "gif", "list", "file", "sticker", "template")}
_RECEIPTS = {"user_received_message", "user_seen_message", "user_reacted_message", "oa_reacted_message"}
_OPERATORS = {"change_template_status", "change_template_quality", "change_oa_daily_quota"}
# Tags, profiles, calls, journeys and extensions ask for nothing here.
_LEFT = {
    *("add_user_to_tag", "remove_user_from_tag", "remove_tag", "update_user_info"),
    *("user_feedback", "user_click_response_button", "extension_purchased"),
    *("oa_send_consent", "user_reply_consent", "user_call_oa", "oa_call_user"),
    *("widget_interaction_accepted", "widget_failed_to_sync_user_external_id"),
}
_LEFT_TOO = ("event_journey_", "oa_send_anonymous_")


def hear(wire: Wire, settings: Settings, now: dt.datetime, zns: bool = False) -> Heard:
    """``zns``: the header says that it comes from there. Raises NotHeard."""
    stamp = _check(wire, settings, now)
    name = wire.name
    if settings.zalo_oa_id and _account(wire, name) not in (None, settings.zalo_oa_id):
        return Heard("other_oa")
    if name in _FROM_PEOPLE:
        return _from_person(wire, *_FROM_PEOPLE[name])
    if name in _FROM_GUESTS:
        return _from_guest(wire, _FROM_GUESTS[name])
    if name in _OURS or name == "oa_send_request_user_info":
        return _from_account(wire, stamp)
    if name == "user_withdraw":
        return Heard("withdrawn", forget=f"{CHANNEL}-{_needed(wire, 'user_id')}")
    if name == "unfollow":
        return Heard("unfollowed", gone=Gone(f"{CHANNEL}-{_needed(wire, 'follower', 'id')}", stamp))
    if name in _RECEIPTS:
        return Heard("zns_receipt" if zns else "receipt")
    if name in _OPERATORS:
        return Heard("operators")
    return Heard("left" if name in _LEFT or "_group" in name or name.startswith(_LEFT_TOO) else "unknown")


def _check(wire: Wire, settings: Settings, now: dt.datetime) -> dt.datetime:
    """The event's time, once it is known to be for us and not an old one played again."""
    if wire.text("app_id") not in ("", settings.zalo_app_id):
        raise NotHeard(403, "another app's event")
    try:
        stamp = dt.datetime.fromtimestamp(int(wire.text("timestamp")) / 1000, dt.timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise NotHeard(400, "no timestamp") from error
    if abs(now - stamp) > LADDER:
        raise NotHeard(403, "too old, or a clock is wrong")
    if not wire.name:
        raise NotHeard(400, "no event name")
    return stamp


def _account(wire: Wire, name: str) -> str | None:
    """Of which Official Account; an app may serve several."""
    ours = ("sender", "id") if name.startswith("oa_send_") else ("recipient", "id")
    told = name in _FROM_PEOPLE or name in _FROM_GUESTS or name in _OURS
    return wire.person("oa_id") or (wire.person(*ours) if told else None)


def _from_person(wire: Wire, place: tuple[str, ...], read: Read | None) -> Heard:
    person = _needed(wire, *place)
    return Heard("event" if read else "text", _incoming(wire, CHANNEL, person, read(wire) if read else None))


def _from_guest(wire: Wire, read: Read | None) -> Heard:
    person = f"{_needed(wire, 'sender', 'id')}-{_needed(wire, 'message', 'conversation_id')}"
    if len(person) > 60 - len(GUESTS) - 1:
        raise NotHeard(400, "ids too long")
    return Heard("guest", _incoming(wire, GUESTS, person, read(wire) if read else None))


def _from_account(wire: Wire, stamp: dt.datetime) -> Heard:
    """A person of the unit who answers in Zalo's own tool is named; without a name it is what we sent ourselves."""
    person = _needed(wire, "recipient", "id")
    if wire.text("sender", "admin_id"):
        # Not the words: they are no message of the citizen.
        incoming = Incoming(CHANNEL, wire.key(person), f"{CHANNEL}-{person}", "", event=Event(EventKind.OFFICER))
        return Heard("officer", incoming)
    words, message_id = wire.text("message", "text"), wire.text("message", "msg_id")
    return Heard("echo", echo=Echo(f"{CHANNEL}-{person}", words, message_id, stamp))


def _incoming(wire: Wire, channel: str, person: str, event: Event | None) -> Incoming:
    return Incoming(channel, wire.key(person), f"{channel}-{person}", wire.text("message", "text"), event=event)


def _needed(wire: Wire, *place: str) -> str:
    found = wire.person(*place)
    if found is None:
        raise NotHeard(400, f"no {'.'.join(place)}")
    return found
