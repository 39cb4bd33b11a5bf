from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy.engine import Engine

from bot.settings import ROOT
from bot.store.alone import Busy, alone
from bot.store.engine import open_engine

HOLD = "import sys, time; from bot.store.alone import alone; from bot.store.engine import open_engine\n"
HOLD += "with alone(open_engine(sys.argv[1]), 'importing'): print('held', flush=True); time.sleep(60)"


def test_one_at_a_time_and_other_work_goes_on(engine: Engine) -> None:
    second = open_engine(engine.url.render_as_string(hide_password=False))
    with alone(engine, "importing", wait=False):
        with pytest.raises(Busy), alone(second, "importing", wait=False):
            pytest.fail("two at a time")
        with alone(second, "migrating", wait=False):
            pass
    with alone(second, "importing", wait=False):
        pass
    second.dispose()


def test_a_killed_holder_lets_go(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    with pytest.raises(Busy), alone(engine, "importing", wait=False):
        pytest.fail("two at a time")
    holder.kill()
    holder.communicate()
    with alone(engine, "importing"):
        pass
