"""The gateway on a free port, over real HTTP, with a worker that has the trained model."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

import httpx
from starlette.types import ASGIApp

from bot.clock import utc_now
from bot.dialogue.agent import Assistant
from bot.settings import Settings
from bot.store import inbox
from connectors.app import operations_app, public_app
from connectors.gateway import Gateway
from processes.gateway import _server
from processes.worker import Worker
from tests.support.messages import LEASE

REST = "/webhooks/rest/webhook"


class Service(NamedTuple):
    """``client`` calls the public port, ``operations`` the other one."""

    gateway: Gateway
    client: httpx.Client
    operations: httpx.Client

    def ask(self, text: str, sender: str = "an") -> httpx.Response:
        return self.client.post(REST, json={"sender": sender, "message": text})


@contextlib.contextmanager
def serving(settings: Settings, assistant: Assistant | None = None) -> Iterator[Service]:
    """The service while the context lasts; without an assistant nobody answers."""
    gateway = Gateway(settings)
    with contextlib.ExitStack() as stack:
        stack.callback(gateway.close)
        public = stack.enter_context(_served(public_app(gateway), settings))
        operations = stack.enter_context(_served(operations_app(gateway), settings))
        if assistant is not None:
            stack.enter_context(_working(settings, assistant))
        clients = [stack.enter_context(httpx.Client(base_url=url, timeout=40)) for url in (public, operations)]
        yield Service(gateway, *clients)


@contextlib.contextmanager
def _served(app: ASGIApp, settings: Settings) -> Iterator[str]:
    """With the server's configuration of the gateway process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = _server(app, "127.0.0.1", 0, settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def _working(settings: Settings, assistant: Assistant) -> Iterator[None]:
    """A worker in a thread: its own ``run`` takes the signals of a process."""
    stop = threading.Event()

    def work() -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
            worker = Worker(settings, assistant, "test", bell)
            worker._beat()
            while not stop.is_set():
                message = inbox.claim(worker._engine, worker._keys, worker.name, utc_now(), LEASE)
                if message:
                    worker.work_on(message)
                else:
                    stop.wait(0.02)
            worker.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join()
