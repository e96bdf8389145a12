"""Where a holder goes: paths, steps, plans, advisers, vocabularies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wallet.store.models.columns import JsonText, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915
    op.create_table(
        "vocabulary",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("counts", JsonText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary")),
    )
    op.create_table(
        "concept",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vocabulary_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("others", JsonText(), nullable=False),
        sa.Column("fields", JsonText(), nullable=False),
        sa.Column("broader", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vocabulary_id"], ["vocabulary.id"], name=op.f("fk_concept_vocabulary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept")),
        sa.UniqueConstraint("vocabulary_id", "uri", name=op.f("uq_concept_vocabulary_id_uri")),
    )
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concept_vocabulary_id"), ["vocabulary_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_concept_vocabulary_id_kind_folded"),
            ["vocabulary_id", "kind", "folded"],
            unique=False,
        )

    op.create_table(
        "concept_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vocabulary_id", sa.String(length=32), nullable=False),
        sa.Column("occupation_uri", sa.Text(), nullable=False),
        sa.Column("skill_uri", sa.Text(), nullable=False),
        sa.Column("essential", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vocabulary_id"],
            ["vocabulary.id"],
            name=op.f("fk_concept_link_vocabulary_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_link")),
        sa.UniqueConstraint(
            "vocabulary_id",
            "occupation_uri",
            "skill_uri",
            name=op.f("uq_concept_link_vocabulary_id_occupation_uri_skill_uri"),
        ),
    )
    with op.batch_alter_table("concept_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concept_link_vocabulary_id"), ["vocabulary_id"], unique=False)

    op.create_table(
        "description",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", JsonText(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_description_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_description")),
    )
    with op.batch_alter_table("description", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_description_account_id"), ["account_id"], unique=False)

    op.create_table(
        "adviser_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("adviser_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("scope", JsonText(), nullable=False),
        sa.Column("may_comment", sa.Boolean(), nullable=False),
        sa.Column("may_propose", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_adviser_grant_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["account.id"], name=op.f("fk_adviser_grant_adviser_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_grant")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_adviser_grant_secret_hash")),
    )
    with op.batch_alter_table("adviser_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adviser_grant_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adviser_grant_adviser_id"), ["adviser_id"], unique=False)

    op.create_table(
        "path",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("goal", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("target_kind", sa.String(length=16), nullable=False),
        sa.Column("target_uri", sa.Text(), nullable=False),
        sa.Column("target_label", sa.Text(), nullable=False),
        sa.Column("current_occupation", sa.Text(), nullable=False),
        sa.Column("start_on", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("conditions", JsonText(), nullable=False),
        sa.Column("next_action", sa.Text(), nullable=False),
        sa.Column("next_action_on", sa.String(length=10), nullable=False),
        sa.Column("closing_terms", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_path_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path")),
    )
    with op.batch_alter_table("path", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_path_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_path_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "path_template",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("goal", sa.String(length=16), nullable=False),
        sa.Column("content", JsonText(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_path_template_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_template")),
    )
    with op.batch_alter_table("path_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_path_template_account_id"), ["account_id"], unique=False)

    op.create_table(
        "diagnosis",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("path_id", sa.String(length=32), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("items", JsonText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_diagnosis_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_diagnosis_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["path.id"], name=op.f("fk_diagnosis_path_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnosis")),
    )
    with op.batch_alter_table("diagnosis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diagnosis_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_diagnosis_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_diagnosis_path_id"), ["path_id"], unique=False)

    op.create_table(
        "grant_look",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("grant_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["adviser_grant.id"], name=op.f("fk_grant_look_grant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_grantlook")),
    )
    with op.batch_alter_table("grant_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_look_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant_look_grant_id_at"), ["grant_id", "at"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("grant_id", sa.String(length=32), nullable=True),
        sa.Column("path_id", sa.String(length=32), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("held_on", sa.String(length=10), nullable=False),
        sa.Column("next_on", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_meeting_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_meeting_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["adviser_grant.id"], name=op.f("fk_meeting_grant_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["path.id"], name=op.f("fk_meeting_path_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_path_id"), ["path_id"], unique=False)

    op.create_table(
        "path_snapshot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("path_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(length=64), nullable=False),
        sa.Column("reason", JsonText(), nullable=False),
        sa.Column("content", JsonText(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["path_id"], ["path.id"], name=op.f("fk_path_snapshot_path_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_snapshot")),
        sa.UniqueConstraint("path_id", "number", name=op.f("uq_path_snapshot_path_id_number")),
    )
    with op.batch_alter_table("path_snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_path_snapshot_path_id"), ["path_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("path_id", sa.String(length=32), nullable=False),
        sa.Column("grant_id", sa.String(length=32), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changes", JsonText(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_proposal_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["adviser_grant.id"], name=op.f("fk_proposal_grant_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["path.id"], name=op.f("fk_proposal_path_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_path_id"), ["path_id"], unique=False)

    op.create_table(
        "step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("path_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.String(length=16), nullable=False),
        sa.Column("rule", JsonText(), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("after", JsonText(), nullable=False),
        sa.Column("supported", sa.Boolean(), nullable=False),
        sa.Column("under_way", sa.Boolean(), nullable=False),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("review", sa.String(length=16), nullable=False),
        sa.Column("reviewed_by", sa.String(length=32), nullable=True),
        sa.Column("reviewed_at", UtcTime(), nullable=True),
        sa.Column("review_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_step_path_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["account.id"], name=op.f("fk_step_reviewed_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_path_id"), ["path_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_reviewed_by"), ["reviewed_by"], unique=False)

    op.create_table(
        "win",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("path_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("params", JsonText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_win_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_win_path_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_win")),
        sa.UniqueConstraint("account_id", "kind", "ref", name=op.f("uq_win_account_id_kind_ref")),
    )
    with op.batch_alter_table("win", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_win_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_win_path_id"), ["path_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("path_id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.String(length=32), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_comment_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["path.id"], name=op.f("fk_comment_path_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["step.id"], name=op.f("fk_comment_step_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_path_id"), ["path_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_step_id"), ["step_id"], unique=False)

    op.create_table(
        "step_evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.String(length=32), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=True),
        sa.Column("entry_id", sa.String(length=32), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["own_entry.id"], name=op.f("fk_step_evidence_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_step_evidence_evidence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["step.id"], name=op.f("fk_step_evidence_step_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_evidence")),
    )
    with op.batch_alter_table("step_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_evidence_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_evidence_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_evidence_step_id"), ["step_id"], unique=False)

    op.create_table(
        "step_mark",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("marked_by", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["account.id"], name=op.f("fk_step_mark_marked_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["step.id"], name=op.f("fk_step_mark_step_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_mark")),
        sa.UniqueConstraint("step_id", "key", "role", name=op.f("uq_step_mark_step_id_key_role")),
    )
    with op.batch_alter_table("step_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_mark_marked_by"), ["marked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_mark_step_id"), ["step_id"], unique=False)

    with op.batch_alter_table("held_credential", schema=None) as batch_op:
        batch_op.add_column(sa.Column("facts", JsonText(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("own_kind", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("own_field", sa.String(length=16), nullable=True))
