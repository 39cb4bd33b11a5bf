"""What our processes write down while they run."""

from __future__ import annotations

import logging


def start_logging(level: str) -> None:
    """To the standard error. Whatever the level, no address is written that we ask: codes of dossiers stand in some of
    them, tokens in others."""
    logging.basicConfig(level=level, format="%(asctime)s %(process)d %(levelname)s %(name)s %(message)s")
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
