"""Exports taken into the database batch by batch: what is news, what is old, and what of it changes the history."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection, Engine

from bot.dossiers.dossier import Dossier
from bot.dossiers.facts import NO_RULES, Rules
from bot.dossiers.history import Event, EventKind, Moment, Version, completed, judge, moment
from bot.dossiers.status import Status
from bot.store.bulk import insert_many
from bot.store.dossiers import row
from bot.store.engine import reading, writing
from bot.store.facts import Dues, read_record, write_dues, write_facts
from bot.store.followers import wake
from bot.store.secrets import Keys
from bot.store.tables import dossier_events, dossiers

_HOLDS = ("code", "status", "updated_at", "seen_at", "digest", "record_enc")
_KNOWN = select(*(dossiers.c[name] for name in _HOLDS)).where(dossiers.c.code.in_(bindparam("codes", expanding=True)))
_PAST = select(dossier_events).where(dossier_events.c.dossier.in_(bindparam("subjects", expanding=True)))
_DROP = delete(dossiers).where(dossiers.c.code.in_(bindparam("codes", expanding=True)))
_SEEN = (
    update(dossiers)
    .where(dossiers.c.code.in_(bindparam("codes", expanding=True)))
    .values(seen_at=bindparam("exported_at"))
)


class Taken(NamedTuple):
    """What became of rows. ``older``: the database knew later news. ``unexplained``: changes that an officer should
    look at; they are counted in the others too."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    unexplained: int = 0

    def plus(self, other: Taken) -> Taken:
        return Taken(*map(sum, zip(self, other, strict=True)))


def take(
    engine: Engine,
    keys: Keys,
    batch: Sequence[Dossier],
    source: str,
    exported_at: dt.datetime,
    dry_run: bool = False,
    rules: Rules = NO_RULES,
) -> Taken:
    """Take a batch of an export in one transaction. Whatever comes twice, late or in another order ends in one state:
    the newest by the source's own time. Needs the lock ``importing``."""
    with reading(engine) if dry_run else writing(engine) as connection:
        comparison = _Comparison(connection, keys, exported_at, rules)
        comparison.compare(batch)
        if not dry_run:
            comparison.write(source)
    return comparison.taken()


class _Current(NamedTuple):
    """What holds now. ``digest`` decides between two rows of one moment, so that their order does not."""

    moment: Moment
    digest: str
    token: str


class _Comparison:
    """One batch beside what the database knows."""

    def __init__(self, connection: Connection, keys: Keys, exported_at: dt.datetime, rules: Rules) -> None:
        self._connection = connection
        self._keys = keys
        self._rules = rules
        self._exported_at = exported_at
        self._current: dict[str, _Current] = {}
        self._stored: frozenset[str] = frozenset()
        self._rows: dict[str, dict[str, Any]] = {}
        self._taken: dict[str, Dossier] = {}
        self._once: frozenset[str] = frozenset()
        self._seen: list[str] = []
        self._late: list[Dossier] = []
        self._events: list[tuple[str, Event]] = []
        self._counts = {"new": 0, "changed": 0, "unchanged": 0, "older": 0}

    def compare(self, batch: Sequence[Dossier]) -> None:
        codes = [dossier.code for dossier in batch]
        for known in self._connection.execute(_KNOWN, {"codes": codes}):
            exported_at = known.seen_at or known.updated_at
            when = moment(Status(known.status), known.updated_at, exported_at)
            self._current[known.code] = _Current(when, known.digest or "", known.record_enc)
        self._stored = frozenset(self._current)
        self._once = frozenset(code for code, count in Counter(codes).items() if count == 1)
        for dossier in batch:
            self._counts[self._compare(dossier)] += 1
        self._events += self._late_events()

    def _compare(self, dossier: Dossier) -> str:
        known = self._current.get(dossier.code)
        digest = self._keys.pseudonym("record", msgspec.json.encode(dossier).decode())
        if known and known.digest == digest:
            self._see_again(dossier, known)
            return "unchanged"
        when = moment(dossier.status, dossier.updated_at, self._exported_at)
        if known and (known.moment, known.digest) > (when, digest):
            self._late.append(dossier)
            self._complete(known, Version(dossier, when, digest))
            return "older"
        event = judge([known.moment] if known else [], when)
        self._events += [(dossier.code, event)] if event else []
        self._replace(dossier, when, digest)
        return "changed" if known else "new"

    def _see_again(self, dossier: Dossier, known: _Current) -> None:
        """Nothing new but that it still holds, or that it has to be written with the newest key."""
        when = max(known.moment, known.moment._replace(exported_at=self._exported_at))
        if not self._keys.is_newest(known.token):
            self._replace(dossier, when, known.digest)
        elif when > known.moment:
            self._seen.append(dossier.code)
            self._current[dossier.code] = known._replace(moment=when)

    def _complete(self, known: _Current, older: Version) -> None:
        """What the newer row left out may stand in an older one."""
        current = self._version(known)
        full = completed(current, lambda: older) if current else None
        if current and full and full != current.dossier:
            self._replace(full, known.moment, known.digest)

    def _version(self, known: _Current | None) -> Version | None:
        """None also where no key reads it."""
        dossier = read_record(self._keys, known.token) if known else None
        return Version(dossier, known.moment, known.digest) if known and dossier else None

    def _replace(self, told: Dossier, when: Moment, digest: str) -> None:
        dossier = completed(Version(told, when, digest), lambda: self._version(self._current.get(told.code)))
        values = {**row(self._keys, dossier), "digest": digest}
        self._rows[dossier.code] = values
        self._taken[dossier.code] = dossier
        self._current[dossier.code] = _Current(when, digest, values["record_enc"])

    def _late_events(self) -> Iterator[tuple[str, Event]]:
        """What older rows add to the history, each judged beside all that is known."""
        history = self._history() if self._late else {}
        for dossier in self._late:
            seen = moment(dossier.status, dossier.updated_at, self._exported_at)
            past = history[dossier.code]
            event = judge([*past, self._current[dossier.code].moment], seen)
            if event:
                past.append(seen)
                yield dossier.code, event

    def _history(self) -> dict[str, list[Moment]]:
        history: dict[str, list[Moment]] = defaultdict(list)
        codes = {self._subject(dossier.code): dossier.code for dossier in self._late}
        for past in self._connection.execute(_PAST, {"subjects": list(codes)}):
            history[codes[past.dossier]].append(moment(Status(past.to_status), past.at, past.seen_at))
        for code, event in self._events:
            history[code].append(moment(event.after, event.at, self._exported_at))
        return history

    def write(self, source: str) -> None:
        insert_many(self._connection, dossier_events, [self._event(*event, source) for event in self._events])
        dues = self._write_facts()
        if self._rows:
            self._replace_rows(dues)
        seen = [code for code in self._seen if code not in self._rows]
        if seen:
            self._connection.execute(_SEEN, {"codes": seen, "exported_at": self._exported_at})
        write_dues(self._connection, {code: due for code, due in dues.items() if code not in self._rows})

    def _replace_rows(self, dues: Dues) -> None:
        """Deleted and inserted: the same on both databases, and many rows go in at once."""
        replaced = [code for code in self._rows if code in self._stored]
        self._connection.execute(_DROP, {"codes": replaced})
        insert_many(self._connection, dossiers, [self._whole(code, dues) for code in self._rows])
        wake(self._connection, map(self._subject, replaced))

    def _whole(self, code: str, dues: Dues) -> dict[str, Any]:
        return {**self._rows[code], "seen_at": self._current[code].moment.exported_at, **dues[code]._asdict()}

    def _write_facts(self) -> Dues:
        """Of what was written, and of what an older row told something new: that may be for how long it waited."""
        late = [code for code, _ in self._events if code not in self._taken]
        known = [self._version(self._current[code]) for code in set(late)]
        written = [*self._taken.values(), *(version.dossier for version in known if version)]
        return write_facts(self._connection, self._keys, written, self._rules, self._once - self._stored)

    def _event(self, code: str, event: Event, source: str) -> dict[str, Any]:
        return {
            "dossier": self._subject(code),
            "from_status": int(event.before) if event.before else None,
            "to_status": int(event.after),
            "at": event.at,
            "seen_at": self._exported_at,
            "source": source,
            "kind": event.kind.value,
        }

    def _subject(self, code: str) -> str:
        return self._keys.pseudonym("dossier", code)

    def taken(self) -> Taken:
        unexplained = sum(event.kind is EventKind.UNEXPLAINED for _, event in self._events)
        return Taken(**self._counts, unexplained=unexplained)
