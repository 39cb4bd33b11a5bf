"""The process of the stand-ins for Zalo and Telegram: one port, for the demo and for development."""

from __future__ import annotations

import uvicorn

from bot.settings import Settings
from connectors.fakes.serving import config
from connectors.fakes.whole import Fakes


def run_fakes(settings: Settings) -> None:
    """Until SIGTERM."""
    fakes = Fakes(f"http://127.0.0.1:{settings.port}")
    fakes.world.url = f"http://127.0.0.1:{settings.fakes_port}"
    uvicorn.Server(config(fakes, settings.fakes_port)).run()
