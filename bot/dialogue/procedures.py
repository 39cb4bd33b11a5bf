"""Rasa component that says about which procedure a message is and what it asks: the linker and the facets."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.catalogue.load import load_catalogue
from bot.language.facets import FacetModel
from bot.language.features import new_vectorizer
from bot.language.linker import NONE, Linker

ASK = "ask_procedure"
HEARD = "heard"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ProcedureReader(GraphComponent):
    """Adds ``heard`` to the parsed message: ``{"procedures": [[id, probability], …], "facets": […]}``."""

    def __init__(self, storage: ModelStorage, resource: Resource, parts: tuple[Any, Linker, FacetModel]) -> None:
        self._storage = storage
        self._resource = resource
        self._vectorizer, self._linker, self._facets = parts

    @classmethod
    def create(
        cls, config: dict[str, Any], storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> ProcedureReader:
        return cls(storage, resource, (new_vectorizer(), Linker(), FacetModel()))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        context: ExecutionContext,
        **kwargs: Any,
    ) -> ProcedureReader:
        with storage.read_from(resource) as folder:
            return cls(storage, resource, joblib.load(folder / "reader.joblib"))

    def train(self, training_data: TrainingData) -> Resource:
        messages = [m for m in training_data.intent_examples if m.get("intent") == ASK]
        labelled = [(m.get(TEXT), _label(m)) for m in messages]
        names = _names_and_aliases()
        vectors = self._vectorizer.fit_transform([text for text, _ in labelled] + [text for text, _ in names])
        self._facets.fit(vectors[: len(labelled)], [label["facets"] for _, label in labelled])
        rows = [(i, p) for i, (_, label) in enumerate(labelled) for p in label["procedure"].split("|")]
        rows += [(len(labelled) + i, procedure) for i, (_, procedure) in enumerate(names)]
        self._linker.fit(vectors[[i for i, _ in rows]], [procedure for _, procedure in rows])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._vectorizer, self._linker, self._facets), folder / "reader.joblib")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            vector = self._vectorizer.transform([message.get(TEXT) or ""])
            ranked = [[candidate.id, round(candidate.score, 4)] for candidate in self._linker.rank(vector)]
            heard = {"procedures": ranked, "facets": list(self._facets.predict(vector))}
            message.set(HEARD, heard, add_to_output=True)
        return messages


def _label(message: Message) -> dict[str, Any]:
    """The metadata of an example: ``procedure`` (an id, several joined by "|", or none) and ``facets``."""
    label: dict[str, Any] = message.get("metadata")["intent"]
    return {"procedure": label.get("procedure", NONE), "facets": [f for f in label["facets"] if f != "overview"]}


def _names_and_aliases() -> list[tuple[str, str]]:
    """What the catalogue itself calls its procedures."""
    return [
        (text, record.id)
        for record in load_catalogue().values()
        for text in (record.official_name, record.short_name, *record.aliases)
    ]
