"""What goes wrong on purpose: which calls and pushes, decided by content and seed, so that runs repeat."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import Meta

# Of calls: "429", "expired" (the token in use is void from now on), "timeout_after" and "timeout_before" delivering,
# "slow", "blocked" (by the person), any
# status from 500, any error code of Zalo such as "-201".
PUSH_FAULTS = ("duplicate", "reorder", "delay", "wrong_signature")
CALL_FAULTS = ("429", "expired", "timeout_after", "timeout_before", "slow", "blocked")
SERVICES = ("zalo", "zns", "zalobot", "telegram")
SECONDS = {"timeout_after": 60.0, "timeout_before": 60.0, "slow": 2.0, "delay": 2.0, "reorder": 1.0, "429": 3.0}


class Rule(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """``nth``: which of the calls it looks at, from 1; ``share``: that part of them; neither: all. ``times``: no more
    often than that. Empty ``service``, ``method`` or ``person``: any. ``method`` is the last part of the address."""

    fault: Annotated[str, Meta(pattern=r"^[a-z_]+$|^-?\d{2,6}$")]
    service: str = ""
    method: str = ""
    person: str = ""
    nth: tuple[int, ...] = ()
    share: Annotated[float, Meta(ge=0, le=1)] | None = None
    times: int | None = None
    seconds: Annotated[float, Meta(ge=0)] | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        code = self.fault.lstrip("-").isdigit()
        if not code and self.fault not in (*PUSH_FAULTS, *CALL_FAULTS):
            raise ValueError(f"unknown fault {self.fault}")
        if self.service and self.service not in SERVICES:
            raise ValueError(f"unknown service {self.service}")

    @property
    def wait(self) -> float:
        return SECONDS.get(self.fault, 0.0) if self.seconds is None else self.seconds


class _Standing:
    """A rule that holds, and what it saw."""

    def __init__(self, rule: Rule, seed: int) -> None:
        self.rule = rule
        self._seed = f"{seed} {rule.seed} {rule.fault}"
        self._looked: Counter[str] = Counter()
        self._all = 0
        self._fired = 0

    def fires(self, what: str) -> bool:
        self._looked[what] += 1
        self._all += 1
        if self.rule.times is not None and self._fired >= self.rule.times:
            return False
        if self._is_meant(what):
            self._fired += 1
            return True
        return False

    def _is_meant(self, what: str) -> bool:
        if self.rule.nth:
            return self._all in self.rule.nth
        if self.rule.share is None:
            return True
        # Not by turn: calls come in another order each time, and the same ones shall suffer.
        digest = hashlib.sha256(f"{self._seed} {what} {self._looked[what]}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64 < self.rule.share


class Faults:
    """The rules that hold now. The first that applies decides. ``happened`` counts by name."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.happened: Counter[str] = Counter()
        self._standing: list[_Standing] = []

    @property
    def rules(self) -> list[Rule]:
        return [standing.rule for standing in self._standing]

    def add(self, fault: str, **how: object) -> Rule:
        """Raises msgspec.ValidationError."""
        return self.put(msgspec.convert({"fault": fault, **how}, Rule))

    def put(self, rule: Rule) -> Rule:
        self._standing = [*self._standing, _Standing(rule, self.seed)]
        return rule

    def remove(self, fault: str, service: str = "") -> None:
        self._standing = [one for one in self._standing if (one.rule.fault, one.rule.service) != (fault, service)]

    def clear(self) -> None:
        self._standing = []
        self.happened.clear()

    def of_call(self, service: str, method: str, person: str, what: str) -> Rule | None:
        """What this call suffers. ``what``: its content."""
        return self._pick(lambda rule: rule.fault not in PUSH_FAULTS, service, method, person, what)

    def of_push(self, fault: str, service: str, person: str, what: str) -> Rule | None:
        """The rule by which this push suffers that fault."""
        return self._pick(lambda rule: rule.fault == fault, service, "push", person, what)

    def _pick(self, kind: Callable[[Rule], bool], service: str, method: str, person: str, what: str) -> Rule | None:
        given = {"service": service, "method": method, "person": person}
        for standing in self._standing:
            rule = standing.rule
            fits = kind(rule) and all(getattr(rule, name) in ("", value) for name, value in given.items())
            if fits and standing.fires(what):
                self.happened[rule.fault] += 1
                return rule
        return None
