"""Jobs take turns by holder; what is due to be verified again is found by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("holder", sa.Text(), nullable=False, server_default=""),
        sa.Column("lane", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("turn", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("host", sa.Text(), nullable=False, server_default=""),
        sa.Column("interruptions", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("job", column)
    # Version 0 is older than every verifier: each credential is verified again, a few at a time
    # (collection.reverify). So nothing has to be copied out of the history here.
    op.add_column(
        "held_credential", sa.Column("verifier_version", sa.Integer(), nullable=False, server_default="0")
    )
    for table, *columns in (
        ("job", "state", "lane", "turn", "created_at"),
        ("job", "state", "lane", "holder", "turn"),
        ("held_credential", "verifier_version", "due_at"),
        ("email_proof", "proven_at"),
        ("import_batch", "created_at"),
        ("import_item", "state"),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
