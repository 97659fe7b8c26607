"""Writing what changed of several rows in one statement, in plain SQL.

On the way of each message Django would write every column of every row (`bulk_create(update_conflicts=True)`), or take
longer to compile the statement than the database takes to carry it out (`bulk_update`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)
Column = models.Field[Any, Any]


@dataclass(slots=True)
class Changes(Generic[Row]):
    """Rows as they were when they were first noted, and as they are now."""

    #: The only columns that may change.
    columns: Sequence[str]
    _rows: dict[int, Row] = field(default_factory=dict)
    _before: dict[int, list[Any]] = field(default_factory=dict)

    def note(self, row: Row) -> None:
        """Remember a saved row before it changes; a second time changes nothing."""
        if row.pk not in self._rows:
            self._rows[row.pk] = row
            self._before[row.pk] = self._values(row)

    def save(self) -> None:
        """Write the columns that changed in any row, for all rows."""
        changed = [
            name
            for position, name in enumerate(self.columns)
            if any(getattr(row, name) != self._before[key][position] for key, row in self._rows.items())
        ]
        if changed:
            _update([*self._rows.values()], changed)

    def _values(self, row: Row) -> list[Any]:
        return [getattr(row, name) for name in self.columns]


def _update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    meta = rows[0]._meta
    connection = connections[router.db_for_write(meta.model)]
    columns = [meta.pk, *(column for column in meta.concrete_fields if column.attname in names)]
    at_once = connection.ops.bulk_batch_size(columns, rows)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            cursor.execute(
                _statement(meta.db_table, columns, len(some), connection), _values(some, columns, connection)
            )


def _statement(table: str, columns: Sequence[Column], rows: int, connection: BaseDatabaseWrapper) -> str:
    quote = connection.ops.quote_name
    # PostgreSQL and SQLite both call the columns of VALUES so; SQLite takes no other names.
    given = [f"column{number}" for number in range(1, len(columns) + 1)]
    if connection.features.requires_casted_case_in_updates:
        # Of a column that is NULL in all rows PostgreSQL does not know the type.
        types = [column.cast_db_type(connection) for column in columns]
        given = [f"CAST({name} AS {kind})" for name, kind in zip(given, types, strict=True)]
    key, *moved = [f"{quote(cast(str, column.column))} = {name}" for column, name in zip(columns, given, strict=True)]
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    moves = ", ".join(moved)
    return f"UPDATE {quote(table)} SET {moves} FROM (VALUES {places}) AS given WHERE {quote(table)}.{key}"  # noqa: S608 - names only


def _values(rows: Sequence[models.Model], columns: Sequence[Column], connection: BaseDatabaseWrapper) -> list[Any]:
    return [column.get_db_prep_save(getattr(row, column.attname), connection) for row in rows for column in columns]
