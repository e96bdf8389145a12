"""Alembic's revisions, packaged so that an installed wallet can migrate itself (`wallet upgrade`)."""
