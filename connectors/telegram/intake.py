"""Taking updates in, from the webhook and from the poller alike."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool

from bot.conversations.reply import Custom, Kind, Reply
from bot.store import delivery, outbox, payloads, reach
from bot.store.inbox import Incoming
from bot.texts import say
from connectors.gateway import Gateway
from connectors.metrics import WEBHOOKS
from connectors.telegram.bot import bot_id
from connectors.telegram.keyboard import KEY
from connectors.telegram.updates import NAME, Blocked, Invited, Meaning, Nothing, Pressed, Unblocked, read

# A call of the Bot API: the name of a method and its parameters.
Call = dict[str, Any]


class Intake:
    """Stores what an update means."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._bot_id = bot_id(gateway.settings)

    async def take(self, body: Any) -> Call | None:
        """When this returns the update is safely stored; the call is what to tell Telegram now, if anything.

        Raises SQLAlchemyError where the database is away: the update is then to be brought again.
        """
        meaning = read(body, self._bot_id)
        call = await self._store(meaning)
        outcome = meaning.why if isinstance(meaning, Nothing) else type(meaning).__name__.lower()
        WEBHOOKS.labels(NAME, outcome).inc()
        return call

    async def _store(self, meaning: Meaning) -> Call | None:
        if isinstance(meaning, Incoming):
            await self._gateway.receive(meaning)
            return typing(meaning)
        if isinstance(meaning, Pressed):
            return await self._press(meaning)
        if isinstance(meaning, Blocked):
            await run_in_threadpool(self._lose, meaning.conversation)
        if isinstance(meaning, Unblocked):
            await run_in_threadpool(reach.regain, self._gateway.engine, meaning.conversation, self._gateway.now())
        if isinstance(meaning, Invited):
            await run_in_threadpool(self._say_once, meaning.conversation)
        return None

    async def _press(self, pressed: Pressed) -> Call:
        message = pressed.message
        if message and message.text.startswith(KEY):
            message = await self._with_payload(message)
        if message:
            await self._gateway.receive(message)
        old = pressed.message is not None and message is None
        return answer(pressed.query, say("messengers", "old_button") if old else None)

    async def _with_payload(self, message: Incoming) -> Incoming | None:
        """What the key stands for; at least the title where that is forgotten."""
        key = message.text.removeprefix(KEY)
        button = await run_in_threadpool(payloads.find, self._gateway.engine, self._gateway.keys, key)
        if button:
            return message._replace(text=button.payload, shown=button.title)
        return message._replace(text=message.shown) if message.shown else None

    def _lose(self, conversation: str) -> None:
        # Notices first: they are told anew to who is back.
        reach.lose(self._gateway.engine, self._gateway.keys, conversation, self._gateway.now())
        delivery.drop(self._gateway.engine, conversation, "blocked")

    def _say_once(self, group: str) -> None:
        """The assistant speaks with one person at a time, and says so once a group."""
        reply = Reply(say("messengers", "private_only"), Custom(Kind.REFUSAL))
        common = (self._gateway.engine, self._gateway.keys)
        outbox.put_notice(*common, group, f"private-only {group}", reply, self._gateway.now())


def answer(query: str, text: str | None) -> Call:
    """A button is not busy any more."""
    return {"method": "answerCallbackQuery", "callback_query_id": query, **({"text": text} if text else {})}


def typing(message: Incoming) -> Call:
    """Shows that the answer is being written."""
    chat = message.conversation.removeprefix(f"{NAME}-")
    return {"method": "sendChatAction", "chat_id": int(chat), "action": "typing"}
