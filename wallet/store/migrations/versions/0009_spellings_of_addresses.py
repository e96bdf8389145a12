"""The spellings in which issuers wrote an address that its holder has confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wallet.store.models.columns import JsonText

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("email_proof", sa.Column("spellings", JsonText(), nullable=False, server_default="[]"))
