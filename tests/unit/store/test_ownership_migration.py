"""Whose a badge is, carried over from databases in which it stood in the verdict's place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, select

from wallet.store import Store, schema

THEN = datetime(2026, 11, 1, tzinfo=UTC)
FAILS = {"check": "RECIPIENT", "outcome": "fail", "code": "issued-to-someone-else"}
FITS = {"check": "RECIPIENT", "outcome": "pass", "code": "recipient-matches"}
# name -> (stored verdict, reports oldest first as (findings, findings of what is inside), what is right)
ROWS: dict[str, tuple[str | None, list[tuple[list, list]], tuple[str | None, bool]]] = {
    "hers": ("another-person", [([FAILS], [])], ("valid", True)),
    "hers-expired": ("expired", [([FAILS], [])], ("expired", True)),
    "mine": ("valid", [([FITS], [])], ("valid", False)),
    "mine-since": ("valid", [([FAILS], []), ([FITS], [])], ("valid", False)),
    "hers-since": ("revoked", [([FITS], []), ([FAILS], [])], ("revoked", True)),
    "hers-inside": ("valid", [([FITS], [FAILS])], ("valid", False)),
    "unchecked": (None, [], (None, False)),
}


def test_ownership_is_read_from_the_newest_report_and_the_verdict_is_its_own(empty_database_url):
    store = Store(empty_database_url)
    try:
        with store.engine.begin() as connection:
            schema.upgrade(connection, to="0003")
        with store.engine.begin() as connection:
            _fill(connection)
        store.upgrade()
        with store.engine.connect() as connection:
            held = _table(connection, "held_credential")
            rows = connection.execute(select(held.c.id, held.c.verdict, held.c.another)).all()
    finally:
        store.dispose()
    found = {row.id.strip(): (row.verdict, bool(row.another)) for row in rows}
    assert found == {name: right for name, (_verdict, _reports, right) in ROWS.items()}


def _table(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)


def _put(connection: Connection, name: str, **values: Any) -> None:
    """A row of the schema as it was then; what is not given and needed is filled in."""
    table = _table(connection, name)
    for column in table.columns:
        needed = not column.nullable and column.server_default is None and not column.primary_key
        if needed and column.name not in values:
            values[column.name] = {int: 0, bool: False, bytes: b""}.get(column.type.python_type, "")
    connection.execute(insert(table).values(**values))


def _fill(connection: Connection) -> None:
    when = THEN if connection.dialect.name == "postgresql" else "2026-11-01T00:00:00.000000Z"
    _put(connection, "account", id="a", issuer="i", subject="s", created_at=when, last_seen_at=when)
    _put(connection, "original", digest="d", created_at=when)
    for name, (verdict, reports, _right) in ROWS.items():
        own = {"id": name, "account_id": "a", "original_digest": "d", "fingerprint": name}
        _put(connection, "held_credential", **own, verdict=verdict, created_at=when)
        for findings, inside in reports:
            said = {"findings": findings, "nested": [{"findings": inside}]}
            report = json.dumps(said, separators=(",", ":"))
            _put(connection, "verdict_run", credential_id=name, at=when, report=report, verdict="valid")
