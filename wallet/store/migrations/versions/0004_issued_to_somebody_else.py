"""Issued to somebody else: a fact beside the verdict, no longer a verdict of its own.

What was found before is carried over: "another-person" was said only of what holds otherwise, and the newest
report of every other credential says whether its recipient was the holder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CREDENTIALS = sa.table(
    "held_credential",
    sa.column("id", sa.String),
    sa.column("verdict", sa.String),
    sa.column("another", sa.Boolean),
    sa.column("version", sa.Integer),
)
_RUNS = sa.table(
    "verdict_run",
    sa.column("id", sa.Integer),
    sa.column("credential_id", sa.String),
    sa.column("report", sa.Text),
)
AT_ONCE = 200  # a report can be large


def upgrade() -> None:
    # Triggers name this table, so SQLite cannot build it anew; adding a column does not need that.
    with op.batch_alter_table("held_credential", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("another", sa.Boolean(), nullable=False, server_default=sa.false()))
    held, connection = _CREDENTIALS.c, op.get_bind()
    for ids in _issued_to_others(connection):
        connection.execute(
            sa.update(_CREDENTIALS)
            .where(held.id.in_(ids))
            .values(another=sa.true(), version=held.version + 1)
        )
    connection.execute(
        sa.update(_CREDENTIALS)
        .where(held.verdict == "another-person")
        .values(verdict="valid", another=sa.true(), version=held.version + 1)
    )


def _issued_to_others(connection: sa.Connection) -> Iterator[list[str]]:
    """Ids, some at a time, of credentials whose newest report says that the recipient is somebody else."""
    newest = sa.select(sa.func.max(_RUNS.c.id)).group_by(_RUNS.c.credential_id)
    said = _RUNS.c.report.contains('"issued-to-someone-else"')
    numbers = list(connection.scalars(sa.select(_RUNS.c.id).where(_RUNS.c.id.in_(newest), said)))
    for start in range(0, len(numbers), AT_ONCE):
        some = _RUNS.c.id.in_(numbers[start : start + AT_ONCE])
        rows = connection.execute(sa.select(_RUNS.c.credential_id, _RUNS.c.report).where(some)).all()
        yield [row.credential_id for row in rows if _fails_recipient(row.report)]


def _fails_recipient(report: str) -> bool:
    findings = json.loads(report).get("findings", ())
    return any(one["check"] == "RECIPIENT" and one["outcome"] == "fail" for one in findings)
