"""One turn of a conversation as an action sees it, and the base of all our actions."""

from __future__ import annotations

import abc
import datetime as dt
from functools import cache, cached_property
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import Engine

from actions.frame import EVENT, folded, instead_of_officer, marked, officer_answers, opened
from actions.patience import patient
from actions.ratings import rated
from bot.catalogue.linker import Found
from bot.catalogue.record import Procedure
from bot.clock import utc_now
from bot.conversations.event import Event
from bot.conversations.memory import Memory, read_memory, write_memory
from bot.conversations.reply import Custom, Kind, Reply
from bot.conversations.unit import Unit, load_unit
from bot.dossiers.source import DossierSource
from bot.language.patterns import find_pick
from bot.language.reader import Candidate, ReadPart
from bot.language.steering import starts_over
from bot.remote.source import open_source
from bot.settings import Settings, read_settings
from bot.store.engine import open_engine
from bot.store.proofs import drop_phone, verified_phone
from bot.store.secrets import Keys, load_keys
from bot.store.shelf import shelf
from bot.store.work import VIETNAM, Work, current
from bot.texts import say

import msgspec  # isort: skip

Outcome = tuple[Reply, Memory]


class Turn:
    """What was said, what was understood, what is remembered; ``work`` is where effects go, ``shelf`` what can
    be answered about. ``event``: what came instead of the text or with it.

    ``barred``: it turned out that this person may not guess any more; so it stays for the rest of the message.
    ``refused``: ends of a phone that were compared in this message and found wrong.
    """

    def __init__(self, tracker: Tracker, work: Work) -> None:
        message = tracker.latest_message
        self.text: str = message.get("text") or ""
        intent = message.get("intent") or {}
        self.intent: str = intent.get("name") or ""
        self.confidence: float = intent.get("confidence") or 0.0
        self.entities: list[dict[str, Any]] = message.get("entities") or []
        self.work = work
        self.memory = read_memory(tracker.get_slot("memory"))
        self.barred = False
        self.refused: set[str] = set()
        # The same one for all of this turn, whatever is imported meanwhile.
        self.shelf = shelf(work.engine, work.now)
        came = message.get("event")
        self.event = msgspec.convert(came, Event) if came else None
        heard = message.get("heard") or {}
        self.ranked = [Candidate(name, score) for name, score in heard.get("procedures", [])]
        self.in_context = [Candidate(name, score) for name, score in heard.get("in_context", [])]
        self.unclear: float = heard.get("unclear", 0.0)
        self.facets: tuple[str, ...] = tuple(heard.get("facets", ()))
        self.new: tuple[str, ...] = tuple(heard.get("new", ()))
        self.parts = msgspec.convert(heard.get("parts", ()), tuple[ReadPart, ...])
        if starts_over(self.text):
            self._leave_person()

    @property
    def topic(self) -> Procedure | None:
        """What the talk is about, if it is still known."""
        return self.shelf.records.get(self.memory.topic or "")

    @property
    def offered(self) -> list[str]:
        """The different procedures among the choices last shown."""
        picks = [pick for pick in map(find_pick, self.memory.offered) if pick]
        return [p for p in dict.fromkeys(pick.procedure for pick in picks) if p in self.shelf.records]

    @property
    def today(self) -> dt.date:
        """The day in Vietnam."""
        return self.work.now.astimezone(VIETNAM).date()

    @cached_property
    def phone_key(self) -> str | None:
        """Of the phone that the channel verified, if it did."""
        return verified_phone(self.work)

    @cached_property
    def imported(self) -> Found:
        """What the message may mean of the imported procedures, and of those that the reader hardly knows."""
        return self.shelf.linker.find(self.text, also=self.new)

    def _leave_person(self) -> None:
        """Whoever helps several people leaves everything of the person before behind, their phone included."""
        self.memory, self.phone_key = Memory(), None
        drop_phone(self.work)

    def found(self, kind: str) -> dict[str, Any] | None:
        """The first entity of a kind."""
        return next(iter(self.all(kind)), None)

    def all(self, kind: str) -> list[dict[str, Any]]:
        """The entities of a kind in the order of the text."""
        return [entity for entity in self.entities if entity["entity"] == kind]


class TurnAction(Action, abc.ABC):
    """Subclasses say ``reply``; the reply and the memory are kept for them."""

    @abc.abstractmethod
    def reply(self, turn: Turn) -> Outcome:
        """What to say, and what to remember."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        work = current.get(None) or _own_work(tracker.sender_id)
        turn = Turn(tracker, work)
        memory = self._say(turn, dispatcher)
        if work is not current.get(None):
            work.commit()
        # To listen is what every rule says next: said here, it need not be predicted.
        return [SlotSet("memory", write_memory(memory)), FollowupAction("action_listen")]

    def _say(self, turn: Turn, dispatcher: CollectingDispatcher) -> Memory:
        """Answer, unless an officer does; what to remember."""
        reply, memory = instead_of_officer(turn) if officer_answers(turn) else rated(turn) or self.reply(turn)
        if not reply.text:
            turn.work.silent = True
            return memory
        reply, failures = patient(reply, turn.memory, hotline(), unit().hours)
        reply = marked(turn, memory, opened(turn, reply))
        shown, more = folded(turn, reply)
        buttons = [{"title": button.title, "payload": button.payload} for button in shown.buttons]
        dispatcher.utter_message(text=shown.text, buttons=buttons, custom=msgspec.to_builtins(shown.custom))
        if turn.intent == EVENT and memory is turn.memory and not more:
            # A word in passing: what was said before can still be repeated and read on.
            return memory.change(failures=failures)
        return memory.change(last=reply, failures=failures, more=more)


def _own_work(conversation: str) -> Work:
    """Under `rasa run actions` nobody opens a unit of work for us: each action is its own."""
    engine, keys, source = _storage()
    return Work(engine, keys, conversation, utc_now(), source)


@cache
def _storage() -> tuple[Engine, Keys, DossierSource]:
    engine, keys = open_engine(settings().database), load_keys(settings())
    return engine, keys, open_source(settings(), engine, keys)


@cache
def settings() -> Settings:
    return read_settings()


@cache
def unit() -> Unit:
    return load_unit(settings().unit_file)


def plain(key: str, kind: Kind, **values: Any) -> Reply:
    """A reply of ``bot/texts/talk.yml``."""
    return Reply(say("talk", key, **values), Custom(kind))


def hotline() -> str:
    first = unit().hotlines[0]
    return say("talk", "hotline", name=first.name, number=first.number)
