"""A server of the fakes in this process, on a free port: for tests."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import uvicorn

from connectors.fakes.whole import Fakes


@contextlib.contextmanager
def serving(fakes: Fakes) -> Iterator[str]:
    """Its address while the context lasts."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        fakes.world.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(config(fakes))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the fakes did not start")
            time.sleep(0.01)
        try:
            yield fakes.world.url
        finally:
            server.should_exit = True
            thread.join()


def config(fakes: Fakes, port: int = 0) -> uvicorn.Config:
    # Rasa pins an old websockets, beside which uvicorn only starts without it.
    quiet = {"ws": "none", "access_log": False, "log_level": "warning"}
    return uvicorn.Config(fakes.app, "127.0.0.1", port, timeout_graceful_shutdown=1, **quiet)  # type: ignore[arg-type]
