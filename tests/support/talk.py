"""A conversation with the trained assistant, as tests hold it."""

from __future__ import annotations

import evaluation.talk
from bot.conversations.event import Event
from bot.conversations.reply import Reply
from evaluation.talk import MORNING

__all__ = ["MORNING", "Talk"]


class Talk(evaluation.talk.Talk):
    """``last`` is the reply whose buttons can be pressed."""

    last: Reply | None

    def restart(self) -> None:
        super().restart()
        self.last = None

    def say(self, text: str, event: Event | None = None) -> Reply:
        """The reply to a message; it must be exactly one."""
        replies = self.replies(text, event)
        assert len(replies) == 1, f"{len(replies)} replies to {text!r}: {[reply.text for reply in replies]}"
        return replies[0]

    def press(self, title: str) -> Reply:
        """Press the button of that title under the last reply."""
        buttons = {button.title: button.payload for button in (self.last.buttons if self.last else ())}
        assert title in buttons, f"no button {title!r} among {list(buttons)}"
        return self.say(buttons[title])

    def replies(self, text: str, event: Event | None = None) -> tuple[Reply, ...]:
        replies = super().replies(text, event)
        self.last = replies[-1] if replies else None
        return replies
