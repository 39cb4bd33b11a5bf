"""What comes instead of text: a first visit, pictures, voices, places, phone numbers, an officer's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import islice

from actions.dossiers import go_on, list_dossiers
from actions.frame import SILENCE
from actions.pictures import about_picture, about_procedure_code
from actions.proof import again
from actions.telling import about_unit, asks_back
from actions.turn import Outcome, Turn, TurnAction, hotline, unit
from bot.conversations.event import Event, EventKind
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.conversations.unit import Near
from bot.language.links import is_official, procedure_of
from bot.store import proofs
from bot.texts import say, texts

DAY = dt.timedelta(days=1)
OFFICER_LASTS = dt.timedelta(minutes=30)
# Beyond it nobody would go to our counters for being near.
FAR_KM = 50.0
MOST_PLACES = 3


class ActionEvent(TurnAction):
    """One answer a kind of event. Those whose memory stays as it was are said in passing."""

    def name(self) -> str:
        return "action_event"

    def reply(self, turn: Turn) -> Outcome:
        event = turn.event or Event(EventKind.UNKNOWN)
        return ANSWERS[event.kind](turn, event)


def spoken(key: str, kind: Kind, **values: object) -> Reply:
    """A reply of ``bot/texts/events.yml``."""
    return Reply(say("events", key, **values), Custom(kind))


def _joined(turn: Turn, event: Event) -> Outcome:
    if turn.work.was_here(turn.work.now - DAY):
        return spoken("joined_again", Kind.SMALLTALK), turn.memory
    examples = [str(example) for example in texts("events")["examples"]]
    lines = "\n".join(say("events", "example", text=example) for example in examples)
    text = say("events", "joined", unit=unit().name, examples=lines)
    meet = say("talk", "meet_officer")
    buttons = (*(Button(example, example) for example in examples), Button(meet, meet.lower()))
    return Reply(text, Custom(Kind.SMALLTALK), buttons), turn.memory


def _voice(turn: Turn, event: Event) -> Outcome:
    return spoken("voice", Kind.REFUSAL, hotline=hotline()), turn.memory


def _video(turn: Turn, event: Event) -> Outcome:
    return spoken("video", Kind.REFUSAL, hotline=hotline()), turn.memory


def _file(turn: Turn, event: Event) -> Outcome:
    values = {"unit": unit().name, "address": unit().address, "hours": unit().hours}
    return spoken("file", Kind.REFUSAL, **values), turn.memory


def _sticker(turn: Turn, event: Event) -> Outcome:
    """A friendly word, and the question that still waits for its answer."""
    last = turn.memory.last
    if last is None or not asks_back(last, turn.memory):
        return spoken("sticker", Kind.SMALLTALK), turn.memory
    if outcome := again(turn, last):
        return outcome
    return Reply(f"{say('events', 'sticker_on')}\n\n{last.text}", last.custom, last.buttons), turn.memory


def _link(turn: Turn, event: Event) -> Outcome:
    address = event.url or turn.text
    code = procedure_of(address)
    if code:
        return about_procedure_code(turn, code)
    if is_official(address):
        return spoken("link_official", Kind.REFUSAL), turn.memory
    return spoken("link", Kind.WARNING), turn.memory


def _location(turn: Turn, event: Event) -> Outcome:
    """The nearest counters. Where the person is, is used for this answer and not remembered."""
    if event.latitude is None or event.longitude is None:
        return _unknown(turn, event)
    near = unit().nearest(event.latitude, event.longitude)
    if not near:
        return about_unit(turn)
    lines = [say("events", "nearest"), *_places(near), say("events", "nearest_hours", hours=unit().hours)]
    if near[0].kilometres > FAR_KM:
        lines.append(say("events", "nearest_far", hotline=hotline()))
    return Reply("\n".join(lines), Custom(Kind.ANSWER, facets=("place",))), turn.memory


def _places(near: list[Near]) -> list[str]:
    """The nearest addresses, each with its counters."""
    places: dict[str, list[Near]] = {}
    for one in near:
        places.setdefault(one.counter.address or unit().address, []).append(one)
    lines = []
    for address, counters in islice(places.items(), MOST_PLACES):
        lines.append(say("events", "nearest_place", address=address, distance=_distance(counters[0].kilometres)))
        lines += [say("events", "nearest_counter", name=one.counter.name) for one in counters]
    return lines


def _distance(kilometres: float) -> str:
    if kilometres < 1:
        return say("events", "metres", number=max(50, round(kilometres * 20) * 50))
    number = f"{kilometres:.1f}".replace(".", ",") if kilometres < 10 else f"{kilometres:.0f}"
    return say("events", "kilometres", number=number)


def _contact(turn: Turn, event: Event) -> Outcome:
    """The phone that the channel vouches for proves the dossiers registered under it; then what waited goes on."""
    if not event.own or not event.phone:
        return spoken("card_of_others", Kind.WARNING), turn.memory
    key = proofs.keep_phone(turn.work, event.phone)
    if key is None:
        return spoken("phone_faulty", Kind.VERIFY), turn.memory
    turn.phone_key = key
    waits = turn.memory.awaiting == "factor" and turn.memory.dossier
    reply, memory = go_on(turn, None) if waits else list_dossiers(turn, key)
    return Reply(f"{say('events', 'phone_verified')}\n\n{reply.text}", reply.custom, reply.buttons), memory


def _officer(turn: Turn, event: Event) -> Outcome:
    """An officer wrote in the channel's own tool: from now on they answer."""
    return SILENCE, turn.memory.change(officer=turn.work.now + OFFICER_LASTS)


def _nothing(turn: Turn, event: Event) -> Outcome:
    return SILENCE, turn.memory


def _flood(turn: Turn, event: Event) -> Outcome:
    return spoken("flood", Kind.SMALLTALK), turn.memory


def _unknown(turn: Turn, event: Event) -> Outcome:
    return spoken("unknown", Kind.ERROR), turn.memory


ANSWERS: dict[EventKind, Callable[[Turn, Event], Outcome]] = {
    EventKind.JOINED: _joined,
    EventKind.IMAGE: about_picture,
    EventKind.VOICE: _voice,
    EventKind.VIDEO: _video,
    EventKind.STICKER: _sticker,
    EventKind.LOCATION: _location,
    EventKind.CONTACT: _contact,
    EventKind.FILE: _file,
    EventKind.LINK: _link,
    # A text that was edited away, such as a place that moves: nothing was asked.
    EventKind.EDITED: _nothing,
    EventKind.DELETED: _nothing,
    EventKind.OFFICER: _officer,
    EventKind.FLOOD: _flood,
    EventKind.UNKNOWN: _unknown,
}
