"""Rasa's message processor inside our process: custom actions are function calls, replies are values."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.dialogue.silence import quiet  # isort: split

import msgspec
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor
from threadpoolctl import threadpool_limits

from bot.conversations.event import Event, is_spoken
from bot.conversations.reply import Button, Custom, Reply
from bot.dialogue.processor import Processor, spare_waste
from bot.language.text import disarm
from bot.store.work import current

# The intent of what came without words.
EVENT = "event"


class InProcessActions(EndpointConfig):
    """The action server without a server. A failing action fails the message, not only itself."""

    def __init__(self, package: str) -> None:
        super().__init__()
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *args: Any, json: Any = None, **kwargs: Any) -> Any:
        try:
            result = await self._executor.run(json)
        except Exception as error:
            # Rasa swallows what an action raises: the worker finds it here.
            current.get().error = error
            raise
        return result


class _Collector(OutputChannel):
    """Keeps each reply whole; Rasa's own collector splits text, buttons and custom data apart."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        return "collector"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        custom = msgspec.convert(message.get("custom") or {"kind": "answer"}, Custom)
        buttons = tuple(Button(b["title"], b["payload"]) for b in message.get("buttons") or ())
        self.replies.append(Reply(message.get("text") or "", custom, buttons))


class Assistant:
    """A loaded model. One instance is made before workers are forked and serves every conversation."""

    def __init__(self, model: Path) -> None:
        quiet()
        self._processor = Processor(model, InProcessActions("actions"))
        spare_waste()
        # One message is too little work to share: the threads of the linear algebra would only wait for each other.
        threadpool_limits(1, "blas")

    async def handle(self, text: str, conversation: str, event: Event | None = None) -> tuple[Reply, ...]:
        """The replies to one message, within the current unit of work; none where nothing is to be said.

        Raises what an action raised.
        """
        collector = _Collector()
        parsed = await self._understood(text, event) if event else None
        message = UserMessage(disarm(text), collector, conversation, parsed, input_channel="motcua")
        await self._processor.handle_message(message)
        error = current.get().error
        if error is not None:
            raise error
        return tuple(collector.replies)

    async def _understood(self, text: str, event: Event) -> dict[str, Any]:
        """What came besides text, in place of what the NLU understands or beside it; actions find it as ``event``."""
        nothing: dict[str, Any] = {"text": "", "intent": {"name": EVENT, "confidence": 1.0}, "entities": []}
        parsed = await self.parse(text) if is_spoken(event, text) else nothing
        return {**parsed, "event": msgspec.to_builtins(event)}

    def warm_up(self) -> None:
        """Touch what is loaded at first use, so that workers share it and the first citizen does not wait."""
        asyncio.run(self.parse("làm giấy khai sinh cần gì"))

    async def parse(self, text: str) -> dict[str, Any]:
        """What the NLU understands: intent, entities, and ``heard`` (procedures with probabilities, facets)."""
        return dict(await self._processor.parse_message(UserMessage(disarm(text))))
