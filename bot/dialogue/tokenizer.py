"""Rasa tokenizer on underthesea. ``message.text[token.start:token.end] == token.text`` holds for any text."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.language.text import fold
from bot.language.words import segment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):
    """Words, compounds kept together. A token's lemma is its folded form, which featurizers read."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)
        tokens = [Token(text[w.start : w.end], w.start, lemma=fold(text[w.start : w.end])) for w in segment(text)]
        return list(self._apply_token_pattern(tokens))
