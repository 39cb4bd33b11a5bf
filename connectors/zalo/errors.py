"""What Zalo's error codes mean, as data."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import msgspec
import yaml

from bot.store.work import VIETNAM
from connectors.channel import NotDelivered, Trouble

DATA = Path(__file__).parent / "errors.yml"


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See the head of errors.yml."""

    trouble: Trouble
    wait: int | None = None
    until: str | None = None
    renew: bool = False
    repeat: bool = False
    plain: bool = False
    cure: str = ""


# Refused and not known: to try it again would not help, and a dead letter can be sent again once somebody knows more.
UNKNOWN = Fault(Trouble.REFUSED)


class Failed(NotDelivered):
    """Zalo answered with an error."""

    def __init__(self, code: int, fault: Fault, now: dt.datetime) -> None:
        super().__init__(fault.trouble, str(code), _wait(fault, now))
        self.fault = fault


def fault(api: str, code: int) -> Fault:
    return _faults()[api].get(code, UNKNOWN)


def _wait(fault: Fault, now: dt.datetime) -> dt.timedelta | None:
    if fault.until is None:
        return dt.timedelta(seconds=fault.wait) if fault.wait else None
    local = now.astimezone(VIETNAM)
    then = dt.datetime.combine(local.date(), dt.time.fromisoformat(fault.until), VIETNAM)
    return then - local if then > local else then + dt.timedelta(days=1) - local


@cache
def _faults() -> dict[str, dict[int, Fault]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return msgspec.convert(data, dict[str, dict[int, Fault]])
