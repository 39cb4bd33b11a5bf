"""Rasa entity extractor for the codes that citizens paste: dossier codes and procedure codes."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.codes import find_dossier_codes, find_procedure_codes


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CodeExtractor(GraphComponent):
    """Reads the raw text, because tokenizers split codes."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CodeExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = [*_dossiers(message.get(TEXT) or ""), *_procedures(message.get(TEXT) or "")]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data


def _dossiers(text: str) -> list[dict[str, Any]]:
    return [
        _entity("dossier_code", code.start, code.end, code.code, problem=code.problem)
        for code in find_dossier_codes(text)
    ]


def _procedures(text: str) -> list[dict[str, Any]]:
    return [_entity("procedure_code", code.start, code.end, code.code) for code in find_procedure_codes(text)]


def _entity(kind: str, start: int, end: int, value: str, **more: str | None) -> dict[str, Any]:
    return {"entity": kind, "start": start, "end": end, "value": value, "extractor": "CodeExtractor", **more}
