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

from bot.catalogue.ambiguity import said_barely
from bot.dialogue.reader import HEARD
from bot.language.danger import find_danger, is_weary
from bot.language.dossier_questions import asks_for_code
from bot.language.factors import is_bare_factor, is_personal_number
from bot.language.figures import asks_figures
from bot.language.own_dossier import asks_about_own_dossier
from bot.language.partial_codes import find_partial_code
from bot.language.patterns import find_browse, find_choice, find_page, find_pick
from bot.language.reader import NONE
from bot.language.reference import tells_death
from bot.language.remarks import find_remark
from bot.language.short_words import asks_nearest, calls_assistant, says_yes
from bot.language.stars import find_stars
from bot.language.steering import find_steer, starts_over
from bot.language.wishes import Wish, find_wish

# From these probabilities on: a false alarm costs a moment, a missed one may cost a life, or all savings.
CAUTION = {"crisis": 0.25, "scam": 0.3}
CLEAR = 0.5
NAMED = 0.75
# What a small remark is not, if the model is so sure.
SERIOUS = ("crisis", "complaint")
SURE_OF_SERIOUS = 0.6


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
            text = message.get(TEXT) or ""
            intent = certain_intent(text, kinds) or wished_intent(message) or likely_intent(message)
            if intent:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data


def wished_intent(message: Message) -> str | None:
    """To be told of a dossier, or to rate: unless a procedure is clearly asked about beside it. To be told no more, or
    of what one is told, and the questions about one's own dossier, are all of a message."""
    text = message.get(TEXT) or ""
    stars, wish = find_stars(text), find_wish(text)
    if wish in (Wish.STOP, Wish.LIST) or asks_about_own_dossier(text):
        return "dossier_status"
    # With a reason the message may be a complaint as well, or worse; the stars are seen all the same.
    wished = (stars and stars.clear and not stars.reason) or wish
    return "dossier_status" if wished and not _names_procedure(message) else None


def likely_intent(message: Message) -> str | None:
    """What must not be missed is taken for likely sooner than the rest, unless a procedure is clearly asked about."""
    if _names_procedure(message):
        return None
    text = message.get(TEXT) or ""
    if tells_death(text) and not _names_group(message):
        return "browse"
    if starts_over(text):
        return "steer"
    ranking = {intent["name"]: intent["confidence"] for intent in message.get(INTENT_RANKING_KEY) or ()}
    if find_remark(text) and (is_weary(text) or max(ranking.get(kind, 0.0) for kind in SERIOUS) < SURE_OF_SERIOUS):
        return "remark"
    return next((intent for intent in CAUTION if ranking.get(intent, 0.0) >= CAUTION[intent]), None)


def _names_procedure(message: Message) -> bool:
    heard = (message.get(HEARD) or {}).get("procedures", ())
    return any(name != NONE and score >= NAMED for name, score in heard)


def _names_group(message: Message) -> bool:
    """ "…, xin tiền mai táng phí": a name that several procedures share, in a part of its own."""
    return any(said_barely(text) for text, *_ in (message.get(HEARD) or {}).get("parts", ()))


def certain_intent(text: str, kinds: set[str]) -> str | None:
    """The intent that the text itself proves, given the kinds of codes found in it."""
    if danger := find_danger(text):
        return danger
    if find_pick(text):
        return "pick"
    if find_steer(text):
        return "steer"
    if find_browse(text) or find_page(text) is not None:
        return "browse"
    if asks_figures(text):
        # Of the unit, like its hours: the action of that intent knows the difference.
        return "human"
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
