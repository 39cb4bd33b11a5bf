"""Keeps third parties from talking over us. To be imported before anything of Rasa's."""

from __future__ import annotations

import logging
import os
import warnings

import structlog

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

with warnings.catch_warnings():
    # Sanic switches the DeprecationWarnings of all libraries on, which Python keeps off: undone here.
    import sanic.app  # noqa: F401


def quiet() -> None:
    """Rasa prints everything at debug level unless it is told not to, message texts included."""
    silent = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=silent, cache_logger_on_first_use=True)
    for name in ("rasa", "rasa_sdk", "matplotlib", "apscheduler", "tensorflow"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A failing action is reported by the worker, without the error's text, which may hold what a citizen wrote.
    logging.getLogger("rasa.core.processor").setLevel(logging.CRITICAL)
    # Said of every domain, whatever is in it.
    warnings.filterwarnings("ignore", "Slot auto-fill has been removed", UserWarning)
    # The reader stops early on purpose.
    warnings.filterwarnings("ignore", "lbfgs failed to converge", UserWarning)
