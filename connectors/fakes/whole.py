"""All fakes as one server: a path for each service, and what controls them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount

from connectors.fakes import telegram, zalo, zalobot
from connectors.fakes.control import Control
from connectors.fakes.page import Page
from connectors.fakes.said import Said
from connectors.fakes.service import World
from connectors.fakes.telegram import Telegram
from connectors.fakes.zalo import Zalo
from connectors.fakes.zalobot import ZaloBot


class Fakes:
    """One of each service, sharing people, faults and log; ``app`` serves them.

    ``product``: where the assistant's gateway is; its three webhooks are then set from the start. Without it Telegram
    and the Zalo bot keep updates until they are asked for, and Zalo delivers nothing. ``seed``: of all chance.
    ``scale``: factor on the waits between repeated pushes.
    """

    def __init__(
        self, product: str = "", seed: int = 0, scale: float = 1.0, clock: Callable[[], float] = time.time
    ) -> None:
        self.world = World(seed, scale, clock)
        self.people, self.faults, self.log = self.world.people, self.world.faults, self.world.log
        self.zalo, self.zalobot, self.telegram = Zalo(self.world), ZaloBot(self.world), Telegram(self.world)
        self.pushers = {name: getattr(self, name).push for name in ("zalo", "zalobot", "telegram")}
        if product:
            self.aim(product)
        mounts = [Mount(f"/{name}", routes=getattr(self, name).routes) for name in self.pushers]
        self.app = Starlette(routes=[*mounts, *Control(self).routes, *Page(self).routes], lifespan=self._life)

    def aim(self, product: str) -> None:
        """Set the three webhooks, as the consoles and ``setWebhook`` do."""
        for name, pusher in self.pushers.items():
            pusher.url = f"{product}/webhooks/{name}"

    def say(self, service: str, who: str, text: str = "", **how: Any) -> str:
        """What a person does: ``say("zalo", "an", "xin chào")``, ``say("telegram", "an", kind="photo", qr="…")``; see
        ``Said``. The service's id of it. Raises KeyError or LookupError for what cannot be done there."""
        return self.do(service, who, Said(text=text, **how))

    def do(self, service: str, who: str, said: Said) -> str:
        began = time.time()
        number: str = getattr(self, service).say(self.people.named(who), said)
        self.log.hear(service, who, number, said.kind, said.text, began)
        return number

    def idle(self, seconds: float = 10.0) -> None:
        """Wait until everything is pushed. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while any(pusher.waiting for pusher in self.pushers.values()):
            if time.monotonic() > end:
                raise TimeoutError(f"pushes are left after {seconds} s")
            time.sleep(0.01)

    def settings(self, url: str) -> dict[str, Any]:
        """Settings that lead the assistant to a server of these fakes at ``url``."""
        return {
            "zalo_app_id": zalo.APP_ID,
            "zalo_app_secret": zalo.APP_SECRET,
            "zalo_oa_id": zalo.OA_ID,
            "zalo_oa_secret": zalo.OA_SECRET,
            "zalo_api_url": f"{url}/zalo",
            "zalo_oauth_url": f"{url}/zalo/v4",
            "zalo_zns_url": f"{url}/zalo",
            "zalobot_token": zalobot.TOKEN,
            "zalobot_secret": zalobot.SECRET,
            "zalobot_url": f"{url}/zalobot",
            "telegram_token": telegram.TOKEN,
            "telegram_secret": telegram.SECRET,
            "telegram_url": f"{url}/telegram",
        }

    @contextlib.asynccontextmanager
    async def _life(self, app: Starlette) -> AsyncIterator[None]:
        for pusher in self.pushers.values():
            await pusher.open()
        yield
        for pusher in self.pushers.values():
            await pusher.close()
