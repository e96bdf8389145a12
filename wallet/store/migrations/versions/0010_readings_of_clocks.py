"""What other servers state as the time, by which the wallet notices that its own clock is wrong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wallet.store.models.columns import PlainText, UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_reading",
        sa.Column("organisation", PlainText(), nullable=False),
        sa.Column("stated_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", name=op.f("pk_clock_reading")),
    )
    op.create_index(op.f("ix_clock_reading_seen_at"), "clock_reading", ["seen_at"], unique=False)
