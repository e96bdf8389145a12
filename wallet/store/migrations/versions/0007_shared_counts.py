"""Counts of requests that several web processes share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wallet.store.models.columns import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unlogged = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_count")),
        prefixes=unlogged,
    )
    op.create_index(op.f("ix_rate_count_ends_at"), "rate_count", ["ends_at"], unique=False)
