"""Alembic enters here. The connection, and the one transaction around it, come from `wallet.store.schema`."""

from __future__ import annotations

from alembic import context

from wallet.store.models.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=True,  # SQLite cannot alter a column in place
    transactional_ddl=True,  # a killed migration leaves the old schema, whole
)
context.run_migrations()
