"""What pages read instead of working it out: reports cut to size, issuers' Markdown as markup."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verdict_run", sa.Column("shown", sa.Text(), nullable=True))
    op.create_table(
        "rendered_text",
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("markup", sa.Text(), nullable=False),
        sa.Column("linked", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["held_credential.id"],
            name=op.f("fk_rendered_text_credential_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("credential_id", "digest", name=op.f("pk_rendered_text")),
    )
