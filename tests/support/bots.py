"""A bot platform's stand-in, the real gateway, sender and poller, and a worker that answers without a model."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.clock import utc_now
from bot.conversations.event import Event
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.store import inbox
from bot.store.engine import open_engine
from bot.store.inbox import Claimed
from bot.store.migrate import migrate
from bot.store.secrets import Keys
from bot.store.work import Work
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes
from tests.support.databases import Postgres
from tests.support.messages import LEASE
from tests.support.running import Running, until

LONG = Button("Đủ giấy tờ", "#mot-thu-tuc-co-ten-rat-dai-de-khong-vua-mot-nut:documents,fee,time@truong-hop-khac")


def echo(message: Claimed) -> Reply:
    """What was understood, and two buttons."""
    event = message.event
    heard = f"[{event.kind.value}{' own' if event.own else ''}] {message.text}" if event else f"{message.text}"
    buttons = (Button("Lệ phí", "#mot:fee"), LONG)
    return Reply(f"Đã nhận: {heard}".strip(), Custom(Kind.ANSWER), buttons)


class Site:
    """``fakes`` push to the gateway. ``heard``: what the worker took, in its order."""

    def __init__(self, running: Running, fakes: Fakes) -> None:
        self.running = running
        self.fakes = fakes
        self.heard: list[tuple[str, str | None, Event | None]] = []
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, program: str) -> subprocess.Popen[bytes]:
        """One more process."""
        self._started.append(self.running.program(program))
        return self._started[-1]

    def stop(self) -> None:
        self.running.stop()
        for process in self._started:
            process.wait()

    def texts(self, person: str, service: str) -> list[str]:
        return [sent.text for sent in self.fakes.log.to(person, service)]

    def until_sent(self, person: str, service: str, count: int) -> list[str]:
        until(lambda: len(self.texts(person, service)) >= count, f"{count} replies to {person}", 30)
        return self.texts(person, service)


def new_url(database: str, folder: Path, server: Postgres) -> str:
    return server.new() if database == "postgresql" else f"sqlite:///{folder / 'motcua.db'}"


@contextlib.contextmanager
def site(
    folder: Path, url: str, secrets: dict[str, str], names: tuple[str, ...], programs: tuple[str, ...], **more: str
) -> Iterator[Site]:
    """``names``: settings of the stand-ins begin so. ``programs``: what runs as processes of their own."""
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    running = Running(folder, url, secrets, folder)
    fakes = Fakes(running.page if "gateway" in programs else "", seed=7, scale=0.01)
    with serving(fakes) as address, contextlib.ExitStack() as stack:
        given = {name: value for name, value in fakes.settings(address).items() if name.startswith(names)}
        own = {f"MOTCUA_{name.upper()}": str(value) for name, value in {**given, **more}.items()}
        running.environment |= {**own, "MOTCUA_TELEGRAM_CHAT_SECONDS": "0"}
        there = Site(running, fakes)
        stack.callback(there.stop)
        for program in programs:
            there.start(program)
        if "gateway" in programs:
            until(running.answers, "the gateway", 60)
        stack.enter_context(_answering(there, running.keys))
        yield there


@contextlib.contextmanager
def _answering(site: Site, keys: Keys, answer: Callable[[Claimed], Reply] = echo) -> Iterator[None]:
    stop, engine = threading.Event(), site.running.engine

    def work() -> None:
        while not stop.is_set():
            message = inbox.claim(engine, keys, "stub", utc_now(), LEASE)
            if message is None:
                stop.wait(0.02)
                continue
            site.heard.append((message.conversation, message.text, message.event))
            done = Work(engine, keys, message.conversation, utc_now())
            done.commit(message, (answer(message),))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join()
