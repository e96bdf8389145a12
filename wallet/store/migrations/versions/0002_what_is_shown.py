"""What is shown: own entries, evidence, portfolios, links with more rules, files made, leaving."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wallet.store.models.columns import JsonText, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915

    op.create_table(
        "erasure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("counted", JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "holder_key",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_holder_key_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_key")),
        sa.UniqueConstraint("account_id", name=op.f("uq_holder_key_account_id")),
    )
    with op.batch_alter_table("holder_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holder_key_account_id"), ["account_id"], unique=False)

    op.create_table(
        "made_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("asked", JsonText(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_made_file_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_made_file")),
    )
    with op.batch_alter_table("made_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_made_file_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_made_file_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "own_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("began_on", sa.String(length=10), nullable=False),
        sa.Column("ended_on", sa.String(length=10), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("details", JsonText(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_own_entry_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_entry")),
    )
    with op.batch_alter_table("own_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_entry_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_own_entry_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "portfolio",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("show_contact", sa.Boolean(), nullable=False),
        sa.Column("picture_digest", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_portfolio_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["picture_digest"], ["picture.digest"], name=op.f("fk_portfolio_picture_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio")),
    )
    with op.batch_alter_table("portfolio", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portfolio_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portfolio_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_portfolio_picture_digest"), ["picture_digest"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("original_digest", sa.String(length=64), nullable=True),
        sa.Column("picture_digest", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_evidence_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["own_entry.id"], name=op.f("fk_evidence_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["original_digest"], ["original.digest"], name=op.f("fk_evidence_original_digest")
        ),
        sa.ForeignKeyConstraint(
            ["picture_digest"], ["picture.digest"], name=op.f("fk_evidence_picture_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_original_digest"), ["original_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_picture_digest"), ["picture_digest"], unique=False)

    op.create_table(
        "portfolio_section",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("portfolio_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolio.id"],
            name=op.f("fk_portfolio_section_portfolio_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_section")),
    )
    with op.batch_alter_table("portfolio_section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portfolio_section_portfolio_id"), ["portfolio_id"], unique=False)

    op.create_table(
        "linkedin_post",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("credential_id", sa.String(length=32), nullable=True),
        sa.Column("link_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("removed_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_linkedin_post_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["held_credential.id"],
            name=op.f("fk_linkedin_post_credential_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_linkedin_post_link_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linkedin_post")),
    )
    with op.batch_alter_table("linkedin_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_linkedin_post_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_linkedin_post_credential_id"), ["credential_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_linkedin_post_link_id"), ["link_id"], unique=False)

    op.create_table(
        "portfolio_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("section_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=32), nullable=True),
        sa.Column("entry_id", sa.String(length=32), nullable=True),
        sa.Column("evidence_id", sa.String(length=32), nullable=True),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["held_credential.id"],
            name=op.f("fk_portfolio_item_credential_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["own_entry.id"], name=op.f("fk_portfolio_item_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_portfolio_item_evidence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["portfolio_section.id"],
            name=op.f("fk_portfolio_item_section_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_item")),
    )
    with op.batch_alter_table("portfolio_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portfolio_item_credential_id"), ["credential_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portfolio_item_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portfolio_item_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portfolio_item_section_id"), ["section_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erase_at", UtcTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_account_erase_at"), ["erase_at"], unique=False)

    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("portfolio_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("paused_at", UtcTime(), nullable=True))
        batch_op.add_column(
            sa.Column("audience", sa.String(length=16), nullable=False, server_default="employer")
        )
        batch_op.add_column(sa.Column("fields", JsonText(), nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("include_original", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("embeddable", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("password_hash", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("wrong_tries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("blocked_until", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("frozen", JsonText(), nullable=True))
        batch_op.add_column(sa.Column("frozen_at", UtcTime(), nullable=True))
        batch_op.alter_column("credential_id", existing_type=sa.VARCHAR(length=32), nullable=True)
        batch_op.create_index(batch_op.f("ix_share_link_portfolio_id"), ["portfolio_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_share_link_portfolio_id"),
            "portfolio",
            ["portfolio_id"],
            ["id"],
            ondelete="CASCADE",
        )
