"""The real gateway on a free port, with its own database and the worker for tests."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import uvicorn

from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from connectors.app import public_app
from connectors.gateway import Gateway
from tests.web.worker import Worker


class Site(NamedTuple):
    url: str
    worker: Worker


@contextlib.contextmanager
def running(folder: Path, rate: int = 100_000) -> Iterator[Site]:
    """The site while the context lasts."""
    settings = Settings(var=str(folder), rate_per_minute=rate)
    migrate(open_engine(settings.database))
    worker = Worker(settings)
    worker.start()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with _serving(settings, listener):
            yield Site(address, worker)
    worker.stop()


@contextlib.contextmanager
def _serving(settings: Settings, listener: socket.socket) -> Iterator[None]:
    gateway = Gateway(settings)
    config = uvicorn.Config(public_app(gateway), ws="none", log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield
    server.should_exit = True
    thread.join()
    gateway.close()
