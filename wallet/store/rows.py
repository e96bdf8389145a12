"""Rows as plain values: carried from one database to another and sealed with a digest that both agree on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Boolean, Connection, MetaData, text

Layout = Mapping[str, Sequence[str]]  # table -> columns, a table after those it refers to
Seal = dict[str, tuple[int, str]]  # table -> (number of rows, digest of the set of rows)

BATCH = 50
NOT_OURS = {"alembic_version", "backup_seal"}


def layout_of(connection: Connection) -> dict[str, list[str]]:
    """Every table of ours and its columns, referred-to tables first."""
    found = MetaData()
    found.reflect(bind=connection)
    return {
        table.name: [column.name for column in table.columns]
        for table in found.sorted_tables
        if table.name not in NOT_OURS
    }


def read_rows(connection: Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Every row, in no order, times as the fixed-width text of `columns.UtcTime`."""
    statement = f"SELECT {_names(columns)} FROM {_names([table])}"  # noqa: S608 names of our own schema
    few_at_once = {"stream_results": True, "max_row_buffer": BATCH}
    for row in connection.execute(text(statement), execution_options=few_at_once):
        yield tuple(_plain(value) for value in row)


def copy_rows(source: Connection, target: Connection, layout: Layout) -> None:
    """Every row of `source` into the empty tables of `target`."""
    there = MetaData()
    there.reflect(bind=target)
    for table, columns in layout.items():
        flags = [isinstance(there.tables[table].columns[name].type, Boolean) for name in columns]
        marks = ", ".join(f":c{number}" for number in range(len(columns)))
        insert = text(f"INSERT INTO {_names([table])} ({_names(columns)}) VALUES ({marks})")  # noqa: S608
        rows = read_rows(source, table, columns)
        while batch := [_numbered(row, flags) for row in islice(rows, BATCH)]:
            target.execute(insert, batch)


def seal_of(connection: Connection, layout: Layout) -> Seal:
    """What the tables hold, in figures that do not depend on the database nor on the order of its rows."""
    seal = {}
    for table, columns in layout.items():
        count, total = 0, 0
        for row in read_rows(connection, table, columns):
            count += 1
            total += int.from_bytes(_digest(row), "big")
        seal[table] = (count, f"{total % 2**256:064x}")
    return seal


def _digest(row: tuple[Any, ...]) -> bytes:
    digest = hashlib.sha256()
    for value in row:
        data = value if isinstance(value, bytes) else str(value).encode()
        digest.update(f"{type(value).__name__}:{len(data)}:".encode() + data)
    return digest.digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if isinstance(value, bool):
        return int(value)
    return bytes(value) if isinstance(value, memoryview) else value


def _numbered(row: tuple[Any, ...], flags: Sequence[bool]) -> dict[str, Any]:
    """By place. PostgreSQL takes no number for a yes or no, which is how SQLite keeps it."""
    return {
        f"c{n}": bool(value) if flag and value is not None else value
        for n, (value, flag) in enumerate(zip(row, flags, strict=True))
    }


def _names(names: Sequence[str]) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)
