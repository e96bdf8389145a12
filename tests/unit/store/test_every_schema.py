"""From every released schema, with data in every table, to this one: nothing is lost or changed (DATA-12)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, LargeBinary, MetaData, insert, inspect, select, text

from wallet.collection.reports import as_json
from wallet.store import Store, schema
from wallet.store.models.credential import HeldCredential, Original, VerdictRun
from wallet.verification.report import Check, Finding, Outcome, Report

_SCRIPTS = ScriptDirectory(str(schema._FOLDER)).walk_revisions()
REVISIONS = sorted(one.revision for one in _SCRIPTS if one.revision != schema.head())
THEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
ROWS = 3
REPORT = as_json.report_to_json(
    Report("ob3-jwt", (Finding(Check.FORMAT, Outcome.PASS, "readable"),), THEN, document={"name": "Żółw"})
)
# What a migration reads anew out of what is kept; everything else must stay as it was.
READ_ANEW = {("held_credential", "verdict")}


def value_of(column: Any, table: str, row: int, connection: Connection) -> Any:
    name = column.name
    if name == "report":
        return REPORT
    if (table, name) == ("original", "data"):
        return data_of(row)
    if (table, name) in {("original", "digest")}:
        return sha256(data_of(row)).hexdigest()
    if isinstance(column.type, LargeBinary) or column.type.python_type is bytes:
        return f"{table}{row}".encode()
    kind = column.type.python_type
    if name.endswith(("_at", "_on", "_until")) or name in {"at"} or kind is datetime:
        moment = "2026-11-01T12:00:00.000000Z"
        return THEN if kind is datetime else moment[:10] if name.endswith("_on") else moment
    if kind in (int, float):
        return row
    if kind is bool:
        return False
    if kind in (dict, list):
        return {}
    if getattr(column.type, "length", None) in {32, 64}:
        return f"{row:x}" * column.type.length
    length = getattr(column.type, "length", None) or 40
    return JSON_OF.get(name, f"{name[:6]}-{row}"[:length])


# Columns that hold JSON; reflected, they look like any text.
JSON = "payload params fields frozen facts details asked counted counts content rule"
JSON_OF = dict.fromkeys(JSON.split(), "{}")


def data_of(row: int) -> bytes:
    return json.dumps({"name": "Żółw", "row": row}).encode() * (row + 1)


def fill(connection: Connection) -> dict[str, int]:
    """Rows in every table of the schema as it is now, each referring to those before it."""
    found = MetaData()
    found.reflect(connection)
    counts = {}
    for table in found.sorted_tables:
        if table.name == "alembic_version":
            continue
        made = 0
        for row in range(ROWS):
            values: dict[str, Any] = {}
            for column in table.columns:
                if column.autoincrement is True or (column.primary_key and column.type.python_type is int):
                    continue
                reference = next(iter(column.foreign_keys), None)
                if reference is not None:
                    if reference.column.table is table:
                        continue
                    there = connection.scalars(select(reference.column).order_by(reference.column)).all()
                    values[column.name] = there[row % len(there)] if there else None
                else:
                    values[column.name] = value_of(column, table.name, row, connection)
            connection.execute(insert(table).values(**values))
            made += 1
        counts[table.name] = made
    return counts


def everything(connection: Connection, columns: dict[str, list[str]]) -> dict[str, Any]:
    found = {}
    for name, of in columns.items():
        rows = connection.execute(text(f"SELECT {', '.join(of)} FROM {name}"))
        found[name] = sorted(repr(tuple(row)) for row in rows)
    return found


@pytest.mark.parametrize("revision", REVISIONS)
def test_data_12_from_every_schema_with_data_in_every_table(empty_database_url, revision):
    store = Store(empty_database_url)
    try:
        with store.engine.begin() as connection:
            schema.upgrade(connection, to=revision)
        with store.engine.begin() as connection:
            counts = fill(connection)
        with store.engine.begin() as connection:
            looked_at = inspect(connection)
            columns = {
                name: [
                    f'"{one["name"]}"'
                    for one in looked_at.get_columns(name)
                    if (name, one["name"]) not in READ_ANEW
                ]
                for name in counts
            }
            before = everything(connection, columns)
        store.upgrade()
        store.check_schema()
        with store.engine.begin() as connection:
            assert everything(connection, columns) == before
        with store.read() as session:
            kept = session.query(Original).all()
            assert len(kept) == ROWS
            assert all(sha256(one.data).hexdigest() == one.digest for one in kept)
            runs = session.query(VerdictRun).all()
            assert [as_json.report_from_json(run.report).document for run in runs] == [
                {"name": "Żółw"}
            ] * ROWS
            assert session.query(HeldCredential).count() == ROWS
    finally:
        store.dispose()


def test_data_12_there_are_schemas_to_come_from():
    assert REVISIONS[0] == "0001" and len(REVISIONS) >= 6
