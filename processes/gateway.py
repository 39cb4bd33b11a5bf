"""The gateway process: both ports in one event loop, short messages sent."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal

import uvicorn
import uvloop
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from bot.settings import Settings
from bot.store.version import wait_until_migrated
from connectors.app import operations_app, public_app
from connectors.gateway import Gateway
from connectors.sms import deliver, open_sender

log = logging.getLogger(__name__)

SMS_EVERY = 0.5


class _Server(uvicorn.Server):
    """Signals are ours: one of them ends both servers."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


def run_gateway(settings: Settings) -> None:
    """Until SIGTERM."""
    uvloop.install()
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    gateway = Gateway(settings)
    wait_until_migrated(gateway.engine)
    public = _server(public_app(gateway), settings.host, settings.port, settings)
    operations = _server(operations_app(gateway), "127.0.0.1", settings.operations_port, settings)
    servers = [public, operations]

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    delivering = asyncio.create_task(_deliver(gateway))
    await asyncio.gather(*(server.serve() for server in servers))
    delivering.cancel()
    gateway.close()


def _server(app: ASGIApp, host: str, port: int, settings: Settings) -> _Server:
    # Rasa pins an old websockets, beside which uvicorn only starts without it; access logs would hold addresses.
    config = uvicorn.Config(
        app,
        host,
        port,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=3,
    )
    return _Server(config)


async def _deliver(gateway: Gateway) -> None:
    """Short messages leave here and not in the worker: how long a gateway takes must not show in an answer."""
    sender = open_sender(gateway.settings, gateway.engine, gateway.keys)
    while sender:
        try:
            await run_in_threadpool(deliver, gateway.engine, gateway.keys, sender, gateway.now())
        except Exception as error:
            # Of whatever kind: nobody would start this loop again while the gateway serves its pages.
            log.error("short messages could not be sent: %s", type(error).__name__)
        await asyncio.sleep(SMS_EVERY)
