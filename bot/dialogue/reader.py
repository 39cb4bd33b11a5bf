"""Rasa component around ``bot.language.reader``: intent, procedures and facets of a message."""

from __future__ import annotations

from typing import Any

import joblib
import msgspec
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.catalogue.load import load_catalogue
from bot.dialogue.inputs import model_name
from bot.language.reader import NONE, Candidate, Example, Reader

HEARD = "heard"
# In the metadata of a message: the name of the procedure that the talk is about.
TOPIC = "topic"
FILE = "reader.joblib"
# How the training messages are read by a model that did not see them: for `evaluation`, never loaded to answer.
HELD_OUT_FILE = "held_out.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageReader(GraphComponent):
    """Adds ``heard`` to the parsed message: ``{"procedures": [[id, probability], …], "facets": […], "parts": […],
    "unclear": probability, "new": [id, …]}``; the last are those that the linker has to find. With a topic,
    ``in_context``: procedures as those that it means when said about that."""

    def __init__(self, storage: ModelStorage, resource: Resource, reader: Reader) -> None:
        self._storage = storage
        self._resource = resource
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        return cls(model_storage, resource, Reader())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Rasa keeps what it trained: it must see our code and the catalogue change, not the messages only."""
        return model_name()

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageReader:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        held_out = self._reader.fit([_example(message) for message in training_data.intent_examples], _names())
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._reader, folder / FILE)
            (folder / HELD_OUT_FILE).write_bytes(msgspec.json.encode(held_out))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            read = self._reader.read(text)
            message.set(INTENT, _intent(read.intents[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, [_intent(intent) for intent in read.intents], add_to_output=True)
            topic = (message.get("metadata") or {}).get(TOPIC)
            # Only what names nothing itself leans on the topic.
            in_context = self._reader.read_about(topic, text) if topic and read.procedures[0].id == NONE else ()
            heard: dict[str, Any] = {"procedures": read.procedures, "facets": read.facets, "parts": read.parts}
            heard |= {"unclear": read.unclear, "in_context": in_context, "new": self._reader.new}
            message.set(HEARD, msgspec.to_builtins(heard), add_to_output=True)
        return messages


def _intent(candidate: Candidate) -> dict[str, Any]:
    return {"name": candidate.id, "confidence": candidate.score}


def _example(message: Message) -> Example:
    """Labels stand in the metadata of an example: ``procedure`` (ids joined by "|", or none) and ``facets``."""
    label = (message.get("metadata") or {}).get("intent") or {}
    procedures = tuple(p for p in str(label.get("procedure", NONE)).split("|") if p != NONE)
    facets = tuple(facet for facet in label.get("facets", ()) if facet != "overview")
    return Example(message.get(TEXT), message.get(INTENT), procedures, facets)


def _names() -> list[tuple[str, str]]:
    """What the catalogue itself calls its procedures."""
    return [
        (text, record.id)
        for record in load_catalogue().values()
        for text in (record.official_name, record.short_name, *record.aliases)
    ]
