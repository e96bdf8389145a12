"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wallet.store.models.columns import JsonText, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A run of the verifier and the bytes of an original are facts: nobody changes them, and a run leaves only
# together with its credential (erasure of the credential or of the account cascades here).
SQLITE = (
    """CREATE TRIGGER verdict_run_no_update BEFORE UPDATE ON verdict_run
    BEGIN SELECT RAISE(ABORT, 'verdict history is append-only'); END""",
    """CREATE TRIGGER verdict_run_no_delete BEFORE DELETE ON verdict_run
    WHEN EXISTS (SELECT 1 FROM held_credential WHERE id = OLD.credential_id)
    BEGIN SELECT RAISE(ABORT, 'verdict history is append-only'); END""",
    """CREATE TRIGGER original_no_update BEFORE UPDATE ON original
    BEGIN SELECT RAISE(ABORT, 'original bytes are never changed'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$""",
    """CREATE FUNCTION verdict_run_leaves_with_credential() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM held_credential WHERE id = OLD.credential_id) THEN
        RAISE EXCEPTION 'verdict history is append-only' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN OLD;
    END $$""",
    """CREATE TRIGGER verdict_run_no_update BEFORE UPDATE ON verdict_run
    FOR EACH ROW EXECUTE FUNCTION refuse_change('verdict history is append-only')""",
    """CREATE TRIGGER verdict_run_no_delete BEFORE DELETE ON verdict_run
    FOR EACH ROW EXECUTE FUNCTION verdict_run_leaves_with_credential()""",
    """CREATE TRIGGER verdict_run_no_truncate BEFORE TRUNCATE ON verdict_run
    EXECUTE FUNCTION refuse_change('verdict history is append-only')""",
    """CREATE TRIGGER original_no_update BEFORE UPDATE ON original
    FOR EACH ROW EXECUTE FUNCTION refuse_change('original bytes are never changed')""",
)


def _guard_history() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("picture", sa.Text(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_account_issuer_subject")),
    )
    op.create_table(
        "cached_document",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("url", "purpose", name=op.f("pk_cached_document")),
    )
    with op.batch_alter_table("cached_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cached_document_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", JsonText(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "login_flow",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_flow")),
    )
    with op.batch_alter_table("login_flow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_flow_created_at"), ["created_at"], unique=False)

    op.create_table(
        "original",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_original")),
    )
    with op.batch_alter_table("original", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_original_created_at"), ["created_at"], unique=False)

    op.create_table(
        "picture",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_picture")),
    )
    op.create_table(
        "email_proof",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("proven_at", UtcTime(), nullable=True),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("secret_expires_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_email_proof_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_proof")),
        sa.UniqueConstraint("account_id", "normalised", name=op.f("uq_email_proof_account_id_normalised")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_email_proof_secret_hash")),
    )
    with op.batch_alter_table("email_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_proof_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_email_proof_normalised"), ["normalised"], unique=False)

    op.create_table(
        "held_credential",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("original_digest", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("carrier", sa.String(length=16), nullable=False),
        sa.Column("dialect", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer_name", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Text(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=True),
        sa.Column("expires_at", UtcTime(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("checked_at", UtcTime(), nullable=True),
        sa.Column("picture_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_held_credential_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["original_digest"], ["original.digest"], name=op.f("fk_held_credential_original_digest")
        ),
        sa.ForeignKeyConstraint(
            ["picture_digest"], ["picture.digest"], name=op.f("fk_held_credential_picture_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_credential")),
        sa.UniqueConstraint(
            "account_id", "fingerprint", name=op.f("uq_held_credential_account_id_fingerprint")
        ),
    )
    with op.batch_alter_table("held_credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_credential_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_held_credential_account_id_deleted_at_created_at"),
            ["account_id", "deleted_at", "created_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_held_credential_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_held_credential_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_held_credential_original_digest"), ["original_digest"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_held_credential_picture_digest"), ["picture_digest"], unique=False
        )

    op.create_table(
        "import_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_import_batch_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_account_id"), ["account_id"], unique=False)

    op.create_table(
        "own_document",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("original_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_own_document_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["original_digest"], ["original.digest"], name=op.f("fk_own_document_original_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_document")),
    )
    with op.batch_alter_table("own_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_document_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_own_document_original_digest"), ["original_digest"], unique=False
        )

    op.create_table(
        "session_record",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("id_token", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("auth_time", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_record_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_record")),
    )
    with op.batch_alter_table("session_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_record_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_record_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "import_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("original_digest", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("params", JsonText(), nullable=False),
        sa.Column("credential_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_item_batch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["held_credential.id"],
            name=op.f("fk_import_item_credential_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["original_digest"], ["original.digest"], name=op.f("fk_import_item_original_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_item")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_import_item_batch_id_position")),
    )
    with op.batch_alter_table("import_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_item_credential_id"), ["credential_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_item_original_digest"), ["original_digest"], unique=False)

    op.create_table(
        "share_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("secret_prefix", sa.String(length=8), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_share_link_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["held_credential.id"],
            name=op.f("fk_share_link_credential_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_share_link_secret_hash")),
    )
    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_share_link_credential_id"), ["credential_id"], unique=False)

    op.create_table(
        "verdict_run",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("verifier_version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["held_credential.id"],
            name=op.f("fk_verdict_run_credential_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_run")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("verdict_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verdict_run_credential_id_id"), ["credential_id", "id"], unique=False
        )
    _guard_history()
