"""Which case a verdict is, and in whose day an issue or an end is stated.

`verdict_case` is empty for what was checked before; it is filled by the next check. An offset is in minutes
east of UTC, empty where none was stored.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Triggers name these tables, so SQLite cannot build them anew; adding a column does not need that.
    with op.batch_alter_table("held_credential", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("verdict_case", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("issued_offset", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("expires_offset", sa.Integer(), nullable=True))
    with op.batch_alter_table("verdict_run", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("verdict_case", sa.String(length=24), nullable=True))
