"""``python -m processes gateway|workers|sender|scheduler|poller|fakes``: what the supervisor starts."""

from __future__ import annotations

import sys

from bot.settings import Settings, read_settings
from processes.logs import start_logging


def _gateway(settings: Settings) -> None:
    from processes.gateway import run_gateway

    run_gateway(settings)


def _workers(settings: Settings) -> None:
    from processes.parent import Parent

    Parent(settings).run()


def _sender(settings: Settings) -> None:
    from processes.sender import run_sender

    run_sender(settings)


def _poller(settings: Settings) -> None:
    from processes.poller import run_poller

    run_poller(settings)


def _fakes(settings: Settings) -> None:
    from processes.fakes import run_fakes

    run_fakes(settings)


def _scheduler(settings: Settings) -> None:
    from processes.scheduler import run_scheduler

    run_scheduler(settings)


def main() -> None:
    settings = read_settings()
    start_logging(settings.log_level)
    programs = {
        "gateway": _gateway,
        "workers": _workers,
        "sender": _sender,
        "scheduler": _scheduler,
        "poller": _poller,
        "fakes": _fakes,
    }
    programs[sys.argv[1]](settings)


main()
