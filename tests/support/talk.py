"""A conversation with the trained assistant: the same steps as in a worker, without the gateway and the inbox."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import uuid
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.engine import Engine

from bot.conversations.reply import Reply
from bot.language.text import clean
from bot.store.secrets import Keys
from bot.store.work import Work, current

if TYPE_CHECKING:
    from bot.dialogue.agent import Assistant

# A Monday morning in Vietnam: offices are open, and the dossier that is always in the demo is on its way.
MORNING = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.timezone.utc)
Result = TypeVar("Result")


class LoopThread:
    """An event loop of its own thread: the browser tests keep one running in ours."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


class Talk:
    """One person's conversation. ``clock`` is the time (UTC) of the next message and stands still until moved."""

    _thread: LoopThread | None = None

    def __init__(self, assistant: Assistant, engine: Engine, keys: Keys, clock: dt.datetime = MORNING) -> None:
        self.assistant = assistant
        self.engine = engine
        self.keys = keys
        self.clock = clock
        self.last: Reply | None = None
        self.restart()

    def restart(self) -> None:
        """A new person, whom the assistant does not know yet."""
        self.conversation = f"test-{uuid.uuid4().hex[:16]}"
        self.last = None

    def say(self, text: str) -> Reply:
        """The reply to a message; it must be exactly one."""
        replies = self.replies(text)
        assert len(replies) == 1, f"{len(replies)} replies to {text!r}: {[reply.text for reply in replies]}"
        return replies[0]

    def press(self, title: str) -> Reply:
        """Press the button of that title under the last reply."""
        buttons = {button.title: button.payload for button in (self.last.buttons if self.last else ())}
        assert title in buttons, f"no button {title!r} among {list(buttons)}"
        return self.say(buttons[title])

    def replies(self, text: str) -> tuple[Reply, ...]:
        """All replies to a message, after what every entrance does to its text."""
        Talk._thread = Talk._thread or LoopThread()
        work = Work(self.engine, self.keys, self.conversation, self.clock)
        replies = Talk._thread.run(_handled(self.assistant, work, clean(text)))
        work.commit()
        self.last = replies[-1] if replies else None
        return replies


async def _handled(assistant: Assistant, work: Work, text: str) -> tuple[Reply, ...]:
    current.set(work)
    return await assistant.handle(text, work.conversation)
