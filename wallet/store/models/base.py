"""What every table shares: its base, the types of ids and digests, references to owners and originals.

Ids are 128 random bits as hex, times are aware UTC, secrets are kept as SHA-256 only. Whatever belongs to
a holder goes with the account (`ON DELETE CASCADE`); bytes that nobody refers to any more are swept
(`originals.sweep`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from wallet.store.models.columns import PlainText, UtcTime

ID = String(32)

DIGEST = String(64)  # SHA-256, lower-case hex

DAY = String(10)  # YYYY-MM-DD, or "" for none


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime(), str: PlainText(), bytes: LargeBinary()}


def owner_column() -> Mapped[str]:
    return mapped_column(ID, ForeignKey("account.id", ondelete="CASCADE"), index=True)


def original_column(*, nullable: bool = False) -> Any:
    return mapped_column(DIGEST, ForeignKey("original.digest"), index=True, nullable=nullable)


def part_of(table: str, *, nullable: bool = False) -> Any:
    """A reference that goes with what it refers to."""
    return mapped_column(ID, ForeignKey(f"{table}.id", ondelete="CASCADE"), index=True, nullable=nullable)


def actor_column() -> Any:
    """An account that did something here; the deed stays when the account goes."""
    return mapped_column(ID, ForeignKey("account.id", ondelete="SET NULL"), index=True, nullable=True)
