"""INSERT … ON CONFLICT in both dialects, compiled once: SQLAlchemy 1.4 leaves such statements out of its cache and
would compile them each time, which takes longer than to run them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.engine.interfaces import Compiled

_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


class Upsert:
    """Rows of the same columns each time. One whose ``key`` is there already stays as it was, but for the columns
    ``renewed``: by name, which take the new value, or with an expression each. ``returning``: on PostgreSQL."""

    def __init__(
        self,
        table: Table,
        key: Sequence[str],
        renewed: Sequence[str] | Mapping[str, Any] = (),
        returning: Column[Any] | None = None,
    ) -> None:
        self._table, self._key, self._renewed, self._returning = table, key, renewed, returning
        self._compiled: dict[str, Compiled] = {}

    def run(self, connection: Connection, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> CursorResult:
        name = connection.dialect.name
        if name not in self._compiled:
            columns = rows if isinstance(rows, Mapping) else rows[0]
            self._compiled[name] = self._statement(name).compile(dialect=connection.dialect, column_keys=list(columns))
        return connection.execute(self._compiled[name], rows)

    def _statement(self, name: str) -> Any:
        statement = _DIALECTS[name].insert(self._table)
        if self._returning is not None and name == "postgresql":
            statement = statement.returning(self._returning)
        if not self._renewed:
            return statement.on_conflict_do_nothing(index_elements=self._key)
        renewed = self._renewed
        if not isinstance(renewed, Mapping):
            renewed = {column: statement.excluded[column] for column in renewed}
        return statement.on_conflict_do_update(index_elements=self._key, set_=renewed)
