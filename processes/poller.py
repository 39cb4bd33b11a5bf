"""The poller: asks for messages where no webhook can be called. Started only where a setting says so."""

from __future__ import annotations

import asyncio
import signal

import uvloop

from bot.settings import Settings
from bot.store.version import wait_until_migrated
from connectors.gateway import Gateway
from connectors.messengers import open_pollers
from connectors.polling import serve


def run_poller(settings: Settings) -> None:
    """Until SIGTERM. What was not stored by then is brought again."""
    uvloop.install()
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    gateway = Gateway(settings)
    wait_until_migrated(gateway.engine)
    pollers = open_pollers(gateway)
    tasks = [asyncio.create_task(serve(poller, gateway.engine)) for poller in pollers]
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, lambda: [task.cancel() for task in tasks])
    await asyncio.gather(*tasks, return_exceptions=True)
    for poller in pollers:
        await poller.close()
    gateway.close()
