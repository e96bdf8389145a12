"""The table of descriptions of micro-credentials written in the guide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    ID,
    Base,
    owner_column,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


class Description(Base):
    """A micro-credential described in five steps. It is a description, not a credential."""

    __tablename__ = "description"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    title: Mapped[str] = mapped_column(PlainText, default="")
    content: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
