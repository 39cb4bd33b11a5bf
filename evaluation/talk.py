"""A conversation with the assistant in this process: the steps of a worker, without the gateway and the inbox."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import tempfile
import threading
import uuid
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.engine import Engine

from bot.conversations.event import Event
from bot.conversations.reply import Reply
from bot.language.text import clean
from bot.store.demo import load_demo
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.secrets import Keys, new_keys
from bot.store.work import Work, current

if TYPE_CHECKING:
    from bot.dialogue.agent import Assistant

# A Monday morning in Vietnam: offices are open, and the dossier that is always in the demo is on its way.
MORNING = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.timezone.utc)
Result = TypeVar("Result")


class LoopThread:
    """An event loop in a thread of its own: the caller's thread may have one running already."""

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
        self.restart()

    def restart(self) -> None:
        """A new person, whom the assistant does not know yet."""
        self.conversation = f"terminal-{uuid.uuid4().hex[:16]}"

    def replies(self, text: str, event: Event | None = None) -> tuple[Reply, ...]:
        """All replies to a message, after what every entrance does to its text. ``event``: what came besides it."""
        work = Work(self.engine, self.keys, self.conversation, self.clock)
        replies = self._run(_handled(self.assistant, work, clean(text), event))
        work.commit()
        return replies

    def parse(self, text: str) -> dict[str, Any]:
        """What is understood of a message, without saying it."""
        return self._run(self.assistant.parse(clean(text)))

    @staticmethod
    def _run(coroutine: Coroutine[Any, Any, Result]) -> Result:
        Talk._thread = Talk._thread or LoopThread()
        return Talk._thread.run(coroutine)


async def _handled(assistant: Assistant, work: Work, text: str, event: Event | None) -> tuple[Reply, ...]:
    current.set(work)
    return await assistant.handle(text, work.conversation, event)


@contextlib.contextmanager
def talking(model: Path) -> Iterator[Talk]:
    """A conversation with that model, on a database of demo data that goes away with it."""
    from bot.dialogue.agent import Assistant

    with tempfile.TemporaryDirectory() as folder:
        engine, keys = open_engine(f"sqlite:///{folder}/motcua.db"), Keys(*new_keys().values())
        migrate(engine)
        load_demo(engine, keys, MORNING)
        yield Talk(Assistant(model), engine, keys)
        engine.dispose()
