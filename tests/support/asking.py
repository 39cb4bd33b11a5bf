"""Somebody who asks where a dossier is: the action alone, without the model, fast enough for many thousand tries."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from sqlalchemy.engine import Engine

from actions.dossiers import ActionDossier
from actions.turn import Turn
from bot.conversations.memory import Memory, write_memory
from bot.conversations.reply import Reply
from bot.language.codes import find_dossier_codes
from bot.store.secrets import Keys
from bot.store.work import Work
from tests.support.talk import MORNING


class Asker:
    """One person on one channel, the name of which stands before the id. ``clock`` stands still until moved."""

    def __init__(self, engine: Engine, keys: Keys, conversation: str = "web-1", origin: str | None = None) -> None:
        self.engine, self.keys, self.conversation, self.origin = engine, keys, conversation, origin
        self.clock = MORNING
        self.memory = Memory()

    def say(self, text: str) -> Reply:
        work = Work(self.engine, self.keys, self.conversation, self.clock, origin=self.origin)
        self.memory, reply = self._answer(text, work)
        work.commit()
        return reply

    def wait(self, **time: int) -> None:
        self.clock += dt.timedelta(**time)

    def _answer(self, text: str, work: Work) -> tuple[Memory, Reply]:
        tracker: Any = SimpleNamespace(
            latest_message={"text": text, "entities": _entities(text)},
            get_slot=lambda name: write_memory(self.memory),
        )
        reply, memory = ActionDossier().reply(Turn(tracker, work))
        return memory, reply


def _entities(text: str) -> list[dict[str, Any]]:
    found = find_dossier_codes(text)
    return [
        {"entity": "dossier_code", "value": code.code, "start": code.start, "end": code.end, "problem": code.problem}
        for code in found
    ]
