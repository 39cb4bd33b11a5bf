"""The stand-ins for Zalo and Telegram as a process: one port, one page, the assistant's settings pointed at them."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping

import uvicorn
import uvloop
from starlette.concurrency import run_in_threadpool

from bot.clock import utc_now
from bot.settings import PREFIX, Settings, SettingsError
from bot.store import tokens
from bot.store.engine import open_engine
from bot.store.secrets import load_keys
from bot.store.version import wait_until_migrated
from connectors.fakes.serving import config
from connectors.fakes.whole import Fakes
from connectors.zalo.access import NAME

# Minutes in life: who tries it does not want to wait for an hour.
SCALE = 0.1


def pointed(settings: Settings) -> Mapping[str, str]:
    """Variables that lead the assistant to the stand-ins; they go before what was set. Raises SettingsError."""
    if settings.mode == "production":
        raise SettingsError(f"--channels shows stand-ins for Zalo and Telegram: not with {PREFIX}MODE=production.")
    values = Fakes().settings(f"http://127.0.0.1:{settings.fakes_port}")
    return {PREFIX + name.upper(): value for name, value in values.items()}


def run_fakes(settings: Settings) -> None:
    """Until SIGTERM."""
    uvloop.install()
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    fakes = Fakes(f"http://127.0.0.1:{settings.port}", scale=SCALE)
    for name in settings.polled:
        fakes.pushers[name].url = ""
    fakes.world.url = f"http://127.0.0.1:{settings.fakes_port}"
    await run_in_threadpool(_consent, settings, fakes)
    await uvicorn.Server(config(fakes, settings.fakes_port)).serve()


def _consent(settings: Settings, fakes: Fakes) -> None:
    """What `motcua zalo login` does for a real account: the assistant gets its first pair of tokens."""
    engine = open_engine(settings.database)
    wait_until_migrated(engine)
    pair, now = fakes.zalo.oauth.pair, utc_now()
    until = dt.datetime.fromtimestamp(pair.access_until, dt.timezone.utc)
    tokens.keep(engine, load_keys(settings), NAME, tokens.Pair(pair.access, pair.refresh, until), now)
    engine.dispose()
