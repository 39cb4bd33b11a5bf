"""The conversation in the terminal: the same model, actions and database, without the gateway."""

from __future__ import annotations

import asyncio
import uuid

import click

from bot.clock import utc_now
from bot.conversations.reply import Reply
from bot.dialogue.inputs import model_path
from bot.language.text import clean
from bot.remote.source import open_source
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.secrets import load_keys
from bot.store.work import Work, current
from connectors.sms import ConsoleSender, deliver


def talk(settings: Settings) -> None:
    """Until Ctrl-D. Each start is a new conversation."""
    click.echo("Loading the model …")
    from bot.dialogue.agent import Assistant

    assistant = Assistant(model_path(settings.models_path))
    engine, keys = open_engine(settings.database), load_keys(settings)
    source = open_source(settings, engine, keys)
    conversation = f"terminal-{uuid.uuid4().hex[:12]}"
    loop = asyncio.new_event_loop()
    while True:
        try:
            text = clean(click.prompt("anh/chị", prompt_suffix="> ", default="", show_default=False))
        except (click.Abort, EOFError):
            return
        if text:
            work = Work(engine, keys, conversation, utc_now(), source)
            current.set(work)
            for reply in loop.run_until_complete(assistant.handle(text, conversation)):
                click.echo(_shown(reply))
            work.commit()
            deliver(engine, keys, ConsoleSender(click.echo), work.now)


def _shown(reply: Reply) -> str:
    """The text, and behind it what can be typed instead of pressing a button."""
    titles = " | ".join(button.title for button in reply.buttons)
    return f"{reply.text}\n  [{titles}]\n" if titles else f"{reply.text}\n"
