"""What our processes write down of whom they ask."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Stands in for the scheduler: it asks a system of dossiers, and says something of its own.
ASKS = """
import logging, runpy, sys
import httpx
import processes.scheduler

def ask(settings):
    nobody = httpx.MockTransport(lambda request: httpx.Response(404))
    httpx.Client(transport=nobody).get("http://dossiers.example/dossiers/H37.99.99-261118-9999?token=T0KEN")
    logging.getLogger("httpcore.connection").debug("connect_tcp.started T0KEN")
    logging.getLogger("ours").info("asked")

processes.scheduler.run_scheduler = ask
sys.argv = ["processes", "scheduler"]
runpy.run_module("processes", run_name="__main__")
"""


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_no_address_that_is_asked_stands_in_the_log(level: str, secrets: dict[str, str]) -> None:
    environment = {**secrets, "MOTCUA_LOG_LEVEL": level, "PYTHONPATH": "."}
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", ASKS], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "INFO ours asked" in ran.stderr
    assert "9999" not in ran.stderr and "T0KEN" not in ran.stderr
