"""Rasa's message processor on our runner, without what a message of ours does not need.

Private names of Rasa are overridden here: an upgrade has to look at each of them again.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rasa.core import processor
from rasa.core.actions.action import Action, RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import ACTION_LISTEN_NAME, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event as RasaEvent
from rasa.shared.core.trackers import DialogueStateTracker, FrozenState
from rasa.shared.nlu.constants import TEXT
from rasa.utils.endpoints import EndpointConfig

from bot.catalogue.load import curated
from bot.conversations.memory import read_memory
from bot.dialogue.reader import TOPIC
from bot.dialogue.runner import StraightRunner
from bot.dialogue.state import ConversationStore


class Processor(MessageProcessor):
    """Rasa's, on our runner. It needs no lock: the inbox gives out one message of a conversation at a time."""

    def __init__(self, model: Path, actions: EndpointConfig) -> None:
        store = ConversationStore(Domain.empty())
        nlg = TemplatedNaturalLanguageGenerator({})
        super().__init__(model, store, InMemoryLockStore(), nlg, actions)
        store.domain = self.domain
        self._predicted: dict[FrozenState, PolicyPrediction] = {}

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """With the topic of the talk, for a message that may lean on it."""
        memory = tracker.get_slot("memory") if tracker else None
        topic = curated().get(read_memory(memory).topic or "")
        if topic:
            message.metadata = {**(message.metadata or {}), TOPIC: topic.short_name}
        return dict(await super().parse_message(message, tracker, only_output_properties))

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        """The same state, the same prediction: our policies are rules, which know no words and nothing before it."""
        if tracker.followup_action:
            return super()._predict_next_with_tracker(tracker)
        active = self.domain.get_active_state(tracker)
        active.get(USER, {}).pop(TEXT, None)
        state = tracker.freeze_current_state(active)
        if state not in self._predicted:
            self._predicted[state] = super()._predict_next_with_tracker(tracker)
        return self._predicted[state]

    async def _run_action(self, action: Action, tracker: DialogueStateTracker, *args: Any, **kwargs: Any) -> bool:
        """To listen, where the action itself says that it comes next, changes nothing any more."""
        again: bool = await super()._run_action(action, tracker, *args, **kwargs)
        return again and tracker.followup_action != ACTION_LISTEN_NAME

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Rasa's writes all of them out, for a log that nobody reads."""

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Nothing to warn of: the model was trained with the domain. Rasa's makes a domain each time to compare."""

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, StraightRunner]:
        with tempfile.TemporaryDirectory() as folder:
            loaded = load_predict_graph_runner(Path(folder), Path(model_path), LocalModelStorage, StraightRunner)
        return (Path(model_path).name, *loaded)


def spare_waste() -> None:
    """For each message Rasa copies what it would log if we let it, and looks for the class of each event among all
    classes. Its check of the JSON that our own actions make costs three quarters of a message's time."""
    RemoteAction._validate_action_result = staticmethod(lambda result: None)
    processor.copy = SimpleNamespace(deepcopy=lambda value: value)
    RasaEvent.resolve_by_type = staticmethod(lru_cache(RasaEvent.resolve_by_type))
