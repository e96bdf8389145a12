"""The table of share links."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    DIGEST,
    ID,
    Base,
    owner_column,
)
from wallet.store.models.columns import JsonText, new_id


class ShareLink(Base):
    """A secret address of one credential or one portfolio, until it ends or is closed."""

    __tablename__ = "share_link"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    credential_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("held_credential.id", ondelete="CASCADE"), index=True
    )
    portfolio_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("portfolio.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(DIGEST, unique=True)
    secret_prefix: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(8), default="")
    audience: Mapped[str] = mapped_column(String(16), default="employer")
    fields: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)  # what differs from the audience
    include_original: Mapped[bool] = mapped_column(default=False)
    embeddable: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None]  # argon2id
    wrong_tries: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JsonText)  # what it shows, as of frozen_at
    frozen_at: Mapped[datetime | None]
