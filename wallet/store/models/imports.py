"""Tables of imports: a batch, and a row for each file, link and credential in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    ID,
    Base,
    original_column,
    owner_column,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


class ImportBatch(Base):
    """What was handed in at once."""

    __tablename__ = "import_batch"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class ImportItem(Base):
    """One thing of a batch and what became of it."""

    __tablename__ = "import_item"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(ID, ForeignKey("import_batch.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(PlainText, default="")
    original_digest: Mapped[str | None] = original_column(nullable=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    code: Mapped[str] = mapped_column(PlainText, default="")
    params: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    credential_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("held_credential.id", ondelete="SET NULL"), index=True
    )
