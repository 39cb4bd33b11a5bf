"""The dialogue's state between two messages: slots and the active form, a few hundred bytes of JSON.

Past turns are not kept: our policies are rules, and what an answer leans on (topic, choices offered, last reply) is
in the slot ``memory``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.store.work import current

FORGET_AFTER = dt.timedelta(hours=12)


class ConversationStore(TrackerStore):
    """Loads and saves within the current unit of work, so that state commits with the message."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None) -> None:
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        work = current.get()
        saved = work.load_state()
        if saved is None or work.now - saved[1] > FORGET_AFTER:
            return None
        return DialogueStateTracker.from_events(sender_id, _events(json.loads(saved[0])), self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        current.get().save_state(json.dumps(_snapshot(tracker), ensure_ascii=False))

    async def keys(self) -> Iterable[str]:
        raise NotImplementedError("conversations are listed by bot.store, not by Rasa")


def _snapshot(tracker: DialogueStateTracker) -> dict[str, object]:
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
    return {"slots": slots, "form": tracker.active_loop_name}


def _events(state: dict[str, dict[str, object]]) -> list[Event]:
    events: list[Event] = [SessionStarted(), *(SlotSet(name, value) for name, value in state["slots"].items())]
    if state["form"]:
        events.append(ActiveLoop(str(state["form"])))
    return [*events, ActionExecuted(ACTION_LISTEN_NAME)]
