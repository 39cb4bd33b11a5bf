"""Rasa component that overrules the intent classifier where the meaning is certain."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.reader import HEARD
from bot.language.dossier_questions import asks_for_code
from bot.language.factors import is_bare_factor, is_personal_number
from bot.language.partial_codes import find_partial_code
from bot.language.patterns import find_browse, find_choice, find_danger, find_page, find_pick
from bot.language.reader import NONE
from bot.language.reference import tells_death
from bot.language.wishes import asks_nearest, calls_assistant, says_yes

# From these probabilities on: a false alarm costs a moment, a missed one may cost a life, or all savings.
CAUTION = {"crisis": 0.25, "scam": 0.3}
CLEAR = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CertainPatterns(GraphComponent):
    """Stands last in the pipeline."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CertainPatterns:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            kinds = {entity["entity"] for entity in message.get(ENTITIES, [])}
            intent = certain_intent(message.get(TEXT) or "", kinds) or cautious_intent(message)
            if intent:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data


def cautious_intent(message: Message) -> str | None:
    """What must not be missed is taken for likely sooner than the rest, unless a procedure is clearly asked about."""
    if any(name != NONE and score >= CLEAR for name, score in (message.get(HEARD) or {}).get("procedures", ())):
        return None
    if tells_death(message.get(TEXT) or ""):
        return "browse"
    ranking = {intent["name"]: intent["confidence"] for intent in message.get(INTENT_RANKING_KEY) or ()}
    return next((intent for intent in CAUTION if ranking.get(intent, 0.0) >= CAUTION[intent]), None)


def certain_intent(text: str, kinds: set[str]) -> str | None:
    """The intent that the text itself proves, given the kinds of codes found in it."""
    if danger := find_danger(text):
        return danger
    if find_pick(text):
        return "pick"
    if find_browse(text) or find_page(text) is not None:
        return "browse"
    if "dossier_code" in kinds:
        return "dossier_status"
    if "procedure_code" in kinds:
        return "ask_procedure"
    if says_yes(text):
        return "affirm"
    if calls_assistant(text):
        return "identity"
    if asks_nearest(text):
        return "human"
    if find_choice(text) is not None:
        return "choose"
    if asks_for_code(text) or find_partial_code(text):
        return "dossier_status"
    if is_bare_factor(text) or is_personal_number(text):
        return "inform"
    return None
